"""The ledger of `workflow.patched` ids: what was changed in the order of commands, when, and until when it is kept.

A red replay test means that running processes would break: wrap the new order in `workflow.patched(ID)`, add
the id here, and record new histories beside the old ones (never instead of them). Where releases run side by side each
history is told by one of them alone (`workflows/newer_release.py`); a patch is for a release that takes over in the
middle, as each one does on one machine.

| id | since | what | may go when |
|---|---|---|---|
| - | - | nothing was changed since the first release | - |
"""
