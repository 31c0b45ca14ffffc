"""Whose word it is: what proves somebody to the services.

| module | what for |
|---|---|
| people | who is signed in, as directory has proved it |
| standings | in which roles they may ask |
| signing | what they send, signed with a key of their sign-in |
| links | links in mails, sealed by the services that send them |
| by_link | who has such a link, seen by the service whose paper it opens |
"""
