"""A renewal's draft: what it costs, what a coordinator may change in it, who may go on, and until when it is signed."""

from datetime import date, timedelta

import pytest

from services.messages.contracts import (
    Clause,
    ContractCard,
    ContractExpired,
    PreviewRenewal,
    ShowContractText,
)
from services.messages.values import LengthPrice, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import start_of
from tests.integration.contracts.builders import (
    COMMISSIONER,
    MEMBERS,
    STRANGER,
    SUCCESSOR,
    completion,
    draft,
    drafted,
    end,
    expiry,
    renew,
    said,
    show,
    signed,
)
from tests.integration.intake.builders import price

NEXT_YEAR = date(2028, 1, 1)


async def code(house, order) -> str:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code


async def renewal(house) -> ContractCard:
    """The draft that follows on a year to 2027-12-10."""
    card = await signed(house)
    await renew(house, card.process_id)
    await house.ask(end(card.process_id))
    shown: ContractCard = await house.ask(draft(SUCCESSOR, renews=card.process_id))
    return shown


async def test_a_renewal_costs_what_the_list_says_on_its_first_day(contracts):
    card = await signed(contracts)
    await contracts.ask(price(28000, valid_from=date(2027, 12, 1)))
    await contracts.ask(price(99900, valid_from=NEXT_YEAR))
    await contracts.ask(price(19000, duration_minutes=60, valid_from=date(2027, 12, 11)))
    renewed = await contracts.ask(draft(SUCCESSOR, renews=card.process_id))
    assert (card.terms.price_cents, renewed.terms.price_cents) == (17500, 28000)
    assert LengthPrice(minutes=60, price_cents=19000) in renewed.terms.length_prices


async def test_what_would_follow_is_shown_before_anybody_chooses_with_the_price_to_those_who_see_it(
    contracts,
):
    card = await signed(contracts)
    await contracts.ask(price(28000, valid_from=date(2027, 12, 1)))
    for role, who, cents in (
        (Role.COMMISSIONER, COMMISSIONER, 28000),
        (Role.SUPERVISEE, MEMBERS[0], 0),
    ):
        customer = card.terms.organisation_id if role is Role.COMMISSIONER else None
        viewer = Viewer(person_id=who, role=role, organisation_id=customer)
        shown = await contracts.ask(PreviewRenewal(process_id=card.process_id, viewer=viewer))
        assert (shown.terms.price_cents, shown.prices_hidden) == (cents, cents == 0)
        assert (shown.terms.starts_on, shown.terms.duration_minutes) == (
            card.terms.ends_on + timedelta(days=1),
            card.terms.duration_minutes,
        )
    await renew(contracts, card.process_id)
    drafted_then = await contracts.ask(draft(SUCCESSOR, renews=card.process_id))
    own = Viewer(person_id=COMMISSIONER, role=Role.COORDINATOR)
    shown = await contracts.ask(PreviewRenewal(process_id=card.process_id, viewer=own))
    assert shown.terms == drafted_then.terms.model_copy(update={"promises": shown.terms.promises})
    stranger = PreviewRenewal(
        process_id=card.process_id, viewer=Viewer(person_id=STRANGER, role=Role.SUPERVISEE)
    )
    assert await code(contracts, stranger) == "unknown_process"


async def test_a_coordinator_changes_length_interval_price_and_end_in_the_draft(contracts):
    await renewal(contracts)
    await contracts.ask(price(19000, duration_minutes=60))
    by_hand = {"base_interval_days": 28, "ends_on": date(2028, 6, 15)}
    changed = await contracts.ask(completion(SUCCESSOR, **by_hand, duration_minutes=60, price_cents=18000))
    terms = changed.terms
    assert (terms.base_interval_days, terms.ends_on) == (28, date(2028, 6, 15))
    assert (terms.duration_minutes, terms.price_cents, terms.sessions_agreed) == (60, 18000, None)


async def test_as_many_sessions_as_were_counted_by_other_days_are_agreed_and_their_ceiling_is_signed(
    contracts,
):
    await renewal(contracts)
    order = completion(SUCCESSOR, ends_on=date(2028, 6, 15), sessions_agreed=8)
    card = await contracts.ask(order)
    assert (card.terms.ends_on, card.terms.sessions_agreed) == (date(2028, 6, 15), 8)
    assert (await contracts.ask(order)).terms == card.terms
    own = Viewer(person_id=COMMISSIONER, role=Role.COORDINATOR)
    paper = await contracts.ask(ShowContractText(process_id=SUCCESSOR, viewer=own))
    told = {one.clause: one.text.replace("\xa0", " ") for one in paper.clauses}
    assert "Tapaamisia sovitaan pidettäväksi enintään 8." in told[Clause.DURATION_AND_AMOUNT]
    assert "Enintään 8 tapaamista maksaa yhteensä enintään 1 400,00 €" in told[Clause.PRICE_AND_PAYMENT]


async def test_another_length_costs_what_the_list_says_of_it(contracts):
    await renewal(contracts)
    await contracts.ask(price(19000, duration_minutes=60))
    order = completion(SUCCESSOR, duration_minutes=60)
    terms = (await contracts.ask(order)).terms
    assert (terms.duration_minutes, terms.price_cents) == (60, 19000)
    assert (await contracts.ask(order)).terms == terms


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"ends_on": date(2027, 12, 1)}, "ends_before_start"),
        ({"ends_on": date(2033, 12, 1)}, "term_too_long"),
        ({"duration_minutes": 75}, "price_missing"),
        ({"price_cents": 0}, "price_of_nothing"),
    ],
)
async def test_what_cannot_be_changed_so_leaves_the_draft_as_it_was(contracts, change, refused):
    before = await renewal(contracts)
    assert await code(contracts, completion(SUCCESSOR, **change)) == refused
    assert (await show(contracts, SUCCESSOR)).terms == before.terms


async def test_what_was_accepted_is_not_changed_in_the_draft(contracts):
    process_id = await drafted(contracts)
    for change in ({"price_cents": 1}, {"sessions_agreed": 3}):
        assert await code(contracts, completion(process_id, **change)) == "not_a_renewal"


async def test_nobody_goes_on_whose_credentials_end_before_the_first_day(contracts):
    card = await renewal(contracts)
    ends = "update credential set valid_until = '2027-12-10' where supervisor_id = $1"
    await contracts.rows("directory", ends, card.parties.supervisor_id)
    assert await code(contracts, completion(SUCCESSOR)) == "supervisor_not_eligible"


async def test_a_renewal_that_nobody_signs_ends_when_its_first_day_is_near(contracts):
    await renewal(contracts)
    completed = await contracts.ask(completion(SUCCESSOR))
    assert completed.status == "signing"
    over = start_of(date(2027, 12, 11))
    found = await contracts.ask(expiry(SUCCESSOR, over - timedelta(minutes=1)))
    assert (found.status, found.expires_at) == ("signing", over)
    assert (await contracts.ask(expiry(SUCCESSOR, over))).status == "expired"
    [event] = await said(contracts, ContractExpired)
    assert event.process_id == SUCCESSOR


async def test_its_paper_names_no_closer_start_for_people_who_have_met_before(contracts):
    card = await renewal(contracts)
    await contracts.ask(completion(SUCCESSOR))

    async def amount(process_id) -> str:
        viewer = Viewer(person_id=STRANGER, role=Role.COORDINATOR)
        text = await contracts.ask(ShowContractText(process_id=process_id, viewer=viewer))
        [told] = [one.text for one in text.clauses if one.clause is Clause.DURATION_AND_AMOUNT]
        return str(told)

    days = card.terms.base_interval_days
    closer = card.terms.promises.first_gap(days)
    assert closer < days
    assert f"väli on {closer} päivää" in await amount(card.renews)
    assert f"Tapaamisten väli on vähintään {days} päivää." in await amount(SUCCESSOR)
