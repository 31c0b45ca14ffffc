"""One process: its plan, goals and reviews; and, in rooms, what a partner agrees to, changes and ends.

| room | what |
|---|---|
| agreeing/ | inquiry, proposal, contract and signing |
| changes/ | pauses, and who is in the group and speaks for it |
| ending/ | how a process goes on, or is ended before its last day |
"""
