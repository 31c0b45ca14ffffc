"""The portal's pages: a module a group of addresses, each with a `router` that the door finds by itself.

Each room has its pages, their helpers, and their templates in folders of their names.

| room | what is done there |
|---|---|
| public/ | before signing in: the front page, the inquiry, privacy, accessibility |
| mine/ | what waits for the visitor, and what concerns oneself |
| processes/ | one process: proposal, contract, signing, goals, reviews, how it goes on |
| sessions/ | the schedule, moving and cancelling |
| people/ | the visitor's organisation and its people |
| money/ | invoices |
"""
