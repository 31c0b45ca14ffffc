"""What a year brings besides its sessions: a file for each kind of turn, with the acts and what must come of them.

What must have come is computed here from the rule's own words, never by the code that the services use.
"""
