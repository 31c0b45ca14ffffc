"""Sessions: availability, the planned series, attendance, goals, reviews and confidential notes.

What is agreed and who is who on a day: `contract_facts` (the contract's versions), `roster` (the group's members),
`access` (to whom a process and each session belong).
Time: `weekly_hours` (what a supervisor offers), `diary` (offers and sessions as the database has them, the lock and the
booking), `availability` (the same as plain values, for the rules), `series` (the rule that plans; `series_check` judges
by it), `booking` (a plan becomes rows), `free_times` and `moving` (one session at another time), `my_sessions` (lists),
`session_card` (one session as it is told), `notice` (how long before), `settling` (what is to be recorded or reviewed).
What happened and what was said: `attendance`, `goals`, `goal_attainment`, `reviews`, `consents`, `notes`; sealed by
`confidential` and `sealing`.
"""
