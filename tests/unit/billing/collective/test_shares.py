"""What of a collective document is each process's: to the cent, whatever is credited in whichever parts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.billing.credits.notes import credit_note, rest
from services.billing.invoices.invoicing import Invoice, Terms, draft
from services.billing.invoices.whose.shares import of_credit, of_invoice
from tests.unit.billing.builders import CUSTOMER, ISSUED_ON, NUMBER, SELLER, an_item, lines

PROCESSES = [UUID(int=at) for at in range(1, 5)]
ITEMS = st.lists(
    st.tuples(st.integers(1, 40_000), st.sampled_from(["S", "AA"]), st.sampled_from(PROCESSES)),
    min_size=1,
    max_size=12,
)


def collective(items: list[tuple[int, str, UUID]]) -> tuple[Invoice, dict[str, UUID]]:
    """Cents, category, and whose."""
    made = lines(*(an_item(at, cents=cents, category=vat) for at, (cents, vat, _) in enumerate(items)))
    whose = {line.item_id: whose for line, (_, _, whose) in zip(made, items, strict=True)}
    named = [replace(line, process_number=f"TO-{whose[line.item_id].int}") for line in made]
    return draft(named, SELLER, CUSTOMER, Terms("", 14), NUMBER, ISSUED_ON), whose


def test_three_sessions_at_95_euros_of_three_processes_come_to_the_invoice_of_all_three() -> None:
    invoice, whose = collective([(9500, "S", process) for process in PROCESSES[:3]])
    shares = of_invoice(invoice.lines, whose)
    assert [one.gross_cents for one in shares.values()] == [11923, 11922, 11923]
    assert invoice.totals.gross_cents == 35768


@given(ITEMS)
def test_the_shares_come_to_the_total(items: list[tuple[int, str, UUID]]) -> None:
    invoice, whose = collective(items)
    shares = of_invoice(invoice.lines, whose)
    assert sum(one.gross_cents for one in shares.values()) == invoice.totals.gross_cents
    assert {one: share.lines for one, share in shares.items()} == {
        one: list(whose.values()).count(one) for one in set(whose.values())
    }


@given(ITEMS, st.data())
def test_credits_that_end_in_the_whole_come_to_each_ones_share(
    items: list[tuple[int, str, UUID]], data: st.DataObject
) -> None:
    invoice, whose = collective(items)
    left = Counter({one: share.gross_cents for one, share in of_invoice(invoice.lines, whose).items()})
    before: Counter[str] = Counter()
    for is_last in (False, False, True):
        parts = (
            {} if is_last else data.draw(st.fixed_dictionaries({}, optional=some_of(rest(invoice, before))))
        )
        if not (parts or (is_last and rest(invoice, before))):
            continue
        note = credit_note(invoice, before, parts, SELLER, NUMBER, ISSUED_ON)
        shares = of_credit(invoice.lines, note.lines, before, whose)
        assert sum(one.gross_cents for one in shares.values()) == note.totals.gross_cents
        touched = {whose[line.item_id] for line in note.lines}
        assert {one for one, share in shares.items() if share.lines} == touched
        left.subtract({one: share.gross_cents for one, share in shares.items()})
        before.update({line.item_id: line.net_cents for line in note.lines})
    assert set(left.values()) == {0}


def some_of(left: Mapping[str, int]) -> dict[str, st.SearchStrategy[int]]:
    return {item: st.integers(1, cents) for item, cents in left.items()}
