"""Every kind of letter in every language."""

import json
import re
import string
from datetime import UTC, datetime
from typing import Any, get_args, get_type_hints

import pytest

from services.messages.sessions import CancelledBy
from services.messages.values import Language
from services.notices.composing.letters import Link, Recipient, compose, message_id
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.session_letters import TOLD_TOGETHER
from services.notices.wording import LANGUAGES, OF_OLDER_LETTERS, MissingFact, wording
from services.notices.writing import kept, read
from tests.unit.notices.sample_letters import (
    FACTS,
    READER,
    SENT_ON,
    a_letter,
    linked_text,
    paragraphs,
    text_of,
    the_letter,
)
from tests.unit.notices.test_doors import DOORS, row
from tests.unit.notices.test_letter_kinds import ORDERED

pytestmark = pytest.mark.usefixtures("headers_written_once")
OUTCOMES = (
    "training work_instruction orientation therapy_or_occupational_health workplace_mediation "
    "coaching_or_consultation management_matter unclear"
).split()

LONG_URL = "https://portal.example/sign/" + "a-_." * 80


def blanks(text: str) -> set[tuple[str, str | None]]:
    return {(name, form) for _, name, form, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_written_in_every_language_without_open_blanks(language: str) -> None:
    for kind in LetterKind:
        mail = the_letter(kind, language)
        for text in (mail["Subject"], text_of(mail)):
            assert text.strip(), kind
            assert not {"{", "}"} & set(text), kind
            assert "None" not in text, kind
        assert mail["Content-Language"] == language, kind
        assert mail.get_content_type() == "text/plain", kind


@pytest.mark.parametrize("by", sorted({*get_args(CancelledBy)} - TOLD_TOGETHER))
@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_calls_a_session_off_is_said_in_its_letter(language: str, by: str) -> None:
    words = wording(language)
    _, body = words.letter(LetterKind.SESSION_CANCELLED)
    assert words.word("parties", by) in words.fill(body, FACTS | {"party": by})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_exactly_the_kinds_that_are_sent(language: str) -> None:
    assert wording(language).kinds == set(LetterKind)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_languages_ask_for_the_same_facts(language: str) -> None:
    def asked(language: str) -> dict[LetterKind, Any]:
        return {kind: [blanks(text) for text in wording(language).letter(kind)] for kind in LetterKind}

    assert asked(language) == asked("fi")


def test_the_languages_have_the_same_tables_and_words() -> None:
    names = [
        {table: set(words) for table, words in wording(language).tables.items()} for language in LANGUAGES
    ]
    assert names[1] == names[0]
    assert names[2] == names[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_that_tells_a_time_names_its_zone(language: str) -> None:
    for kind in LetterKind:
        text = text_of(the_letter(kind, language))
        tells_a_time = any(name.endswith("_at") for name, _ in blanks(wording(language).letter(kind)[1]))
        assert (wording(language).tables["forms"]["zone"] in text) == tells_a_time, kind


EVERY_SUM = {"without_vat": 1, "with_vat": 1, "costs_with_vat": 1}
"""A letter says one of them."""


def test_a_letter_without_one_of_its_facts_is_not_written() -> None:
    for kind in LetterKind:
        for name, _ in blanks("".join(wording("sv").letter(kind))):
            if name in OF_OLDER_LETTERS:
                continue
            facts = {key: value for key, value in FACTS.items() if key != name} | EVERY_SUM
            with pytest.raises(MissingFact, match=name):
                compose(kind, "sv", READER, facts, message_id("n-1"), SENT_ON)
                pytest.fail(f"{kind} was written without {name}")


@pytest.mark.parametrize(
    ("language", "when", "total"),
    [
        ("fi", "13.1.2027 klo 9.00–10.30 (Helsingin aikaa)", "1\u00a0234,50\u00a0€"),
        ("sv", "13.1.2027 kl. 9.00–10.30 (Helsingforstid)", "1\u00a0234,50\u00a0€"),
        ("en", "13 January 2027 at 9:00–10:30 (Helsinki time)", "€1,234.50"),
    ],
)
def test_times_and_sums_are_written_as_the_language_writes_them(language: str, when: str, total: str) -> None:
    assert when in text_of(a_letter(LetterKind.SESSION_INVITATION, language))
    assert total in text_of(a_letter(LetterKind.INVOICE_ISSUED, language))


def test_the_same_instant_of_day_is_an_hour_later_in_summer() -> None:
    summer = datetime(2027, 6, 14, 7, 0, tzinfo=UTC)
    assert "14.6.2027 klo 10.00 (Helsingin aikaa)" in text_of(
        a_letter(LetterKind.CONFIRMATION_DUE, starts_at=summer)
    )


def test_an_evening_instant_is_told_with_the_local_day() -> None:
    late = datetime(2027, 1, 13, 22, 30, tzinfo=UTC)
    assert a_letter(LetterKind.CONFIRMATION_DUE, starts_at=late)["Subject"].endswith("14.1.2027")


@pytest.mark.parametrize("kind", [LetterKind.PLAN_PROPOSED, LetterKind.PLAN_DUE, LetterKind.TRIAL_TO_AGREE])
@pytest.mark.parametrize(("language", "day"), [("fi", "pe 11.12.2026"), ("sv", "fr 11.12.2026")])
def test_what_may_be_answered_until_midnight_names_the_day_that_the_page_names(
    kind: LetterKind, language: Language, day: str
) -> None:
    midnight = datetime(2026, 12, 11, 22, 0, tzinfo=UTC)
    body = wording(language).letter(kind)[1]
    said = wording(language).fill(body, FACTS | {"due_at": midnight})
    assert day in said and "12.12.2026" not in said
    at_noon = wording(language).fill(body, FACTS | {"due_at": midnight.replace(hour=10)})
    zone = wording(language).tables["forms"]["zone"]
    assert re.search(rf"11\.12\.2026 kl\w*\.? 12\.00 \({zone}\)", at_noon)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", [LetterKind.CONTRACT_TO_SIGN, LetterKind.SIGNATURE_DUE, LetterKind.AMENDMENT_TO_SIGN]
)
def test_who_signs_twice_reads_for_whom_each_time(kind: LetterKind, language: Language) -> None:
    words = wording(language)
    _subject, body = words.letter(kind)
    parties = words.tables["parties"]
    for party in ("commissioner", "supervisee"):
        lines = words.fill(body, FACTS | {"party": party}).splitlines()
        assert [one for one in lines if one.endswith(f": {parties[party]}")]


def test_cents_below_one_euro_and_credits_keep_their_digits_and_sign() -> None:
    assert wording("fi").fill("{sum:money}", {"sum": 5}) == "0,05\u00a0€"
    assert wording("en").fill("{sum:money}", {"sum": -1234567}) == "\N{MINUS SIGN}€12,345.67"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_redirect_gives_its_own_reason(language: str) -> None:
    texts = {
        text_of(a_letter(LetterKind.INQUIRY_REDIRECTED, language, outcome=outcome)) for outcome in OUTCOMES
    }
    assert len(texts) == len(OUTCOMES)


@pytest.mark.parametrize("outcome", ["supervision", "something else"])
def test_an_outcome_that_is_no_redirect_is_a_fault_and_is_not_quoted(outcome: str) -> None:
    with pytest.raises(MissingFact) as fault:
        a_letter(LetterKind.INQUIRY_REDIRECTED, outcome=outcome)
    assert outcome not in str(fault.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_stands_apart_between_the_text_and_the_closing(language: str) -> None:
    words = wording(language)
    closing = words.tables["frame"]["closing"].split("\n")[0]
    for kind in set(LetterKind) - ORDERED:
        plain = paragraphs(text_of(the_letter(kind, language)))
        [end] = [position for position, one in enumerate(plain) if one.startswith(closing)]
        link = DOORS.link(row(kind), "helmi@kunta.example", supervises=False)
        assert link, kind
        link_itself = words.fill(words.tables["links"][link.label], {"link": link.url}).split("\n\n")
        assert paragraphs(linked_text(kind, language, link)) == [*plain[:end], *link_itself, *plain[end:]], (
            kind
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("label", get_args(get_type_hints(Link)["label"]))
def test_a_link_is_whole_on_its_line_behind_a_space(language: str, label: Any) -> None:
    linked = a_letter(LetterKind.CONTRACT_TO_SIGN, language, below=Link(label, LONG_URL))
    ordered = a_letter(LetterKind.SIGN_IN_CODE, language, link=LONG_URL)
    for mail in (linked, ordered):
        [line] = [line for line in text_of(mail).splitlines() if "http" in line]
        assert re.fullmatch(r"\S.*\w: ", line.removesuffix(LONG_URL)), line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", ["portal", "console"])
def test_a_code_is_in_the_text_in_two_groups_and_not_in_the_subject(language: str, purpose: str) -> None:
    mail = a_letter(LetterKind.SIGN_IN_CODE, language, Recipient("", READER.address), purpose=purpose)
    lines = text_of(mail).splitlines()
    assert "123 456" in lines
    assert "123" not in mail["Subject"]
    assert lines[0] == wording(language).tables["frame"]["greeting_without_name"]
    assert mail["To"].addresses[0].addr_spec == READER.address
    assert wording(language).word("doors", purpose) in text_of(mail)


def test_unknown_kinds_and_languages_are_faults() -> None:
    with pytest.raises(MissingFact):
        a_letter("birthday")  # type: ignore[arg-type]  # a row of another release
    with pytest.raises(MissingFact):
        a_letter(LetterKind.PROCESS_CLOSED, "../../fi")


def test_a_naive_time_is_a_fault() -> None:
    with pytest.raises(ValueError, match="instant_without_offset"):
        a_letter(LetterKind.CONFIRMATION_DUE, starts_at=datetime(2027, 1, 13, 9, 0))


@pytest.mark.parametrize("kind", ["contract_to_sign", "signature_due", "amendment_to_sign"])
def test_who_signs_for_two_parties_sees_by_the_subject_which_letter_is_for_which(kind: str) -> None:
    """As a private person does, who is the customer and whom it is for."""
    for language in LANGUAGES:
        words = wording(language)
        subject, _ = words.letter(kind)
        said = {words.fill(subject, FACTS | {"party": party}) for party in ("commissioner", "supervisee")}
        assert len(said) == 2


def test_nothing_that_people_type_stands_in_a_letter_but_names() -> None:
    """Whoever adds a blank says here that nobody types what fills it, or that it is a name and written `as_typed`."""
    ours = {
        "absent", "ask", "became", "changed_at", "closed_on", "code", "due_at", "due_on", "effective_on",
        "ends_at", "ends_on", "former", "former_party", "former_told_at", "told_at",
        "invoice_number",
        "document_number",
        "of_number",
        "left_on", "last_day", "link", "members", "minutes", "number", "outcome", "party", "remaining",
        "previous_starts_at", "process_number", "purpose", "received_at", "reference", "relation", "review",
        "signed_on", "starts_at", "successor_number", "total_cents", "valid_until", "charged",
        "from_day", "until_day", "goes_on", "was_to_go_on", "lost", "fits", "why", "side", "because", "which",
        "performed_on", "percent", "net_cents", "former_cents", "lapses_at", "first_on", "review_day",
        "consumer_cents", "former_consumer_cents", "replanned", "still_waiting",
        "draft_ends_at", "signing_ends_at", "renewal_number", "left_out", "paused", "taken",
    }  # fmt: skip
    names = {"organisation", "customer", "person", "asked_by"}
    for language in LANGUAGES:
        words = wording(language)
        texts = [text for kind in words.kinds for text in words.letter(kind)]
        blanks = {blank for text in texts for _, blank, _, _ in string.Formatter().parse(text) if blank}
        assert blanks <= ours | names


def test_what_is_kept_of_a_letter_comes_back_as_what_it_was() -> None:
    """A day that is named otherwise than days are would be told as it is kept."""
    assert read(json.loads(json.dumps(kept(FACTS)))) == FACTS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", ["lost", "charged", "replanned", "still_waiting"])
def test_sessions_without_a_day_or_to_be_paid_for_are_told_of_where_there_are_any(
    language: Language, count: str
) -> None:
    words = wording(language)
    kinds = [one for one in words.kinds if f"{{{count}}}" in words.letter(one)[1]]
    assert kinds
    for kind in kinds:
        none, two = (words.fill(words.letter(kind)[1], FACTS | {count: number}) for number in (0, 2))
        assert ": 0" not in none and ": 2" in two and len(two) > len(none), kind
        assert "[[" not in none + two and "]]" not in none + two, kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_last_moment_is_told_as_pages_tell_it(language: Language) -> None:
    """At midnight by the day that ends then: its date alone would be a day late. An instant from which on is none."""
    words = wording(language)
    last = {kind: re.findall(r"\{due_at:?(\w*)\}", words.letter(kind)[1]) for kind in words.kinds}
    of_last_moments = {kind: forms for kind, forms in last.items() if forms and kind != "plan_overdue"}
    assert of_last_moments
    assert {form for forms in of_last_moments.values() for form in forms} == {"until"}
