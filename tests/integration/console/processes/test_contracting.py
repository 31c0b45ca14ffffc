"""The contract's page: completed with people and clauses, told where somebody said no, and who has signed."""

import re
from typing import Any
from uuid import UUID

from services.messages.contracts import (
    Clause,
    ContractCard,
    DeclineSigning,
    NoticePeriod,
    RefuseConsent,
    ShowContract,
)
from services.messages.directory import AcceptPerson, ShowContacts, ShowPerson
from services.runtime.finland import end_of
from tests.integration.console.arranged import Arranged
from tests.unit.contracts.builders import usual_clauses

NAMES = (("Aino", "Aalto"), ("Eero", "Eskola"))


async def _draft(arranged: Arranged) -> tuple[UUID, str]:
    process_id, number = await arranged.drafted()
    return process_id, f"/processes/{number}/contracting"


async def _card(arranged: Arranged, process_id: UUID) -> ContractCard:
    return await arranged.house.ask(ShowContract(process_id=process_id))


async def _form(arranged: Arranged, process_id: UUID, **other: Any) -> dict[str, Any]:
    """As it is filled in: two members, the clauses as they are usual."""
    card = await _card(arranged, process_id)
    form: dict[str, Any] = {
        "version": card.version,
        "commissioner_id": str(card.parties.commissioner_id),
        "representative": 2,
        "no_show_percent": 50,
        "unit_minutes": 60,
        "payment_days": 21,
        "notice_number": 14,
        "notice_unit": "days",
        "termination_fee_percent": 30,
        "disputes_to": "Suomen työnohjaajat ry (STOry)",
    }
    form |= {f"clause_{clause}": text for clause, text in usual_clauses("fi").items()}
    for row, (given, family) in enumerate(NAMES, 1):
        told = {"given": given, "family": family, "email": f"{given}@jarvi.example", "language": "fi"}
        form |= {f"member_{row}_{part}": value for part, value in told.items()}
    return form | other


async def test_before_the_draft_is_there_the_page_says_so(arranged: Arranged) -> None:
    _id, number = await arranged.matched()
    assert "There is no draft yet" in await arranged.open(f"/processes/{number}/contracting")
    await arranged.send(f"/processes/{number}/contracting", {"version": 1}, status=404)


async def test_a_new_draft_is_filled_with_what_is_usual_in_its_language(arranged: Arranged) -> None:
    _id, path = await _draft(arranged)
    page = await arranged.open(path)
    usual = {clause: text for clause, text in usual_clauses("fi").items() if clause != Clause.PLACE}
    assert all(text.split(".")[0] in page for text in usual.values())
    assert re.search(r'name="clause_place"[^>]*>\s*\S+, lähitapaamisina', page)
    assert "Suomen työnohjaajat ry" in page and 'id="field-member_5_email"' in page
    folded = page.split("More supervisees")
    assert 'id="field-member_6_email"' in folded[1] and 'id="field-member_12_email"' in folded[1]
    assert 'id="field-member_6_email"' not in folded[0]


async def test_a_complete_contract_registers_its_members_and_asks_the_commissioner_to_sign(
    arranged: Arranged,
) -> None:
    process_id, path = await _draft(arranged)
    assert await arranged.send(path, await _form(arranged, process_id)) == path
    card = await _card(arranged, process_id)
    people = await arranged.house.ask(ShowContacts(person_ids=card.parties.supervisee_ids))
    names = {one.person_id: one.name for one in people.people}
    assert sorted(names.values()) == ["Aino Aalto", "Eero Eskola"]
    assert names[card.parties.representative_id] == "Eero Eskola"
    assert (card.status, card.next_party) == ("signing", "commissioner")
    assert (card.terms.no_show_percent, card.terms.unit_minutes, card.terms.payment_days) == (50, 60, 21)
    assert (card.terms.notice, card.terms.termination_fee_percent) == (
        NoticePeriod(unit="days", number=14),
        30,
    )
    page = await arranged.open(path)
    assert "Irtisanomisaika on 14 päivää" in page and "veloitetaan 30 %" in page and "30 %" in page
    assert "Their turn" in page and "has not consented yet" in page and "Complete and ask" not in page
    assert re.search(f'/people/[0-9a-f-]{{36}}/address\\?back={path}"', page)


async def test_what_differs_from_the_proposal_is_looked_at_before_it_is_sent_and_stays_beside_it(
    arranged: Arranged,
) -> None:
    process_id, path = await _draft(arranged)
    why = "Toimisto muutti, ja irtisanomisajasta sovittiin puhelimessa."
    form = await _form(arranged, process_id, differs_because=why, clause_place="Torikatu 1, Joensuu.")
    looked = await arranged.send(path, form | {"act": "look"}, status=200)
    assert (await _card(arranged, process_id)).status == "draft"
    for page in (looked, (await arranged.send(path, form), await arranged.open(path))[1]):
        told = page.split('id="differs"')[1].split("</section>")[0]
        assert why in told and "1 kuukausi" in told and "14 päivää" in told
        assert "lähitapaamisina" not in told and "The place is now exactly:" in told
        assert "Torikatu 1, Joensuu." in told
    assert 'value="Eero"' in looked and "Torikatu 1, Joensuu." in looked.split('name="clause_place"')[1]


async def test_a_half_filled_row_and_an_empty_clause_are_told_at_their_fields(arranged: Arranged) -> None:
    process_id, path = await _draft(arranged)
    wrong = {"member_3_email": "nobody", "clause_place": "", "notice_number": 13, "notice_unit": "months"}
    form = await _form(arranged, process_id, member_2_family="", **wrong)
    page = await arranged.send(path, form, status=422)
    for field in ("member_2_family", "member_3_given", "member_3_email", "clause_place", "notice_number"):
        assert f'href="#field-{field}"' in page and f'id="field-{field}"' in page, field
    assert 'value="Eero"' in page and (await _card(arranged, process_id)).status == "draft"


async def test_somebody_who_stands_twice_and_an_empty_rows_signature_are_refused(arranged: Arranged) -> None:
    """However the address is written: directory says who somebody is."""
    process_id, path = await _draft(arranged)
    for first, second in (("aino@jarvi", "AINO@jarvi"), ("aino@järvi", "Aino@xn--jrvi-loa")):
        typed = {"member_1_email": f"{first}.example", "member_2_email": f"{second}.example"}
        page = await arranged.send(path, await _form(arranged, process_id, **typed), status=422)
        assert 'href="#field-member_2_email"' in page and "named on another row already" in page
    assert (await _card(arranged, process_id)).parties.supervisee_ids == []
    nobody = await _form(arranged, process_id, representative=4)
    assert "Choose somebody who is named on a row." in await arranged.send(path, nobody, status=422)


async def test_after_somebody_said_no_the_reason_is_there_and_the_next_version_can_be_completed(
    arranged: Arranged,
) -> None:
    process_id, path = await _draft(arranged)
    first = await _form(arranged, process_id)
    await arranged.send(path, first)
    said_no = {
        "process_id": process_id,
        "version": 1,
        "party": "commissioner",
        "reason": "Liian lyhyt maksuaika.",
    }
    signer = (await _card(arranged, process_id)).parties.commissioner_id
    now = arranged.house.clock.now()
    await arranged.house.ask(DeclineSigning.model_validate(said_no | {"signer_id": signer, "as_of": now}))
    page = await arranged.open(path)
    assert (
        "Helena Laine did not sign" in page and "Liian lyhyt maksuaika." in page and 'value="Eskola"' in page
    )
    stale = await arranged.send(path, first, status=422)
    assert "The contract has been changed meanwhile." in stale
    await arranged.send(path, first | {"version": 2, "payment_days": 30})
    card = await _card(arranged, process_id)
    assert (card.version, card.status, card.terms.payment_days) == (2, "signing", 30)


async def test_a_contract_under_signature_is_taken_back_corrected_and_sent_again(arranged: Arranged) -> None:
    process_id, path = await _draft(arranged)
    await arranged.send(path, await _form(arranged, process_id))
    assert await arranged.send(f"{path}/again", {"version": 1}) == path
    assert "Write the reason." in await arranged.send(
        f"{path}/take-back", {"version": 1, "reason": " "}, status=422
    ) or "Fill in this field." in await arranged.send(f"{path}/take-back", {"version": 1}, status=422)
    assert await arranged.send(f"{path}/take-back", {"version": 1, "reason": "Väärä hinta."}) == path
    page = await arranged.open(path)
    assert "Taken back to be corrected" in page and "Väärä hinta." in page and 'value="Eskola"' in page
    await arranged.send(path, await _form(arranged, process_id))
    assert (await _card(arranged, process_id)).status == "signing"


async def test_a_process_is_ended_before_its_contract_with_a_reason_and_nothing_more_is_asked(
    arranged: Arranged,
) -> None:
    process_id, path = await _draft(arranged)
    assert "End the process without a contract" in await arranged.open(path)
    faulty = await arranged.send(f"{path}/give-up", {"version": 1, "reason": ""}, status=422)
    assert "Fill in this field." in faulty or "Write the reason." in faulty
    await arranged.send(f"{path}/give-up", {"version": 1, "reason": "Raha loppui."}, "supervisor", status=404)
    over = path.removesuffix("/contracting")
    for _ in range(2):
        assert await arranged.send(f"{path}/give-up", {"version": 1, "reason": "Raha loppui."}) == over
    assert (await _card(arranged, process_id)).status == "given_up"
    late = await arranged.send(path, await _form(arranged, process_id), status=422)
    assert "This process has ended without a contract." in late


async def test_a_member_who_says_no_is_shown_by_name_with_what_can_be_done(arranged: Arranged) -> None:
    process_id, path = await _draft(arranged)
    await arranged.send(path, await _form(arranged, process_id))
    aino, eero = (await _card(arranged, process_id)).parties.supervisee_ids
    said_no = {"process_id": process_id, "version": 1, "person_id": aino, "reason": "En halua mukaan."}
    no = RefuseConsent.model_validate(said_no | {"as_of": arranged.house.clock.now()})
    await arranged.house.ask(no)
    page = await arranged.open(path)
    assert "Aino Aalto does not consent" in page and "En halua mukaan." in page
    assert eero and "Take the contract back" in page


async def test_nobody_but_a_coordinator_completes_a_contract(arranged: Arranged) -> None:
    process_id, path = await _draft(arranged)
    form = await _form(arranged, process_id)
    for role in ("finance", "administrator", "supervisor"):
        await arranged.open(path, role, status=404)
        await arranged.send(path, form, role, status=404)


STEPS = {
    "tier_unit": "days",
    "tier_1_notice": 7,
    "tier_1_percent": 0,
    "tier_2_notice": 2,
    "tier_2_percent": 50,
    "tier_later": 100,
}


async def test_what_cancelling_costs_is_agreed_in_steps_in_the_draft(arranged: Arranged) -> None:
    process_id, path = await _draft(arranged)
    page = await arranged.open(path)
    assert 'id="field-tier_1_notice"' in page and 'name="tier_later" type="text" value="100"' in page
    await arranged.send(path, await _form(arranged, process_id, **STEPS))
    tiers = (await _card(arranged, process_id)).terms.cancellation_tiers
    assert [(one.notice_hours, one.percent) for one in tiers] == [(168, 0), (48, 50), (0, 100)]
    page = await arranged.open(path)
    assert "7 vuorokautta ennen alkua" in page and "48 tuntia ennen alkua" in page


async def test_steps_that_do_not_stand_together_are_told_at_their_fields(arranged: Arranged) -> None:
    process_id, path = await _draft(arranged)
    for wrong, field in (
        ({"tier_2_notice": ""}, "tier_2_notice"),
        ({"tier_2_percent": ""}, "tier_2_percent"),
        ({"tier_1_notice": 31}, "tier_1_notice"),
        ({"tier_2_notice": 7}, "tier_unit"),
        ({"tier_1_percent": 60}, "tier_unit"),
        ({"tier_later": 101}, "tier_later"),
    ):
        form = await _form(arranged, process_id, **(STEPS | wrong))
        assert f'href="#field-{field}"' in await arranged.send(path, form, status=422), field
    assert (await _card(arranged, process_id)).status == "draft"


async def test_who_completes_it_after_its_first_day_reads_that_it_is_past(arranged: Arranged) -> None:
    process_id, path = await _draft(arranged)
    assert "The first day is past" not in await arranged.open(path)
    arranged.house.move_clock(end_of((await _card(arranged, process_id)).terms.starts_on))
    assert "The first day is past" in await arranged.open(path)


async def test_whose_name_is_another_than_the_address_says_is_told_on_their_row(arranged: Arranged) -> None:
    process_id, path = await _draft(arranged)
    card = await _card(arranged, process_id)
    known = await arranged.house.ask(ShowPerson(person_id=card.parties.commissioner_id))
    await arranged.house.ask(AcceptPerson(person_id=known.person_id, as_of=arranged.house.clock.now()))
    taken = {"member_2_given": "Uuno", "member_2_email": known.email}
    told = await arranged.send(path, await _form(arranged, process_id, **taken), status=422)
    assert 'href="#field-member_2_email"' in told and "known here by another name" in told


async def test_who_signs_for_the_commissioner_and_for_a_group_of_others_is_told_where_it_was_chosen(
    arranged: Arranged,
) -> None:
    process_id, path = await _draft(arranged)
    card = await _card(arranged, process_id)
    one = await arranged.house.ask(ShowPerson(person_id=card.parties.commissioner_id))
    row = {"member_2_given": one.given_name, "member_2_family": one.family_name, "member_2_email": one.email}
    told = await arranged.send(path, await _form(arranged, process_id, **row), status=422)
    assert 'href="#field-representative"' in told and "does not sign for the commissioner too" in told
    assert (await _card(arranged, process_id)).status == "draft"
    assert await arranged.send(path, await _form(arranged, process_id, **row, representative=1)) == path
