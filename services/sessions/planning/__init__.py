"""How a series is planned and booked.

| module | what |
|---|---|
| series, series_check, wishes | the rule that plans, its judge, and which times suit better |
| booking | a plan becomes rows |
| pauses, holding | what a pause holds: as a rule, and of one process |
| renewed | a series that goes on after the one before it |
| trials | the trial sessions before the contract |
| confirming | until when a supervisor is to say what happened |
"""
