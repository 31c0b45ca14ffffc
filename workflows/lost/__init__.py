"""Processes of which Temporal has lost the history, or holds for ended what is open: they begin anew.

| | |
|---|---|
| begun | which were ever begun, and when |
| beginning_anew | from what the services know, in its phase |
| ended_from_outside | the worker's look at what Temporal holds for ended, or has no longer |
"""
