"""Who speaks for a party on a day, who is in the group, and how somebody joins it.

| module | what |
|---|---|
| speaking, representatives | who acts for a party, who for the supervisees |
| membership | who is in the group on a day |
| joining, newcomers | somebody joins: what it takes, and how it is shown |
| read_as_supervisor | who reads the paper as its supervisor |
"""
