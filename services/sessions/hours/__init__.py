"""A supervisor's time: what they offer, what is taken of it, and when they are away.

| module | what |
|---|---|
| weekly_hours | what a supervisor offers |
| diary | offers and sessions as the database has them, and the lock |
| availability | the same as plain values, for the rules |
| away, changing_hands | days and processes for which nothing is planned with them |
| free_times | when a session could begin instead |
"""
