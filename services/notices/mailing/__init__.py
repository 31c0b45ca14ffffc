"""From a waiting row to the mail server.

| module | what |
|---|---|
| sending, codes | letters that are due, and codes for signing in, which never wait behind them |
| gathering, digest, reminding | rows told in one letter: staff's of a day, several reminders at once |
| known, surroundings | what a batch is about; what its letters say of with whom, where, why, and whom to call |
| readers | who the readers are; asked now, never kept |
| composing, letters | the row's mail, and its words |
| doors | the page to which it leads |
| calendar_entries, invitations | which letters carry calendar entries, and the entries themselves |
| post | the line to the mail server |
"""
