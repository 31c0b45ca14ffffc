"""Bank accounts as they are typed, and at which bank one is, of the banks of which that is certain.

Source: Finance Finland, Suomalaiset rahalaitostunnukset ja BIC-koodit (edition of December 2023), read from three
independent copies of its editions. What they do not agree upon, what has since gone to another bank, and the savings
banks, several of which use one another's codes, are left out: of those the BIC is asked.
"""

from stdnum import iban

from services.messages.texts import is_digits

_BIC_BY_FIRST_DIGITS = {
    "1": "NDEAFIHH",  # Nordea
    "2": "NDEAFIHH",
    "33": "ESSEFIHX",  # SEB
    "36": "SBANFIHH",  # S-Pankki
    "39": "SBANFIHH",
    "405": "HELSFIHH",  # Aktia
    "497": "HELSFIHH",
    "47": "POPFFI22",  # POP Pankki
    "5": "OKOYFIHH",  # OP
    "6": "AABAFI22",  # Ålandsbanken
    "713": "CITIFIHX",  # Citibank
    "799": "HOLVFIHH",  # Holvi
    "8": "DABAFIHH",  # Danske Bank
}
_LONGEST = 3
_COUNTRY_AND_CHECK = 4


def finnish_account(typed: str) -> str | None:
    """The number without spaces and hyphens, in capitals; none where it is no valid Finnish one.

    Check digits that are wrong, another country's, and the account of nothing but zeros, whose check digits are right.
    """
    compact = "".join(typed.split()).replace("-", "").upper()
    written = compact.startswith("FI") and is_digits(compact[2:])
    return compact if written and iban.is_valid(compact) and compact[4:].strip("0") else None


def bic_of(iban: str) -> str | None:
    """iban: a valid one, without blanks. None: to be asked."""
    number = iban[_COUNTRY_AND_CHECK:]
    if not (iban.startswith("FI") and is_digits(number)):
        return None
    starts = (number[:length] for length in range(_LONGEST, 0, -1))
    return next((_BIC_BY_FIRST_DIGITS[one] for one in starts if one in _BIC_BY_FIRST_DIGITS), None)
