"""The console's pages: a module a group of addresses, each with a `router` that the door finds by itself.

Each room has its pages, their helpers, and their templates in folders of their names.

| room | what is done there |
|---|---|
| mine/ | my day, and what concerns oneself |
| processes/ | the board, one process, and the steps that arrange it: screening, matching, proposal, contract, reviews |
| sessions/ | the calendar, one session, weekly hours |
| people/ | organisations, the provider's own staff, supervisors, and who has which role |
| money/ | price list, seller, billing runs, invoices |
| operations/ | what has got stuck, how the platform is, the audit |
| names, labels | people's names for lists; what tasks, events and steps are called |
"""
