"""How a series is planned and booked.

| module | what |
|---|---|
| series, series_check | the rule that plans, and its judge |
| series_terms, windows, wishes | what was agreed, and what comes of it; the free times; which of them suit better |
| booking | a plan becomes rows |
| pauses, holding | what a pause holds: as a rule, and of one process |
| renewed | a series that goes on after the one before it |
| trials | the trial sessions before the contract |
| confirming | until when a supervisor is to say what happened |
"""
