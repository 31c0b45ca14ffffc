"""Payment references: the Finnish national one (viitenumero), its RF form, and one key that matches both."""

import re

from services.runtime.commands.refusal import Refusal

WEIGHTS = (7, 3, 1)


def national(base: int | str) -> str:
    """The payment reference: the base and its check digit, no spaces.

    base: 3-19 digits, not all zeros.
    Refuses: "reference_base_invalid".
    Source: Finance Finland, structure of the reference number (weights 7, 3, 1 from the right).
    """
    digits = str(base)
    if not re.fullmatch(r"[0-9]{3,19}", digits) or not digits.strip("0"):
        raise Refusal("reference_base_invalid")
    return digits + _check_digit(digits)


def is_national(reference: str) -> bool:
    """Whether this is a payment reference whose check digit is right; spaces and leading zeros do not matter."""
    digits = _compact(reference).lstrip("0")
    return bool(re.fullmatch(r"[0-9]{4,20}", digits)) and _check_digit(digits[:-1]) == digits[-1]


def grouped(reference: str) -> str:
    """As printed on an invoice: a national reference in fives from the right, RF in fours from the left."""
    compact = _compact(reference)
    if compact.startswith("RF"):
        return " ".join(compact[at : at + 4] for at in range(0, len(compact), 4))
    first = len(compact) % 5
    groups = [compact[:first]] if first else []
    return " ".join(groups + [compact[at : at + 5] for at in range(first, len(compact), 5)])


def rf(reference: str) -> str:
    """The same reference in the international form (ISO 11649), no spaces.

    Refuses: "reference_invalid" (not a national reference).
    """
    if not is_national(reference):
        raise Refusal("reference_invalid")
    body = _compact(reference).lstrip("0")
    return f"RF{98 - _mod_97(body + 'RF00'):02d}{body}"


def is_rf(reference: str) -> bool:
    """Whether this is an RF reference whose check digits are right; its body may be other than a national one."""
    compact = _compact(reference)
    well_formed = bool(re.fullmatch(r"RF[0-9]{2}[0-9A-Z]{1,21}", compact))
    return well_formed and _mod_97(compact[4:] + compact[:4]) == 1


def canonical(reference: str) -> str:
    """One key for matching payments: the national form where there is one, else the RF form as it is.

    `RF97123456` is valid although its body is no national reference: it stays RF.
    Refuses: "reference_invalid" (neither form).
    """
    compact = _compact(reference)
    if is_national(compact):
        return compact.lstrip("0")
    if not is_rf(compact):
        raise Refusal("reference_invalid")
    return compact[4:].lstrip("0") if is_national(compact[4:]) else compact


def _compact(reference: str) -> str:
    return re.sub(r"\s", "", reference).upper()


def _check_digit(digits: str) -> str:
    total = sum(int(digit) * WEIGHTS[at % 3] for at, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _mod_97(text: str) -> int:
    return int("".join(str(int(character, 36)) for character in text)) % 97
