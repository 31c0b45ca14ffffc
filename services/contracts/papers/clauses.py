"""The clauses: which are missing, and the texts of those that follow from the paper's numbers.

A clause that follows from numbers is always told as the numbers are; people's own words stand below it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.contracts.papers.wording import Wording, wording
from services.messages.cancelling import in_days
from services.messages.contracts import Clause, PaperRow, PaperTable, Terms
from services.messages.lengths import MINUTES_FOR_NOTHING
from services.messages.policy import WHO_SEES_WHAT
from services.messages.values import CancellationTier, Language
from services.wording import who_sees_what
from services.wording.formats import Formats

FOLLOWING_FROM_NUMBERS = (
    Clause.DURATION_AND_AMOUNT,
    Clause.PRICE_AND_PAYMENT,
    Clause.CANCELLATION,
    Clause.NO_RECORDING,
    Clause.INFORMATION_EXCHANGE,
)

_ROW = "- "
WITHDRAWAL_DAYS = 14
"""For a consumer who buys at a distance. Source: Consumer Protection Act (38/1978), chapter 6, section 14."""


def missing(words: Mapping[str, str]) -> list[Clause]:
    """The clauses that people still have to write, in the order of the paper. words: what they have written."""
    return [
        clause
        for clause in Clause
        if clause not in FOLLOWING_FROM_NUMBERS and not words.get(clause, "").strip()
    ]


def texts(
    terms: Terms,
    words: Mapping[str, str],
    own: Mapping[str, str] | None = None,
    priced_from: date | None = None,
) -> dict[Clause, str]:
    """Every clause that has a text, in the order of the paper and in the contract's language. own, priced_from: as
    below.
    """
    rendered = from_numbers(terms, own, priced_from)
    told = {clause: "\n\n".join(_parts(rendered.get(clause), words.get(clause))) for clause in Clause}
    return {clause: text for clause, text in told.items() if text}


def _parts(*parts: str | None) -> list[str]:
    return [part.strip() for part in parts if part and part.strip()]


def from_numbers(
    terms: Terms, own: Mapping[str, str] | None = None, priced_from: date | None = None
) -> dict[Clause, str]:
    """The clauses that the numbers and the table of who sees what decide, in whole or in part.

    own: the provider's own texts in place of the usual ones. priced_from: of a price that was another one before.
    """
    words = wording(terms.language).with_own(own or {})
    return {
        Clause.DURATION_AND_AMOUNT: _duration_and_amount(terms, words),
        Clause.PRICE_AND_PAYMENT: _price_and_payment(terms, words, priced_from),
        Clause.CANCELLATION: _cancellation(terms, words),
        Clause.INTERRUPTION: _interruption(terms, words),
        Clause.NO_RECORDING: words.sentence("no_recording"),
        Clause.INFORMATION_EXCHANGE: _information_exchange(terms.language, words),
    }


def _duration_and_amount(terms: Terms, words: Wording) -> str:
    formats, later = Formats(terms.language), terms.base_interval_days
    closer = terms.promises.begins_closer(later)
    duration = words.sentence(
        "duration_and_amount" if closer or _worded_with_both(words) else "duration_evenly",
        starts_on=formats.day(terms.starts_on),
        ends_on=formats.day(terms.ends_on),
        duration_minutes=terms.duration_minutes,
        unit_minutes=terms.unit_minutes,
        first_interval_days=terms.promises.first_gap(later) if closer else later,
        base_interval_days=later,
    )
    if terms.sessions_agreed is None:
        return duration
    return f"{duration} {words.sentence('amount_agreed', sessions=terms.sessions_agreed)}"


def _worded_with_both(words: Wording) -> bool:
    """Whoever has worded how a series goes on, and not yet one that begins no closer, has their own words."""
    return "duration_and_amount" in words.own and "duration_evenly" not in words.own


def _interruption(terms: Terms, words: Wording) -> str:
    """People write how they part; how long it goes on then, and what it costs, are numbers."""
    notice = words.sentence(
        f"notice_in_{terms.notice.unit}", number=words.counted(terms.notice.unit, terms.notice.number)
    )
    percent = terms.termination_fee_percent
    fee = words.sentence("termination_fee" if percent else "no_termination_fee", percent=percent)
    told = " ".join([notice, fee, words.sentence("ending_at_once")])
    if terms.consumer_price_cents is None:
        return told
    return f"{told}\n\n{words.sentence('withdrawal', days=WITHDRAWAL_DAYS)}"


def _price_and_payment(terms: Terms, words: Wording, priced_from: date | None) -> str:
    """To a private person the price is the one with the tax."""
    formats, theirs = Formats(terms.language), terms.consumer_price_cents
    told = {"net": formats.euros(terms.price_cents)}
    if theirs:
        told |= {"price": formats.euros(theirs), "vat": formats.euros(theirs - terms.price_cents)}
    price = words.sentence(
        "price_to_consumer" if theirs else "price_and_payment",
        **told,
        duration_minutes=terms.duration_minutes,
        payment_days=terms.payment_days,
    )
    return " ".join(_parts(price, _all_together(terms, words, priced_from), _real_length(terms, words)))


def _all_together(terms: Terms, words: Wording, priced_from: date | None) -> str | None:
    """What whoever decides has to know: what it comes to, where the number of sessions is agreed and one price is."""
    if priced_from:
        return words.sentence("price_from", day=Formats(terms.language).day(priced_from))
    if terms.sessions_agreed is None:
        return None
    euros, sessions = Formats(terms.language).euros, terms.sessions_agreed
    if theirs := terms.consumer_price_cents:
        return words.sentence("total_to_consumer", sessions=sessions, total=euros(sessions * theirs))
    return words.sentence("total", sessions=sessions, total=euros(sessions * terms.price_cents))


def _real_length(terms: Terms, words: Wording) -> str:
    """What a session costs that turns out shorter or longer; to a private person with the tax."""
    shorter = [one for one in terms.length_prices if one.minutes < terms.duration_minutes]
    if not shorter:
        return words.sentence("length_as_agreed")
    euros = Formats(terms.language).euros
    lines = [
        words.sentence(
            "length_price", minutes=one.minutes, price=euros(one.consumer_cents or one.price_cents)
        )
        for one in shorter
    ]
    return words.sentence("real_length", minutes=MINUTES_FOR_NOTHING, prices=", ".join(lines))


def _cancellation(terms: Terms, words: Wording) -> str:
    """The tiers from the longest notice to none; then what is the same in every contract."""
    lines = [_tier(tier, words) for tier in terms.cancellation_tiers]
    no_show = _charged("no_show", terms.no_show_percent, words)
    moving = words.sentence("moving")
    return "\n".join([*lines, moving, no_show, words.sentence(f"cancelling_{terms.audience.session_format}")])


def _tier(tier: CancellationTier, words: Wording) -> str:
    if tier.notice_working_days:
        return _charged("tier_working_days", tier.percent, words, notice=tier.notice_working_days)
    if days := in_days(tier):
        return _charged("tier_days", tier.percent, words, notice=days)
    if tier.notice_hours:
        return _charged("tier_hours", tier.percent, words, notice=tier.notice_hours)
    return _charged("tier_later", tier.percent, words)


def _charged(name: str, percent: int, words: Wording, **blanks: int) -> str:
    """What costs nothing is said so, and not as a share of it."""
    return (
        words.sentence(name, **blanks, percent=percent)
        if percent
        else words.sentence(f"{name}_free", **blanks)
    )


def _information_exchange(language: Language, words: Wording) -> str:
    """A line for each row of the table; who sees nothing of it is not named, and who sees all of it without a word."""
    lines = [words.sentence("information_exchange")]
    for row, scopes in WHO_SEES_WHAT.items():
        seers = [_seer(role, scope, language) for role, scope in scopes.items() if scope != "no"]
        lines.append(f"{_ROW}{who_sees_what.what(row, language)}: {', '.join(seers)}")
    return "\n".join(lines)


def _seer(role: str, scope: str, language: Language) -> str:
    name = who_sees_what.role(role, language)
    return name if scope == "yes" else f"{name} ({who_sees_what.scope(scope, language)})"


def table(clause: Clause | str, text: str, language: Language) -> PaperTable | None:
    """What of it is shown as a table: what is seen, and by whom. Also of a text that was signed years ago."""
    if clause != Clause.INFORMATION_EXCHANGE:
        return None
    words, lines = (
        wording(language),
        [line.removeprefix(_ROW) for line in text.split("\n") if line.startswith(_ROW)],
    )
    parts = [line.partition(": ") for line in lines]
    return PaperTable(
        columns=[words.on_paper("information"), words.on_paper("seen_by")],
        rows=[PaperRow(what=who_sees_what.heading(what), value=seers) for what, _, seers in parts],
    )


def shown(clause: Clause | str, title: str, text: str, language: Language) -> dict[str, Any]:
    """As a template sets it."""
    told, lines = table(clause, text, language), text.split("\n")
    return {
        "title": title,
        "lines": [line for line in lines if not line.startswith(_ROW)] if told else lines,
        "table": told.model_dump() if told else {},
    }
