"""What happens to a signed contract between its first and its last day.

| module | what |
|---|---|
| affected | whom a change concerns, as a table |
| amending, amendments, lapsing | the next version beside it: made, waited for, come to nothing |
| supervisors | the change that gives it another supervisor |
| pausing | it stands still, and goes on |
"""
