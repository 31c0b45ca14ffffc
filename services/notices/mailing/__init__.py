"""From a waiting row to the mail server.

| module | what |
|---|---|
| sending, codes | letters that are due, and codes for signing in, which never wait behind them |
| digest, reminding | what is told together in the morning; a reminder that another letter has made idle |
| known, surroundings | what a batch is about; what its letters say of with whom, where, why, and whom to call |
| readers | who the readers are; asked now, never kept |
| composing, letters | the row's mail, and its words |
| doors | the page to which it leads |
| calendar_entries, invitations | which letters carry calendar entries, and the entries themselves |
| post | the line to the mail server |
"""
