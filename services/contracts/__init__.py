"""Contracts: the paper's versions, consents and signatures, and how a process is changed, goes on or ends.

| room | what lives there |
|---|---|
| papers/ | one version of the paper: where its numbers come from, its clauses, its text |
| trials/ | before it: a lighter agreement to try, and go or no-go; rules that nothing calls yet |
| signing/ | from a complete paper to a contract: consents, signatures, and a no to either |
| sealing/ | the file of a signed version: made once, sealed, kept |
| parties/ | who speaks for whom, who is in the group on a day, and who joins it |
| changes/ | what happens to a signed contract: amendments, another supervisor, pauses |
| ending/ | how it ends: on its last day, before it, or by going on |
| showing/ | what of it is shown, and to whom |

`handlers/` says which function answers which message, a file for each room; `asked_first.py` asks others before
anything is written; `falling_due.py` sees to what has a time; `tables/` says what is kept. Begin at
`papers/drafting.py`, then `signing/signatures.py`.
"""
