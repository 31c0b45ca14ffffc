"""What a caller has to know of who says the time, without loading what seals."""


class AuthorityAway(Exception):
    """It was not reached, or has not given a time. Quotes nothing of what it said."""
