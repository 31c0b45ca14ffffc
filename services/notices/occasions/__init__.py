"""On which occasion what is written to whom: from an event to the letters that wait, a file for each thing told of.

Nothing is composed or sent here. `writing.write` keeps a letter under its natural key, in the event's transaction; the
kinds of letters stand in `letter_kinds/`, and their words in `wording/`.
"""
