"""The board built anew from the services' streams, beside the one that is there.

| module | what for |
|---|---|
| rebuilding | the order, a portion at a time |
| stored_events | a stream's messages in their order |
| beside, taking_place | where the new board is kept meanwhile, and how it is put in the place of the old one |
"""
