"""One person's two entries become one: her things stay hers everywhere, and nobody gains what is not theirs.

The tests share a year, and each merges entries of its own.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages import directory
from services.messages.contracts import ContractSigned, ShowContract
from services.messages.operations import ListAccess
from services.messages.sessions import LeaveGroup, ListGoals, ListMySessions, ReadNote, ShowGroup, WriteNote
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.console.in_series import InSeries, in_series
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS
from tests.integration.directory.builders import NOW, person, relate
from tests.integration.sessions.builders import goal, held, viewer
from tests.visitor import asked_at_a_door, visitor


@pytest.fixture(scope="module")
async def year(shared_house: House) -> AsyncIterator[InSeries]:
    year = await in_series(shared_house)
    await shared_house.open("portal")
    yield year


async def ordered(year: InSeries, kept: UUID, absorbed: UUID, **facts: Any) -> directory.MergePeople:
    """By the coordinator, unless somebody else is said."""
    card = await year.house.ask(directory.ShowPerson(person_id=absorbed))
    told = {"kept_id": kept, "absorbed_id": absorbed, "absorbed_email": card.email, "as_of": NOW}
    told |= {"merged_by": year.arranged.staff["coordinator"]} | facts
    return directory.MergePeople.model_validate(told)


async def merge(year: InSeries, kept: UUID, absorbed: UUID, **facts: Any) -> None:
    """Until every service has heard of it."""
    await year.house.ask(await ordered(year, kept, absorbed, **facts))
    await year.house.quiet()


async def goals(year: InSeries, by: UUID, role: Role = Role.SUPERVISEE, of: UUID | None = None) -> list[str]:
    query = ListGoals(process_id=year.process_id, viewer=viewer(by, role, of))
    return [one.text for one in (await year.house.ask(query)).goals]


async def customer(year: InSeries) -> UUID:
    return (await year.house.ask(ShowContract(process_id=year.process_id))).terms.organisation_id


async def test_whoever_stood_twice_in_a_group_stands_in_it_once_and_keeps_what_she_said(
    year: InSeries,
) -> None:
    kept, absorbed = MEMBERS[1], MEMBERS[2]
    await year.house.ask(goal(year.process_id, "Hers, at the old address", set_by=absorbed))
    first = await year.first()
    year.move_clock(first.ends_at)
    await year.house.ask(held(first, year.arranged.staff["supervisor"], present=MEMBERS[:4]))
    await merge(year, kept, absorbed)
    rows = await year.house.rows("sessions", "SELECT person_id FROM group_member ORDER BY place")
    assert [one["person_id"] for one in rows] == [one for one in MEMBERS if one != absorbed]
    there = await year.house.rows("sessions", "SELECT person_id FROM attendance")
    assert {one["person_id"] for one in there} == set(MEMBERS[:4]) - {absorbed}
    paper = await year.house.ask(ShowContract(process_id=year.process_id))
    assert absorbed not in paper.parties.supervisee_ids and kept in paper.parties.supervisee_ids
    assert await goals(year, kept) == await goals(year, absorbed) == ["Hers, at the old address"]


async def test_hr_who_is_a_member_too_sees_in_each_role_what_that_role_sees_and_no_note(
    year: InSeries,
) -> None:
    """Her employer's other people see nothing more than before."""
    supervisor, own = year.arranged.staff["supervisor"], await customer(year)
    session_id = (await year.first()).session_id
    await year.house.ask(
        WriteNote(session_id=session_id, author_id=supervisor, text="Kanarialintu", as_of=NOW)
    )
    said = await goals(year, MEMBERS[3])
    await merge(year, COMMISSIONER, MEMBERS[3])
    assert await goals(year, COMMISSIONER) == said
    for person_id in (COMMISSIONER, uuid4()):
        assert await goals(year, person_id, Role.COMMISSIONER, own) == []
    mine = await year.house.ask(
        ListMySessions(viewer=viewer(COMMISSIONER, Role.SUPERVISEE), from_=NOW, until=NOW.replace(year=2028))
    )
    assert session_id in {one.session_id for one in mine.sessions}
    for role in (Role.COMMISSIONER, Role.SUPERVISEE, Role.SUPERVISOR):
        with pytest.raises(Refusal, match="unknown_note"):
            await year.house.ask(ReadNote(session_id=session_id, viewer=viewer(COMMISSIONER, role, own)))
    read = ReadNote(session_id=session_id, viewer=viewer(supervisor, Role.SUPERVISOR))
    assert (await year.house.ask(read)).text == "Kanarialintu"


async def test_the_old_sign_in_ends_and_who_opened_what_tells_of_both_entries(year: InSeries) -> None:
    kept, absorbed = await person(year.house, "Kerttu"), MEMBERS[4]
    path = f"/processes/{year.number}"
    async with await visitor(year.house, "portal", absorbed) as browser:
        assert (await browser.get(path)).status_code == 200
        await merge(year, kept, absorbed)
        gone = await browser.get(path)
        assert (gone.status_code, gone.headers["location"].partition("?")[0]) == (303, "/sign-in")
    async with await visitor(year.house, "portal", kept) as browser:
        assert (await browser.get(path)).status_code == 200
    query = ListAccess(viewer=viewer(kept, Role.SUPERVISEE), person_id=kept)
    lines = (await asked_at_a_door(year.house, query, "portal")).lines
    assert [one.act for one in lines if one.process_id == year.process_id] == ["opened_process"] * 2


async def test_the_same_two_the_other_way_round_are_refused_not_answered_as_done(year: InSeries) -> None:
    kept, absorbed = [await person(year.house, name) for name in ("Hanna", "Hannah")]
    order = await ordered(year, kept, absorbed)
    other_way = await ordered(year, absorbed, kept)
    await year.house.ask(order)
    assert (await year.house.ask(order)).person_id == kept
    with pytest.raises(Refusal, match="merged_already"):
        await year.house.ask(other_way)
    await year.house.quiet()


async def test_what_is_said_late_of_the_entry_that_is_gone_is_said_of_the_one_that_stays(
    year: InSeries,
) -> None:
    """An order, and an event that names both."""
    kept, absorbed = [await person(year.house, name) for name in ("Liisa", "Lisa")]
    await merge(year, kept, absorbed)
    paper = await year.house.ask(ShowContract(process_id=year.process_id))
    parties = paper.parties.model_copy(
        update={"representative_id": absorbed, "supervisee_ids": [absorbed, kept]}
    )
    late = ContractSigned(
        renews=None,
        continuation_reminders_at=[],
        ends_at=NOW.replace(year=2028),
        process_id=uuid4(),
        version=1,
        terms=paper.terms,
        parties=parties,
        signed_at=NOW,
        paper_sha256="0" * 64,
    )
    await year.house.say("contracts", late)
    await year.house.quiet()
    there = await year.house.rows(
        "sessions", "SELECT person_id FROM group_member WHERE process_id = $1", late.process_id
    )
    assert [one["person_id"] for one in there] == [kept]
    await year.house.ask(goal(late.process_id, "Late", set_by=absorbed, as_of=NOW))
    by = await year.house.rows("sessions", "SELECT set_by FROM goal WHERE process_id = $1", late.process_id)
    assert [one["set_by"] for one in by] == [kept]


async def test_two_who_merge_a_pair_the_other_way_round_or_twice_at_once_leave_one(year: InSeries) -> None:
    """Who comes second is told that it is the other one that stayed, not that theirs did."""
    one, other = [await person(year.house, name) for name in ("Outi", "Outi-Maria")]
    orders = [await ordered(year, *pair) for pair in ((one, other), (other, one), (one, other))]
    answers = await asyncio.gather(*map(year.house.ask, orders), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    assert refused and {getattr(answer, "code", None) for answer in refused} == {"merged_already"}
    stays = {answer.person_id for answer in answers if not isinstance(answer, BaseException)}
    assert len(stays) == 1 and stays <= {one, other}
    shown = [await year.house.ask(directory.ShowPerson(person_id=each)) for each in (one, other)]
    assert {card.person_id for card in shown} == stays
    entries = directory.ListMergedEntries(person_id=one, asked_by=year.arranged.staff["coordinator"])
    assert len((await year.house.ask(entries)).entries) == 1


async def test_an_entry_that_was_merged_into_one_that_is_merged_again_leads_to_the_last(
    year: InSeries,
) -> None:
    first, second, third = [await person(year.house, name) for name in ("Anu", "Anna", "Annukka")]
    await merge(year, second, first)
    await merge(year, third, second)
    for one in (first, second):
        assert (await year.house.ask(directory.ShowPerson(person_id=one))).person_id == third
    by = year.arranged.staff["coordinator"]
    taken_in = await year.house.ask(directory.ListMergedEntries(person_id=first, asked_by=by))
    assert [one.given_name for one in taken_in.entries] == ["Anna", "Anu"]
    typed = {"person_id": uuid4(), "given_name": "Anu", "family_name": "Laine", "language": "fi"}
    again = directory.RegisterPerson.model_validate(typed | {"email": "anu@example.org", "as_of": NOW})
    assert (await year.house.ask(again)).person_id == third
    assert (await year.house.ask(directory.FindPerson(email="anu@example.org"))).person is None


async def test_a_merge_gives_nobody_what_whoever_merges_could_not_give(year: InSeries) -> None:
    own = await customer(year)
    staff = year.arranged.staff
    coordinator, administrator = staff["coordinator"], staff["administrator"]
    hr, nobody, ours = [await person(year.house, name) for name in ("Heli", "Niilo", "Oskari")]
    await relate(year.house, hr, "hr", own)
    await relate(year.house, ours, "finance")
    tried = [
        (coordinator, ours, nobody, "not_yours_to_merge"),
        (coordinator, nobody, administrator, "not_yours_to_merge"),
        (coordinator, staff["supervisor"], nobody, "not_yours_to_merge"),
        (coordinator, coordinator, nobody, "own_entry"),
        (administrator, nobody, administrator, "own_entry"),
        (administrator, nobody, hr, "not_yours_to_give"),
        (administrator, nobody, staff["supervisor"], "card_stays"),
        (administrator, staff["supervisor"], MEMBERS[0], "opposite_parts"),
        (staff["finance"], nobody, hr, "not_yours_to_merge"),
        (hr, nobody, MEMBERS[0], "not_yours_to_merge"),
        (nobody, hr, MEMBERS[0], "not_yours_to_merge"),
    ]
    for by, kept, absorbed, code in tried:
        with pytest.raises(Refusal, match=code):
            await year.house.ask(await ordered(year, kept, absorbed, merged_by=by))
    with pytest.raises(Refusal, match="address_not_theirs"):
        await year.house.ask(await ordered(year, hr, nobody, absorbed_email="other@example.org"))
    with pytest.raises(Refusal, match="unknown_person"):
        await year.house.ask((await ordered(year, hr, nobody)).model_copy(update={"absorbed_id": uuid4()}))
    await merge(year, ours, nobody, merged_by=administrator)


async def test_whoever_waits_to_be_let_in_gets_no_role_by_a_merge_before_its_time(year: InSeries) -> None:
    """And whoever has the role already, with the other entry, waits no more."""
    own = await customer(year)
    hr, stranger = [await person(year.house, name) for name in ("Hilkka", "Hilkka-Maria")]
    await relate(year.house, hr, "hr", own)
    now = year.house.clock.now()
    process_id, _number = await year.arranged.asked(contact_email="hilkka-maria@example.org")
    asked = {"process_id": process_id, "person_id": stranger, "organisation_id": own, "as_of": now}
    await year.house.ask(directory.AskAdmission.model_validate(asked))
    with pytest.raises(Refusal, match="not_yours_to_give"):
        await year.house.ask(await ordered(year, stranger, hr, as_of=now))
    await merge(year, hr, stranger, as_of=now)
    assert not (await year.house.ask(directory.ShowRelations(person_id=hr))).waits


async def test_both_are_shown_side_by_side_typed_confirmed_and_the_old_page_leads_to_the_new(
    year: InSeries,
) -> None:
    own, language = await customer(year), "en"
    kept, absorbed = [await person(year.house, name) for name in ("Tiina", "Tiina-Maria")]
    await relate(year.house, absorbed, "payer", own)
    async with await year.browser("coordinator", language) as browser:
        one = await browser.get("/people/merge", params={"person_id": str(kept)})
        assert "tiina@example.org" in one.text
        wrong = {"kept_email": "tiina@example.org", "absorbed_email": "nobody@example.org"}
        assert "Nobody here has this address." in (await browser.post("/people/merge", data=wrong)).text
        found = wrong | {"absorbed_email": "tiina-maria@example.org"}
        path = (await browser.post("/people/merge", data=found)).headers["location"]
        assert path == f"/people/{kept}/merge/{absorbed}"
        page = (await browser.get(path)).text
        assert "tiina@example.org" in page and "tiina-maria@example.org" in page
        assert "(Järvikunta" in page and "It cannot be undone" in page
        slip = await browser.post(path, data={"absorbed_email": "tiina@example.org"})
        assert slip.status_code == 422 and "not the address of the entry that goes" in slip.text
        for _press in range(2):
            sent = await browser.post(path, data={"absorbed_email": "tiina-maria@example.org"})
            assert (sent.status_code, sent.headers["location"]) == (303, f"/people/{kept}/entries")
        card = (await browser.get(f"/people/{kept}/entries")).text
        assert "tiina-maria@example.org" in card and "Merged by Coordinator Koivu" in card
        for gone in (f"/people/{absorbed}/entries", f"/people/{kept}/merge/{absorbed}"):
            assert (await browser.get(gone)).headers["location"] == f"/people/{kept}/entries"
        moved = await browser.get(f"/people/{absorbed}/address")
        assert moved.headers["location"] == f"/people/{kept}/address"
        mine = await browser.get(f"/people/{year.arranged.staff['coordinator']}/merge/{kept}")
        assert "your own entry" in mine.text and 'name="absorbed_email"' not in mine.text
    for role in ("finance", "supervisor"):
        await year.arranged.open(f"/people/{kept}/entries", role, status=404)
    relations = (await year.house.ask(directory.ShowRelations(person_id=kept))).relations
    assert [one.relation for one in relations] == ["payer"]


async def test_why_somebody_left_is_read_under_the_entry_that_stays(year: InSeries) -> None:
    kept, absorbed = await person(year.house, "Saara"), MEMBERS[0]
    told = {
        "process_id": year.process_id,
        "person_id": absorbed,
        "reason": "Muutan pois",
        "as_of": year.house.clock.now(),
    }
    await year.house.ask(LeaveGroup.model_validate(told))
    await merge(year, kept, absorbed)
    seen_by = viewer(year.arranged.staff["coordinator"], Role.COORDINATOR)
    group = await year.house.ask(ShowGroup(process_id=year.process_id, viewer=seen_by))
    assert {one.person_id: one.reason for one in group.members}[kept] == "Muutan pois"


async def test_no_row_of_any_service_names_an_entry_that_is_gone(year: InSeries) -> None:
    gone = await year.house.rows("directory", "SELECT absorbed_id FROM merged_person")
    assert gone and FOUNDER not in {one["absorbed_id"] for one in gone}
    for service in ("directory", "intake", "contracts", "sessions", "billing", "console", "portal"):
        dump = await _everything(year.house, service)
        for one in gone:
            assert str(one["absorbed_id"]) not in dump, service


async def _everything(house: House, service: str) -> str:
    """But for what the runtime keeps, and the paper: what was said and signed stays as it was."""
    tables = await house.rows(
        service,
        "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables"
        " WHERE table_schema IN ('public', 'confidential') AND table_name NOT IN"
        " ('outbox', 'aggregate_version', 'position', 'parked', 'failure', 'passed_over', 'merged_person')",
    )
    rows = [
        await house.rows(service, f"SELECT (to_jsonb(t) - 'paper')::text AS row FROM {one['name']} AS t")
        for one in tables
    ]
    return "\n".join(row["row"] for found in rows for row in found)
