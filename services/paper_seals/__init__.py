"""The seal of a paper: a signature (PAdES) over the whole file, with a time, by which any later change is seen.

| room | what |
|---|---|
| keys | the provider's key and its own clock's, as rings, from `keys/seal.json` |
| own_clock, authorities, away | who says the time: the provider, or an outside authority (RFC 3161) that may be away |
| sealing | puts the seal on a file |
| checking | what the seal of a file covers, and whether it still holds |
| found, pem | what it found; how keys are written |
| bounded | the same in a process of its own, with little memory and time, for files that strangers send |

The other seals of this house hide what they hold; this one hides nothing.
"""
