"""What of a contract is shown, and to whom: the policy table decides.

| module | what |
|---|---|
| contract_cards | its card, alone and in lists |
| standing | whose turn it is, and what one viewer may do now |
| reading | its text, clause by clause |
"""
