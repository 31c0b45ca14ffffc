"""From a waiting row to the mail server.

| module | what |
|---|---|
| sending, codes | letters that are due, and codes for signing in, which never wait behind them |
| readers | who the readers are; asked now, never kept |
| composing, letters | the row's mail, and its words |
| doors | the page to which it leads |
| calendar_entries, invitations | which letters carry a calendar entry, and the entry itself |
| post | the line to the mail server |
"""
