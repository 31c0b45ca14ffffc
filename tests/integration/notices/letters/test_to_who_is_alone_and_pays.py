"""A private person who comes herself: what her letters say of ending it, in each language."""

from uuid import UUID, uuid4

import pytest

from services.messages.directory import RegisterOrganisation
from services.messages.intake import ScreeningDecided, ScreeningOutcome
from services.messages.values import Address
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox, words_of


async def customer_themselves(notices: House, commission: Commission, person_id: UUID) -> None:
    order = RegisterOrganisation(
        organisation_id=uuid4(),
        person_id=person_id,
        kind="private_person",
        language="fi",
        address=Address(street="Kotikatu 1", postal_code="33100", town="Tampere"),
        invoice_email="koti@koti.example",
        as_of=NOW,
    )
    card = await notices.ask(order)
    decided = {
        "process_id": commission.process_id,
        "outcome": ScreeningOutcome.SUPERVISION,
        "reminders_at": [],
        "organisation_id": card.organisation_id,
        "decided_at": NOW,
    }
    await say(notices, commission.received(), ScreeningDecided.model_validate(decided))


@pytest.mark.parametrize(
    ("name", "ends", "leaves"),
    [
        ("member", "Jos haluat lopettaa työnohjauksen: ", "Jos et enää halua osallistua: "),
        ("medlem", "Om du vill avsluta arbetshandledningen: ", "Om du inte längre vill delta: "),
    ],
)
async def test_who_is_the_customer_ends_it_and_does_not_leave(
    notices: House, commission: Commission, mailbox: Mailbox, name: str, ends: str, leaves: str
) -> None:
    await customer_themselves(notices, commission, commission.people[name])
    await say(notices, commission.planned(1))
    own = f"{notices.address('portal')}/processes/TO-1007"
    theirs = [words_of(one) for one in mailbox.to(f"{name}@kunta.example")]
    assert any(f"{ends}{own}/terminate" in one for one in theirs), theirs
    assert not any(leaves in one or "/leave" in one for one in theirs)
    [other] = {"member", "medlem"} - {name}
    others = [words_of(one) for one in mailbox.to(f"{other}@kunta.example")]
    assert any(f"{own}/leave" in one for one in others), others
    assert not any("/terminate" in one for one in others)


@pytest.mark.parametrize("alone", [True, False])
async def test_who_acts_for_a_firm_and_takes_part_alone_ends_it(
    notices: House, commission: Commission, mailbox: Mailbox, alone: bool
) -> None:
    """An entrepreneur: the customer is no private person, and there is nobody whom they could leave behind."""
    people = commission.people
    members = [people["member"]] if alone else [people["member"], people["medlem"]]
    signed = commission.signed()
    parties = signed.parties.model_copy(
        update={"commissioner_id": people["member"], "supervisee_ids": members}
    )
    await say(notices, commission.received(), signed.model_copy(update={"parties": parties}))
    mailbox.mails.clear()
    there = {"attendee_ids": [*members, people["supervisor"]]}
    await say(notices, commission.planned(1).model_copy(update=there))
    words = [words_of(one) for one in mailbox.to("member@kunta.example")]
    assert any("/terminate" in one for one in words) is alone
    assert any("/leave" in one for one in words) is not alone
