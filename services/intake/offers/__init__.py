"""What is offered at which price.

| module | what |
|---|---|
| prices | the list, from a day on |
| proposals, proposal_checks | sent, answered, replaced; what may be done with one as it stands |
| proposals_told | its card, and its events |
| correcting | corrected after it was accepted |
| renewals | what is heard of a process's end |
"""
