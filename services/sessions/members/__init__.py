"""Who is in the group of a process on which days, and who speaks for it.

| module | what |
|---|---|
| roster, joining, leaving, parting_words | who is a member, from which day, until which, and why not any more |
| of_a_day | who was in the process on one day |
| representatives, representing | who acts for the group; who acts for a party to a session |
| same_member | two entries of one person become one member |
"""
