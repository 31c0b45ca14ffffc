"""The road of files that are sent in: in parts to the service that owns them, and looked into by a process of its own.

| module | what |
|---|---|
| sending | what a door does: cuts the file, sends its parts, says what the whole has to be |
| parts | what an owner keeps until it takes the whole in; what nobody takes in goes after a day |
| bounded, bounds | the process that looks into a stranger's file: little memory and time, no secret |

Files that are given away: `services/runtime/commands/files.py`.
"""
