"""A trial from the coordinator's page to the decision: everybody at their own door, every service its own."""

import re
from datetime import date
from html import unescape
from uuid import uuid4

import pytest

from services.contracts.papers.clauses import from_numbers
from services.messages.contracts import Clause, PreviewTrial, ShowTrialPaper
from services.messages.directory import ShowOrganisation, ShowPerson
from services.messages.intake import ShowInquiry
from services.messages.policy import WHO_SEES_WHAT
from services.messages.sessions import CancelSession, ListSessions
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, local_date
from tests.integration.billing.builders import SELLER
from tests.integration.console.tried import AFTER, PLACE, Tried, tried
from tests.integration.contracts.builders import draft
from tests.integration.sessions.builders import PLANNED

__all__ = ["tried"]


async def test_its_days_and_its_price_in_all_are_shown_before_the_press(tried: Tried) -> None:
    arranged = tried.arranged
    first = await arranged.open(tried.path)
    assert "13 January 2027" in first
    [filled_in] = re.findall(r'name="first_day"[^>]* value="([^"]*)"', first)
    assert filled_in == (local_date(PLANNED) + ONE_DAY).isoformat(), "the day that the plan beside it is from"
    page = await arranged.send(tried.path, tried.form(look="true", first_day="2027-01-25"), status=200)
    assert "27 January 2027" in page and "13 January 2027" not in page
    assert "€265.00, VAT excluded; if both sides say that it goes on, all of it is taken off" in page
    assert 'value="Aalto"' in page, "what was written is kept"
    assert (await tried.shown()).status == "to_prepare", "nothing is held"
    late = await arranged.send(tried.path, tried.form(look="true", first_day="2027-03-01"), status=200)
    assert "This day is later than the trial's last day." in unescape(late)
    await arranged.send(tried.path, await tried.looked(first_day="2027-01-25"))
    await arranged.house.quiet()
    shown = await tried.shown()
    assert [local_date(at) for at in shown.starts_at] == [date(2027, 1, 27)]
    assert shown.cost and (shown.cost.due_cents, shown.cost.credited) == (265_00, True)
    member = shown.parties.supervisee_ids[0]
    assert "What they cost in all" not in await tried.seen(member), "prices are the customer's"
    assert "all of it is taken off" in await tried.seen(tried.commissioner)
    for who in (member, tried.commissioner):
        assert "Later than that: 100" in await tried.seen(who), "what cancelling costs is everybody's"


async def test_nothing_is_prepared_but_the_days_that_were_looked_at(tried: Tried) -> None:
    """Typed after the look, typed in another tab, taken meanwhile, or never looked at: the days are shown first."""
    arranged, first = tried.arranged, await tried.looked()
    other = await tried.looked(first_day="2027-01-25")
    for form in (first | {"first_day": "2027-01-25"}, tried.form(), first | {"fingerprint": ""}):
        page = await arranged.send(tried.path, form, status=422)
        assert "The plan is another one by now. Look at it again." in page and 'value="Aalto"' in page
    assert (await tried.shown()).status == "to_prepare"
    await arranged.send(tried.path, other)
    await arranged.send(tried.path, other)
    await arranged.house.quiet()
    shown = await tried.shown()
    assert (shown.revision, [local_date(at) for at in shown.starts_at]) == (1, [date(2027, 1, 27)])


async def test_its_place_is_asked_for_and_read_by_those_who_meet_there_alone(tried: Tried) -> None:
    arranged = tried.arranged
    first = await arranged.open(tried.path)
    [offered] = re.findall(r'name="place"[^>]* value="([^"]*)"', first)
    assert offered, "as the inquiry has it"
    form = await tried.looked()
    refused = await arranged.send(tried.path, form | {"place": " "}, status=422)
    assert 'href="#field-place"' in refused and (await tried.shown()).status == "to_prepare"
    members = await tried.agreed_by_hand()
    schedule = f"/processes/{tried.number}/schedule"
    for path in (tried.path, schedule, f"{schedule}.ics"):
        assert PLACE in (await tried.seen(members[0], path)).replace("\\,", ","), path
        assert "Pappila" not in await tried.seen(tried.commissioner, path), path
    [session] = (await arranged.house.ask(ListSessions(process_id=tried.process_id))).sessions
    for path in (tried.path, f"/sessions/{session.session_id}", f"/sessions/{session.session_id}/place"):
        assert PLACE in await arranged.open(path, "supervisor"), path


async def test_its_agreement_says_for_whom_it_is_whom_to_call_and_who_sees_what(tried: Tried) -> None:
    """The same table as the contract's."""
    house, members = tried.arranged.house, await tried.prepared()
    await house.ask(SELLER.model_copy(update={"phone": "02 123 4567"}))
    viewer = Viewer(person_id=members[0], role=Role.SUPERVISEE)
    paper = await house.ask(ShowTrialPaper(process_id=tried.process_id, viewer=viewer))
    shown = await tried.shown()
    seen, rows = from_numbers(shown.terms), [one.table.rows for one in paper.clauses if one.table]
    assert [one.text for one in paper.clauses] == [
        seen[Clause.NO_RECORDING],
        seen[Clause.INFORMATION_EXCHANGE],
    ]
    assert len(rows[0]) == len(WHO_SEES_WHAT)
    customer = await house.ask(ShowOrganisation(organisation_id=shown.terms.organisation_id))
    for page in (await tried.seen(members[0]), await tried.arranged.open(tried.path, "supervisor")):
        assert customer.name in page and "Kuka näkee mitä" in page
        assert SELLER.name in page and "<dt>Kysyttävää? Soita</dt><dd>02 123 4567" in page
    stranger = ShowTrialPaper(
        process_id=tried.process_id, viewer=viewer.model_copy(update={"person_id": uuid4()})
    )
    with pytest.raises(Refusal) as no:
        await house.ask(stranger)
    assert no.value.code == "unknown_process"


async def test_nobody_but_the_coordinators_reads_how_many_have_not_said_yes(tried: Tried) -> None:
    """Of the last one who has not, a no would be known."""
    members = await tried.prepared()
    for person in (tried.commissioner, members[0]):
        await tried.say(person, {"revision": 1})
    for person in (tried.commissioner, members[0]):
        page = await tried.seen(person)
        assert "Unless everybody has said yes by" in unescape(page) and "not said yes yet" not in page
    at_theirs = await tried.arranged.open(tried.path, "supervisor")
    assert "Have not said yes yet" not in at_theirs and "Eskola" not in at_theirs.split("<form")[0]
    own = await tried.arranged.open(tried.path)
    assert "Have not said yes yet" in own and "Eero Eskola" in own


async def test_who_may_not_prepare_it_looks_at_nothing(tried: Tried) -> None:
    house, staff = tried.arranged.house, tried.arranged.staff
    asked = {"process_id": tried.process_id, "first_day": date(2027, 1, 4), "as_of": PLANNED}
    for viewer in (
        Viewer(person_id=staff["supervisor"], role=Role.SUPERVISOR),
        Viewer(person_id=tried.commissioner, role=Role.COMMISSIONER),
    ):
        with pytest.raises(Refusal) as no:
            await house.ask(PreviewTrial.model_validate(asked | {"viewer": viewer}))
        assert no.value.code == "unknown_process"


async def test_everybody_says_yes_at_their_own_door_and_then_it_is_booked(tried: Tried) -> None:
    arranged = tried.arranged
    assert await tried.phase() == "trial"
    assert "The trial is not prepared yet" in await arranged.open(tried.path)
    await tried.seen(tried.commissioner, status=404)
    assert "The trial comes first." in await tried.seen(tried.commissioner, f"/processes/{tried.number}")
    members = await tried.prepared()
    page = await arranged.open(tried.path)
    assert "Waits for everybody" in page and "Aino Aalto" in page and "Prepare it anew" in page
    assert "13 January 2027" in await tried.seen(members[0])
    assert "Answer about the trial" in await tried.seen(members[0], "/home")
    assert tried.path in await tried.seen(members[0], f"/processes/{tried.number}")
    customer = await tried.seen(tried.commissioner)
    assert "€265.00" in customer and "Aino" not in customer
    assert "€" not in await tried.seen(members[0])
    for person in (tried.commissioner, *members):
        await tried.say(person, {"revision": 1})
    assert "You have said yes." in await tried.seen(members[0])
    assert "Answer about the trial" not in await tried.seen(members[0], "/home")
    assert tried.path in await arranged.open("/", "supervisor")
    await arranged.send(f"{tried.path}/agree", {"revision": 1}, "supervisor")
    await arranged.house.quiet()
    assert tried.path not in await arranged.open("/", "supervisor")
    assert "the sessions are booked" in await tried.seen(members[0])
    booked = (await arranged.house.ask(ListSessions(process_id=tried.process_id))).sessions
    assert [(one.number, one.status, one.trial) for one in booked] == [(1, "planned", True)]
    assert "13 January 2027" in await tried.seen(members[1], f"/processes/{tried.number}/schedule")


async def test_once_its_only_session_is_called_off_everybody_reads_that_and_what_may_still_be_said(
    tried: Tried,
) -> None:
    arranged = tried.arranged
    members = await tried.agreed()
    [booked] = (await arranged.house.ask(ListSessions(process_id=tried.process_id))).sessions
    order = {"session_id": booked.session_id, "cancelled_by": "supervisee", "person_id": members[1]}
    await arranged.house.ask(CancelSession.model_validate(order | {"as_of": arranged.house.clock.now()}))
    await arranged.house.quiet()
    pages = [await tried.seen(one) for one in (tried.commissioner, members[0])]
    for page in (*pages, await arranged.open(tried.path, "supervisor"), await arranged.open(tried.path)):
        assert "The trial session has been called off" in page
        assert "Both sides may still say" in page
        assert "the sessions are booked" not in page and "What they cost in all" not in page
        assert re.search(r"<dt>Called off</dt>\s*<dd>[^<]*13 January 2027", page)
        assert not re.search(r"<dt>When</dt>", page)
    assert "Does it go on?" in await tried.seen(members[1])
    arranged.house.move_clock(AFTER)
    assert tried.path in await arranged.open("/", "supervisor")


async def test_both_say_that_it_goes_on_and_the_contract_comes_next(tried: Tried) -> None:
    members = await tried.agreed()
    arranged = tried.arranged
    word = {"word": "go", "members_heard": "true"}
    early = await tried.say(members[1], word, "/decision", status=422)
    assert "once the first trial session has begun" in early
    assert "the sessions are booked" in await tried.seen(members[1])
    arranged.house.move_clock(AFTER)
    for page in (await tried.seen(members[1]), await arranged.open(tried.path, "supervisor")):
        assert "The trial sessions are over" in page and "the sessions are booked" not in page
    await tried.say(members[0], word, "/decision", status=422)
    unheard = await tried.say(members[1], {"word": "go"}, "/decision", status=422)
    assert "Confirm that every member was heard." in unheard
    await tried.say(members[1], word, "/decision")
    assert "You have said: it goes on" in await tried.seen(members[1])
    for other in (members[0], tried.commissioner):
        assert "it goes on</p>" not in await tried.seen(other)
    assert "Not said yet whether it goes on: the supervisor" in " ".join(
        (await arranged.open(tried.path)).split()
    )
    assert "Say whether it goes on after the trial" in await arranged.open("/", "supervisor")
    await arranged.send(f"{tried.path}/decision", {"word": "go"}, "supervisor")
    assert tried.path not in await arranged.open("/", "supervisor")
    await arranged.house.quiet()
    assert "The supervision goes on" in await tried.seen(tried.commissioner)
    own = await tried.seen(tried.commissioner, f"/processes/{tried.number}")
    assert '<span class="milestone-words">Trial<span class="hidden-text">, done' in own
    card = await arranged.house.ask(draft(tried.process_id))
    assert card.parties.supervisee_ids == members
    assert await tried.phase() == "contract"


async def test_who_is_named_for_the_customer_speaks_for_no_group_of_others_and_may_be_a_member(
    tried: Tried,
) -> None:
    own = await tried.arranged.house.ask(ShowPerson(person_id=tried.commissioner))
    same = {"given": own.given_name, "family": own.family_name, "email": own.email}
    row = {f"member_2_{name}": it for name, it in same.items()}
    told = await tried.arranged.send(tried.path, tried.form(**row), status=422)
    assert 'href="#field-representative"' in told and "does not sign for the commissioner too" in told
    await tried.arranged.send(tried.path, await tried.looked(**row, representative=1))
    assert (await tried.shown()).parties.supervisee_ids[1] == tried.commissioner


async def test_a_no_go_ends_it_and_the_customer_is_told_the_outcome_alone(tried: Tried) -> None:
    members = await tried.agreed()
    arranged = tried.arranged
    arranged.house.move_clock(AFTER)
    assert f"{tried.number}, Trial session 1" in await arranged.open("/", "supervisor")
    own = f"/processes/{tried.number}"
    await arranged.send(f"{tried.path}/decision", {"word": "no_go"}, "supervisor")
    await arranged.house.quiet()
    over = await arranged.open(own, "supervisor")
    assert f"{own}/reviews" not in over and f"{own}/what-held" not in over
    assert "You have said: it does not go on" in await arranged.open(tried.path, "supervisor")
    for person in (tried.commissioner, *members):
        page = await tried.seen(person)
        assert "The supervision does not go on" in page and "You have said:" not in page
    assert "You have said:" not in await arranged.open(tried.path)
    assert await tried.phase() == "closed"
    place = await arranged.house.ask(ShowInquiry(process_id=tried.process_id))
    assert place.ended and not place.trial_open
    proposing = await arranged.open(f"/processes/{tried.number}/proposing")
    assert "has been accepted" in proposing and "To the contract" not in proposing


async def test_a_coordinator_ends_it_before_anybody_has_agreed(tried: Tried) -> None:
    await tried.arranged.send(f"{tried.path}/give-up", {"reason": " "}, status=422)
    await tried.arranged.send(f"{tried.path}/give-up", {"reason": "Kanarialintu"})
    await tried.arranged.house.quiet()
    page = await tried.arranged.open(tried.path)
    assert "does not go on" in page and "Kanarialintu" not in page
