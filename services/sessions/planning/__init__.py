"""A supervisor's time, and how a series is planned, booked and moved in it.

| module | what |
|---|---|
| weekly_hours | what a supervisor offers |
| diary | offers and sessions as the database has them, the lock and the booking |
| availability | the same as plain values, for the rules |
| series, series_check | the rule that plans, and its judge |
| booking | a plan becomes rows |
| free_times, moving | one session at another time |
| planning_again, replacing | what a supervisor called off: the rule, and the row that comes in its place |
"""
