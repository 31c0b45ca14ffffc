"""One session or many at another time than was planned.

| module | what |
|---|---|
| moving, series_moving | one session, and the rest of a series |
| replacing | the row that comes in the place of what a supervisor called off |
| planning_again, several_again | the rule for that, for one and for several together |
| series_again | the rule for the rest of a series |
| of_a_pause, of_a_change | what a pause comes to, and another agreement |
| left_sessions, booking_again | planning those that are left, and their rows |
| waiting, leaving_out | what finds no day waits for a coordinator, until none is looked for any more |
"""
