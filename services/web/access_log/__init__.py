"""Who opened or did what at a door.

| module | what for |
|---|---|
| acts | what the noted acts are called |
| reading | one door's log, as each may read it |
| both_doors | both doors' logs as one |
"""
