"""What people say in and about supervision: it never leaves this service but to those who may read it.

| module | what |
|---|---|
| vault, sealing | a process's own key, and how its words are sealed with it |
| notes | a supervisor's private notes |
| goals, goal_attainment | the supervisees' own goals, and how far they were reached |
| reviews, consents | half-way and final reviews, and who agrees to show them |
"""
