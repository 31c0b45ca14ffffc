"""A private person who comes herself: what her letters say of ending it, in each language."""

from uuid import UUID, uuid4

import pytest

from services.messages.contracts import Parties
from services.messages.directory import RegisterOrganisation
from services.messages.intake import ScreeningDecided, ScreeningOutcome
from services.messages.sessions import ReviewDone, SeriesCutShort
from services.messages.values import Address, Party
from tests.house import House
from tests.integration.notices.builders import FIRST, NOW, Commission, coordinator, say
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


@pytest.mark.parametrize("alone", [True, False])
async def test_who_is_both_customer_and_supervisee_is_no_two_parties_in_a_letter(
    notices: House, commission: Commission, mailbox: Mailbox, alone: bool
) -> None:
    await coordinator(notices)
    people = commission.people
    members = [people["contact"]] if alone else [people["member"], people["medlem"]]
    parties = Parties(
        commissioner_id=people["contact"],
        representative_id=members[0],
        supervisee_ids=members,
        supervisor_id=people["supervisor"],
    )
    signed = commission.signed().model_copy(update={"version": 2, "parties": parties})
    there = {"attendee_ids": [*members, people["supervisor"]]}
    await say(notices, commission.received(), signed, commission.planned(1).model_copy(update=there))
    mailbox.mails.clear()
    told = {"process_id": commission.process_id, "by": Party.COMMISSIONER, "last_day": FIRST.date()}
    who = {"session_ids": commission.sessions, **there}
    how = {"fee_percent": 0, "review_by": FIRST.date()}
    await say(notices, SeriesCutShort.model_validate(told | who | how))
    for reader in ("contact", "coordinator"):
        [mail] = mailbox.to(f"{reader}@kunta.example")
        words = " ".join(words_of(mail).split())
        assert f"Irtisanoja: {'asiakas' if alone else 'tilaaja'} " in words, words
        assert "sopimuksen osapuolet katsovat yhdessä" in words and "ohjattavat" not in words
        of_staff = reader == "coordinator"
        assert ("ota yhteyttä koordinaattoriin" not in words) is of_staff
        assert ("ne luetellaan alla" in words) is (alone and not of_staff)
    theirs = " ".join(words_of(mailbox.to("supervisor@kunta.example")[0]).split())
    assert f"Terminated by: the {'customer' if alone else 'commissioner'} " in theirs
    assert "they are listed below" in theirs


@pytest.mark.parametrize("alone", [True, False])
async def test_who_is_alone_is_asked_whether_the_coordinator_reads_the_review(
    notices: House, commission: Commission, mailbox: Mailbox, alone: bool
) -> None:
    """They are the customer themselves, who reads it anyway."""
    people = commission.people
    members = [people["member"]] if alone else [people["member"], people["medlem"]]
    signed = commission.signed()
    one_person = {"commissioner_id": people["member"], "supervisee_ids": members}
    parties = signed.parties.model_copy(update=one_person)
    there = {"attendee_ids": [*members, people["supervisor"]]}
    planned = commission.planned(1).model_copy(update=there)
    await say(notices, commission.received(), signed.model_copy(update={"parties": parties}), planned)
    mailbox.mails.clear()
    done = {"process_id": commission.process_id, "kind": "final", "benefit": True, "wants_to_continue": True}
    await say(notices, ReviewDone.model_validate(done | {"asked": [people["member"]]}))
    [asked] = mailbox.mails
    assert f"Saako {'koordinaattori' if alone else 'tilaaja'} lukea arvioinnin?" in str(asked["Subject"])
    assert ("Tilaaja ja koordinaattori lukevat" in words_of(asked)) is not alone
