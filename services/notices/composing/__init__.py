"""From a waiting row to the mail itself: what the row does not keep is asked of its owner now.

| module | what |
|---|---|
| composing, letters | the row's mail, and its words |
| mail_domains | the domain of an address as it is sent |
| known, surroundings | what a batch is about; what its letters say of with whom, where, why, and whom to call |
| readers | who the readers are; asked now, never kept |
| doors | the page to which it leads |
| calendar_entries, invitations | which letters carry calendar entries, and the entries themselves |
| replying | where an answer goes |
| provider, logo_in_mail | the provider's name, logo and own texts; the logo above the words |
"""
