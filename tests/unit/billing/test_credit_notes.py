"""Credit notes: parts come to exactly the VAT of the whole, more than the rest is refused, the original is named."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.billing.credits.notes import credit_note, rest
from services.billing.documents.electronic import formats
from services.billing.documents.paper import paper_of
from services.billing.documents.pdf import invoice_pdf
from services.billing.invoices.invoicing import Invoice
from services.billing.invoices.semantic import checks
from services.billing.invoices.semantic.making import semantic
from services.billing.invoices.wording import CREDIT_WORDS, WORDS
from services.messages.billing import ItemKind
from services.runtime.commands.refusal import Refusal
from tests.searching import examples
from tests.unit.billing.builders import SELLER, an_invoice, an_item

ON = date(2027, 6, 15)
THREE = an_invoice(*(an_item(number, date(2027, 5, number)) for number in (1, 2, 3)))


def credited(original: Invoice, *parts: dict[str, int]) -> list[Invoice]:
    """One note after the other."""
    before: dict[str, int] = {}
    made = []
    for at, part in enumerate(parts, start=1001):
        note = credit_note(original, before, part, SELLER, at, ON)
        for line in note.lines:
            before[line.item_id] = before.get(line.item_id, 0) + line.net_cents
        made.append(note)
    return made


def test_three_sessions_at_95_euros_one_by_one_come_to_the_vat_of_all_three() -> None:
    notes = credited(THREE, *({f"item-{number}": 9500} for number in (1, 2, 3)))
    assert [note.totals.vat_cents for note in notes] == [2423, 2422, 2423]
    assert sum(note.totals.vat_cents for note in notes) == THREE.totals.vat_cents == 7268


@pytest.mark.parametrize(
    ("halves", "each", "left"),
    [((26500,), [(26500, 6758)], (53000, 13515)), ((13250, 13250), [(13250, 3379)] * 2, (53000, 13515))],
)
def test_of_three_sessions_at_265_euros_one_is_credited_whole_or_in_two_halves_to_the_same_cent(
    halves: tuple[int, ...], each: list[tuple[int, int]], left: tuple[int, int]
) -> None:
    three = an_invoice(*(an_item(number, date(2027, 5, number), 26500) for number in (1, 2, 3)))
    assert (three.totals.net_cents, three.totals.vat_cents, three.totals.gross_cents) == (79500, 20273, 99773)
    notes = credited(three, *({"item-2": one} for one in halves))
    assert [(one.totals.net_cents, one.totals.vat_cents) for one in notes] == each
    rest = [three.totals.net_cents, three.totals.vat_cents]
    assert (rest[0] - sum(one[0] for one in each), rest[1] - sum(one[1] for one in each)) == left
    with pytest.raises(Refusal, match="credited_too_much"):
        credited(three, *({"item-2": one} for one in halves), {"item-2": 1})


def test_all_of_it_is_the_invoice_as_it_was_with_the_original_named() -> None:
    [note] = credited(THREE, {})
    assert (note.lines, note.totals) == (THREE.lines, THREE.totals)
    terms = semantic(note, "fi")
    assert (terms.number, terms.type_code, terms.preceding and terms.preceding.number) == (
        "H1001",
        "381",
        str(THREE.number),
    )


@pytest.mark.parametrize(
    ("before", "wanted", "code"),
    [
        ({}, {"item-1": 9501}, "credited_too_much"),
        ({"item-1": 9000}, {"item-1": 501}, "credited_too_much"),
        ({"item-1": 9500}, {"item-1": 1}, "credited_too_much"),
        ({}, {"item-9": 1}, "unknown_item"),
        ({f"item-{number}": 9500 for number in (1, 2, 3)}, {}, "nothing_to_credit"),
    ],
)
def test_more_than_is_left_is_refused(before: dict[str, int], wanted: dict[str, int], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        credit_note(THREE, before, wanted, SELLER, 1001, ON)
    assert refused.value.code == code


def test_of_an_invoice_with_a_trials_credit_no_more_is_credited_than_was_to_be_paid() -> None:
    trial = an_invoice(an_item(1), an_item(2, kind=ItemKind.TRIAL_CREDIT, cents=4000))
    with pytest.raises(Refusal, match="credited_too_much"):
        credit_note(trial, {}, {"item-1": 9500}, SELLER, 1001, ON)
    with pytest.raises(Refusal, match="credited_too_much"):
        credit_note(trial, {}, {"item-2": -1000}, SELLER, 1001, ON)
    [note] = credited(trial, {})
    assert note.totals == trial.totals


items = st.builds(
    an_item,
    number=st.just(1),
    performed_on=st.dates(date(2024, 1, 1), date(2027, 5, 31)),
    cents=st.integers(100, 99_999),
    percent=st.integers(1, 100),
    category=st.sampled_from(["S", "AA"]),
)


@settings(max_examples=examples(3), derandomize=True)
@given(st.lists(items, min_size=1, max_size=5), st.data())
def test_any_parts_that_end_in_the_whole_come_to_its_vat_and_each_document_reads_back(
    found: list, data: st.DataObject
) -> None:
    original = an_invoice(
        *(
            an_item(at, one.performed_on, one.unit_price_cents, one.percent, category=one.vat_category)
            for at, one in enumerate(found, start=1)
        )
    )
    before: dict[str, int] = {}
    notes = []
    for at in range(data.draw(st.integers(0, 4))):
        left = rest(original, before)
        item = data.draw(st.sampled_from(sorted(left)))
        part = {item: data.draw(st.integers(1, left[item]))}
        note = credit_note(original, before, part, SELLER, 1001 + at, ON)
        before[item] = before.get(item, 0) + part[item]
        notes.append(note)
        if not rest(original, before):
            break
    if rest(original, before):
        notes.append(credit_note(original, before, {}, SELLER, 2001, ON))
    assert sum(note.totals.vat_cents for note in notes) == original.totals.vat_cents
    assert sum(note.totals.gross_cents for note in notes) == original.totals.gross_cents
    for note in notes:
        terms = semantic(note, "sv")
        assert checks.faults(terms) == []
        for wanted in ("finvoice", "peppol"):
            formats.document(terms, wanted)  # which reads it back


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_paper_is_made_in_each_language(language) -> None:
    [note] = credited(THREE, {"item-1": 4750})
    assert invoice_pdf(note, language).startswith(b"%PDF")
    assert note.lines[0].unit_price_cents == 4750 and note.totals.vat_cents == 1211
    assert note.totals.groups[0].rate == Decimal("25.5")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_credit_note_has_words_of_its_own_for_all_that_names_the_document(language) -> None:
    [note] = credited(THREE, {"item-1": 4750})
    paper, of_invoices = (
        paper_of(semantic(note, language), language),
        paper_of(semantic(THREE, language), language),
    )
    theirs, ours = dict(paper["facts"]), dict(of_invoices["facts"])
    assert WORDS[language]["number"] in ours and WORDS[language]["number"] not in theirs
    own = CREDIT_WORDS[language]
    assert theirs[own["number"]] == "H1001" and own["issued_on"] in theirs
    assert {paper["heading"], paper["words"]["recipient"], paper["totals"][-1][0]} == {
        own["invoice"],
        own["recipient"],
        own["gross_total"],
    }


def test_what_a_credit_note_says_otherwise_is_said_in_every_language() -> None:
    assert len({frozenset(words) for words in CREDIT_WORDS.values()}) == 1
    for language, own in CREDIT_WORDS.items():
        assert own.keys() <= WORDS[language].keys()
        assert all(text and text != WORDS[language][name] for name, text in own.items())
