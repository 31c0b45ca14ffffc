"""Sessions: availability, the planned series, attendance, goals, reviews and confidential notes.

| where | what |
|---|---|
| contract_facts, access | the contract's versions; on a day, to whom what belongs |
| notice, reaching | how long before it was said; which review a series has reached |
| hours/ | a supervisor's time: what they offer, what is taken, when they are away |
| planning/ | the rule that plans a series, and its booking |
| proposing/ | a plan is proposed before it binds |
| trials/ | the sessions before the contract: held, booked, called off, and what follows |
| rescheduling/ | one session or many at another time |
| recording/ | what became of each session, and what nobody recorded |
| changes/ | what becomes of the sessions when the contract changes, or days fall away |
| members/ | who is in the group on which days, who joins, leaves, and speaks for it |
| showing/ | lists of sessions, and one as it is told |
| handlers/, asked_first | which function answers which message; what is asked of others before |
| content/ | what people say: goals, reviews, notes, sealed with their process's own key |
"""
