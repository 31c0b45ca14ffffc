"""A supervisor's time, and how a series is planned, booked and moved in it.

| module | what |
|---|---|
| weekly_hours | what a supervisor offers |
| diary | offers and sessions as the database has them, the lock and the booking |
| availability | the same as plain values, for the rules |
| series, series_check | the rule that plans, and its judge |
| booking | a plan becomes rows |
| free_times, moving | one session at another time |
| away | the days on which a supervisor has no sessions |
| planning_again, several_again | what a supervisor called off: the rule, for one and for several together |
| replacing | the row that comes in its place |
"""
