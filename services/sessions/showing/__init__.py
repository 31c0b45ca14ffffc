"""Sessions as they are told.

| module | what |
|---|---|
| session_card | one session, and what became of it for those who may know |
| my_sessions | lists: a process's, and all that a person has to do with |
| waiting | what waits for one person, over all processes |
"""
