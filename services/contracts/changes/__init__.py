"""What happens to a signed contract between its first and its last day.

| module | what |
|---|---|
| affected | whom a change concerns, as a table |
| next_version, comparing | the version as it would be, and what is another in it |
| amending, amendments, lapsing | it stands beside what is signed: sent out, waited for, come to nothing |
| supervisors | the change that gives it another supervisor |
| pausing, pauses_shown | it stands still, and goes on; as it is shown |
| resuming, awaiting | a pause is over: by a word, or with the agreement on another supervisor |
"""
