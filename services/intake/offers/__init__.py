"""What is offered at which price.

| module | what |
|---|---|
| prices | the list, from a day on |
| proposals, correcting | sent, answered, replaced; corrected after it was accepted |
| renewals | what is heard of a process's end |
"""
