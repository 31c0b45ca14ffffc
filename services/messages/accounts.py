"""Bank accounts as they are typed. Which bank one is at, billing knows."""

from stdnum import iban

from services.messages.texts import is_digits


def finnish_account(typed: str) -> str | None:
    """The number without spaces and hyphens, in capitals; none where it is no valid Finnish one.

    Check digits that are wrong, another country's, and the account of nothing but zeros, whose check digits are right.
    """
    compact = "".join(typed.split()).replace("-", "").upper()
    written = compact.startswith("FI") and is_digits(compact[2:])
    return compact if written and iban.is_valid(compact) and compact[4:].strip("0") else None
