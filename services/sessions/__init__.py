"""Sessions: availability, the planned series, attendance, goals, reviews and confidential notes.

| where | what |
|---|---|
| contract_facts, roster, access | the contract's versions; the group's members by day; to whom what belongs |
| planning/ | a supervisor's time, and how a series is planned, booked and moved in it |
| attendance, notice | what happened, how long before it was said |
| reaching, chasing | which review is reached, and what nobody recorded |
| my_sessions, session_card | lists of sessions, and one as it is told |
| content/ | what people say: goals, reviews, notes, sealed with their process's own key |
"""
