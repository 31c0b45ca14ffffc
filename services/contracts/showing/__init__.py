"""What of a contract is shown, and to whom: the policy table decides.

| module | what |
|---|---|
| contract_cards, beside_cards | its card, alone and in lists; what stands beside contracts on them |
| belonging | to whom it belongs on a day |
| standing | whose turn it is, and what one viewer may do now |
| terms_of_a_day | the terms that held on a day |
| reading | its text, clause by clause |
| places, exact_places | where people meet; said more exactly in a draft than it was offered |
| progress | how far it has come, for who begins its process anew |
"""
