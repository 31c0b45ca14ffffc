"""The board, one process, its plan and its reviews; and, in rooms, what is done with it.

| room | what |
|---|---|
| arranging/ | from an inquiry to a signed contract |
| changes/ | what is changed in a signed contract and in its group |
| ending/ | how a process is ended before its last day |
"""
