"""The virtual bar code of a Finnish invoice, and the bars of Code 128 C that show it on paper."""

from dataclasses import dataclass
from datetime import date

from services.billing.invoices import references
from services.messages.accounts import finnish_account
from services.messages.texts import is_digits
from services.runtime.commands.refusal import Refusal

LARGEST_PRINTED_CENTS = 999_999_99

# Code 128: bar and space widths of the symbols 0-102 and of start A-C (103-105), in modules. ISO/IEC 15417 table 1.
WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
).split()
START_C = 105
STOP = "2331112"


def virtual_bar_code(iban: str, reference: str, total_cents: int, due_on: date) -> str:
    """The 54 digits that a bank's app reads: version 4 for a national reference, version 5 for RF.

    total_cents: from 0; above 999 999.99 euros the amount is written as zeros and the payer types it.
    Refuses: "iban_invalid" (not a Finnish account), "reference_invalid", "total_negative".
    Source: Finance Finland, guide to the bank bar code.
    """
    if total_cents < 0:
        raise Refusal("total_negative")
    printed_cents = total_cents if total_cents <= LARGEST_PRINTED_CENTS else 0
    amount = f"{printed_cents:08d}"
    return _head(iban, reference) + amount + _reference_field(reference) + f"{due_on:%y%m%d}"


@dataclass(frozen=True)
class Parts:
    """What a bank's app reads. account: the digits after the country's letters; reference: canonical."""

    account: str
    cents: int
    reference: str
    due_on: date


def read(digits: str) -> Parts:
    """The parts of a virtual bar code of either version. Refuses: "reference_invalid"."""
    body = digits[28:48].lstrip("0") if digits[0] == "4" else f"RF{digits[25:27]}{digits[27:48].lstrip('0')}"
    return Parts(
        account=digits[1:17],
        cents=int(digits[17:25]),
        reference=references.canonical(body),
        due_on=date.fromisoformat(f"20{digits[48:]}"),
    )


def finnish_iban(iban: str) -> str:
    """The account number without spaces and hyphens, in capitals. Refuses: "iban_invalid"."""
    account = finnish_account(iban)
    if account is None:
        raise Refusal("iban_invalid", "iban", "is not a valid Finnish account number")
    return account


def code_128_c(digits: str) -> list[int]:
    """Widths in modules: bar, space, bar ... from the start symbol to the stop; quiet zones are the drawer's.

    digits: an even number of them. Refuses: "bar_code_digits_odd".
    """
    if len(digits) % 2 or not is_digits(digits):
        raise Refusal("bar_code_digits_odd")
    pairs = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    check = (START_C + sum(weight * pair for weight, pair in enumerate(pairs, start=1))) % 103
    symbols = [WIDTHS[symbol] for symbol in (START_C, *pairs, check)]
    return [int(width) for width in "".join(symbols) + STOP]


def _head(iban: str, reference: str) -> str:
    version = "4" if references.is_national(reference) else "5"
    return version + finnish_iban(iban)[2:]


def _reference_field(reference: str) -> str:
    """23 digits: `000` and the national reference, or the RF check digits and the body, filled with zeros."""
    compact = "".join(reference.split()).upper()
    if references.is_national(compact):
        return compact.zfill(23)
    if not references.is_rf(compact) or not is_digits(compact[4:]):
        raise Refusal("reference_invalid")
    return compact[2:4] + compact[4:].zfill(21)
