"""One supervision process, from inquiry to closure or renewal: a file for each phase of its year.

`process.py` is the contents page. A phase waits through `waiting.py` and orders through `commanding.py`; what it has
to remember is in `state.py`.
"""
