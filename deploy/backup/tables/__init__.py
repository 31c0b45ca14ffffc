"""A backup of databases that somebody else keeps: each table's rows, as its own role may read them, all of one instant.

No superuser, no tool of the server's release, and the line as encrypted as a program has it. The tables themselves are
made again by their owner's migrations.
"""
