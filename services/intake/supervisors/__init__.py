"""Who could supervise a process, and what they have to do with its parties.

| module | what |
|---|---|
| matching, interests | rules: who may be suggested, and what a conflict of interest means for it |
| parties | who has to do with a process, on the day |
| declaring, interest_cards | what supervisors say of themselves, and to whom it is shown |
| choosing, other_supervisors | the choice, and the one who takes over later |
"""
