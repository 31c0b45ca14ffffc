"""A letter to nobody, about nothing that is: what a text looks like in a mail."""

from datetime import UTC, date, datetime

from services.messages.values import Language
from services.notices.composing.doors import CONSENTS
from services.notices.composing.letters import Link, Recipient, compose, message_id
from services.notices.composing.replying import shared_head
from services.notices.letter_kinds import KINDS, LetterKind
from services.notices.letter_kinds.rows import LetterRow
from services.notices.wording import Fact, wording
from services.runtime.settings import Settings
from services.wording.blanks import Parts

SENT_ON = datetime(2027, 1, 4, 6, 30, tzinfo=UTC)
_READER = Recipient("Maija Malli", "maija.malli@example.org")
_CALLED: dict[str, Fact] = {"who": "Sam Sample", "phone": "+358 40 000 0000"}
_AROUND: dict[str, Fact] = {
    "supervisor": "Eva Exempel",
    "customer": "Esimerkin kunta",
    "place": "Mallikatu 1, Helsinki",
}
FACTS: dict[str, Fact] = {
    "effective_on": date(2027, 6, 1),
    "process_number": "TO-1007",
    "successor_number": "TO-1019",
    "organisation": "Esimerkin kunta",
    "customer": "Esimerkin kunta, kirjasto",
    "person": "Outi Outo",
    "relation": "hr",
    "ask": "hr",
    "side": "customer",
    "because": "asked_back",
    "received_at": datetime(2026, 11, 30, 10, 5, tzinfo=UTC),
    "due_on": date(2027, 2, 3),
    "lapses_at": datetime(2027, 1, 14, 8, 0, tzinfo=UTC),
    "due_at": datetime(2027, 1, 14, 8, 0, tzinfo=UTC),
    "valid_until": date(2027, 1, 29),
    "signed_on": date(2027, 1, 12),
    "first_on": date(2027, 1, 18),
    "none_planned": 0,
    "ends_on": date(2027, 12, 15),
    "closed_on": date(2027, 12, 16),
    "left_on": date(2027, 10, 4),
    "last_day": date(2027, 10, 29),
    "stays": 0,
    "leaves": 1,
    "from_day": date(2027, 4, 12),
    "until_day": date(2027, 6, 6),
    "stands_in": 1,
    "listed": 1,
    "kept": 0,
    "to_come": 0,
    "named": 1,
    "tried": 1,
    "tried_paid": 1,
    "tried_free": 1,
    "of_contract": 1,
    "of_trial": 1,
    "takes_part": 1,
    "invited": 1,
    "by_page": 0,
    "held": 1,
    "costs": 1,
    "costs_nothing": 0,
    "same": 0,
    "former_cents": 265_00,
    "former_consumer_cents": 332_58,
    "without_vat": 1,
    "with_vat": 0,
    "costs_with_vat": 0,
    "upheld": 1,
    "some_stay": 1,
    "nobody_stays": 0,
    "fee_unknown": 0,
    "fee": 1,
    "no_fee": 0,
    "rejected": 0,
    "untried": 0,
    "renewed": 1,
    "closes": 0,
    "taken_back": 1,
    "lapsed": 0,
    "unready": 0,
    "terminated": 0,
    "renewal_off": 0,
    "amendment_off": 1,
    "by_itself": 0,
    "alone": 0,
    "with_others": 1,
    "another": 1,
    "yours": 0,
    "yours_for_now": 0,
    "next_dated": 1,
    "off_numbered": 0,
    "renewal_number": "TO-1010",
    "next_ends": 0,
    "next_stands": 0,
    "begun": 1,
    "unbegun": 0,
    "all_fall": 0,
    "stay_out": 1,
    "unreviewed": 1,
    "off_by_supervisor": 1,
    "over": 1,
    "stands": 0,
    "unsigned": 1,
    "undecided": 1,
    "withdrawn": 0,
    "not_withdrawn": 1,
    "on_invoice": 0,
    "not_invoiced": 1,
    "terms": 1,
    "other": 0,
    "decided": 1,
    "stands_corrected": 0,
    "by_correction": 0,
    "by_let_go": 0,
    "by_withdrawal": 0,
    "free": 0,
    "falls": 1,
    "waived": 0,
    "by_supervisees": 1,
    "by_commissioner": 0,
    "by_customer": 0,
    "otherwise_changed": 1,
    "goes_over": 0,
    "by_end": 0,
    "goes_on": date(2027, 6, 7),
    "was_to_go_on": date(2027, 8, 7),
    "charged": 1,
    "handed_back": 0,
    "handed_over": 0,
    "by_former": 0,
    "without_time": 0,
    "replanned": 1,
    "still_waiting": 1,
    "follows": 0,
    "not_signed": 1,
    "signing_ends_at": datetime(2027, 1, 14, 8, 0, tzinfo=UTC),
    "same_supervisor": 1,
    "by_supervisor": 1,
    "owed": 0,
    "planned": 1,
    "elsewhere": 0,
    "lost": 0,
    "unlisted": 0,
    "paused": 1,
    "left_out": 1,
    "taken": 1,
    "by_word": 1,
    "to_parties": 1,
    "to_staff": 0,
    "fits": 16,
    "why": "unanswered",
    "which": "all",
    "remaining": 4,
    "absent": 1,
    "former": "cancelled",
    "former_party": "supervisee",
    "former_told_at": datetime(2027, 1, 12, 7, 0, tzinfo=UTC),
    "told_at": datetime(2027, 1, 11, 7, 0, tzinfo=UTC),
    "became": "held",
    "members": 5,
    "outcome": "orientation",
    "review": "interim",
    "number": 3,
    "starts_at": datetime(2027, 1, 13, 7, 0, tzinfo=UTC),
    "ends_at": datetime(2027, 1, 13, 8, 30, tzinfo=UTC),
    "changed_at": datetime(2027, 1, 13, 8, 30, tzinfo=UTC),
    "previous_starts_at": datetime(2027, 1, 12, 7, 0, tzinfo=UTC),
    "invoice_number": "2027-0012",
    "document_number": "H1001",
    "of_number": 1001,
    "total_cents": 123450,
    "performed_on": date(2027, 3, 22),
    "percent": "100",
    "net_cents": 26500,
    "consumer_cents": 332_58,
    "reference": "12 34561",
    "party": "supervisee",
    "minutes": 10,
    "lasts": 1,
    "moved": 1,
}
"""A fact for each blank that a provider's own letter may have; a test misses those that are not here."""


def sample_letter(kind: LetterKind, language: Language, words: Parts, settings: Settings) -> tuple[str, str]:
    """Its subject and text. settings: with the sender's name."""
    row, head = KINDS[kind], shared_head(settings)
    mail = compose(
        kind,
        language,
        _READER,
        FACTS,
        message_id("sample"),
        SENT_ON,
        link=_link(kind, settings),
        below=["\n".join(_around(row, language))],
        sender=head["sender"],
        reply_to=head["reply_to"],
        own={(kind, language): words},
    )
    return str(mail["Subject"]), str(mail.get_content())


def _link(kind: LetterKind, settings: Settings) -> Link | None:
    """To no page that is there."""
    row = KINDS[kind]
    portal = settings.portal_url.rstrip("/") or "https://portal.example"
    if row.signed_by_link:
        return Link("consenting" if kind in CONSENTS else "signing", f"{portal}/sign/...")
    if row.confirmed_by_link:
        return Link("confirming", f"{portal}/confirm/...")
    if row.answered_by_link:
        return Link("answering", f"{portal}/{row.answered_by_link}/...")
    return Link("page", f"{portal}/...") if row.portal or row.console else None


def _around(row: LetterRow, language: Language) -> list[str]:
    words = wording(language)
    told = [name for name in _AROUND if name != "place" or row.why == "attendee"]
    said = [words.fill(words.word("around", name), _AROUND) for name in told] if row.tells_with_whom else []
    why = [words.word("why", row.why)] if row.why else []
    return [*said, *why, words.fill(words.word("around", "call"), _CALLED)]
