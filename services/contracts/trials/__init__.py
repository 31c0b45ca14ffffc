"""Trial sessions before the year's contract, as rules: a lighter agreement, and a decision by both sides.

No proposal offers a trial: nothing is kept here, and nobody is asked.

| module | what |
|---|---|
| agreeing | who has to say yes to the agreement before the first session, and until when |
| deadlines | when the decision is reminded of, due, and over without one |
| deciding | go or no-go, by the supervisees and the supervisor |
"""
