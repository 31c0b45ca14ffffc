"""Codes by which an address is shown to be somebody's: how often one is asked for and tried, and where one was right.

| module | what for |
|---|---|
| codes | rows of codes: one browser and one address each |
| asking_often | how often codes may be asked for and tried for one address |
| known_browsers | browsers in which an address's code was once right |
| refused_codes | how many were refused, for their person |
"""
