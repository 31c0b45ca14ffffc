"""Which letters a demo year must write, counted from what its people did and the services answered, and which came.

| where | what |
|---|---|
| letter | one letter: its kind, its reader, its day, whose process |
| beginning | those of an inquiry, a proposal and a contract, by the script's own orders |
| trying | those of a trial before the contract |
| course | those of sessions, reviews, invoices and the end, by the days that the services answer |
| caught | the mails that the mailbox really got |
| checks | the two held against each other |

Nothing here asks what notices has decided: of it is read only what it calls the kind of a mail that was caught.
"""
