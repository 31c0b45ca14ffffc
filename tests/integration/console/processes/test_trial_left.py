"""A member leaves in the middle of a trial, by the link in their letter: of their own will, on any day."""

import re

from services.messages.directory import ShowPerson
from services.messages.sessions import ListSessions
from services.messages.values import Party
from tests.integration.console.tried import AFTER, Tried, mails, tried
from tests.integration.contracts.builders import completion, consent, draft, signature
from tests.integration.directory.builders import person
from tests.integration.notices.mailbox import Mailbox, words_of

__all__ = ["mails", "tried"]


def leaving(tried: Tried) -> str:
    return f"/processes/{tried.number}/leave"


async def leave(tried: Tried, person_id) -> None:
    async with await tried.portal(person_id) as browser:
        answer = await browser.post(leaving(tried), data={"sure": "true"})
        assert answer.status_code == 303, answer.text[-1500:]
        await tried.arranged.house.quiet()
        assert "You no longer take part" in (await browser.get(leaving(tried))).text


async def test_who_leaves_is_out_at_once_and_the_others_go_on(tried: Tried) -> None:
    """Eero, who speaks for the two, leaves after the first session: Aino speaks, and the contract names her alone."""
    members = await tried.agreed()
    house = tried.arranged.house
    way = f'href="{leaving(tried)}"'
    assert way in await tried.seen(members[1], f"/processes/{tried.number}")
    house.move_clock(AFTER)
    await leave(tried, members[1])
    shown = await tried.shown()
    assert (shown.parties.supervisee_ids, shown.parties.representative_id) == ([members[0]], members[0])
    assert way not in await tried.seen(members[1], f"/processes/{tried.number}")
    await tried.say(members[1], {"word": "no_go"}, "/decision", status=422)
    await tried.say(members[0], {"word": "go"}, "/decision")
    await tried.arranged.send(f"{tried.path}/decision", {"word": "go"}, "supervisor")
    await house.quiet()
    card = await house.ask(draft(tried.process_id))
    assert card.parties.supervisee_ids == [members[0]]
    assert (await house.ask(ListSessions(process_id=tried.process_id))).sessions[0].status == "planned"


async def test_who_leaves_before_the_contract_goes_to_its_signers_is_not_named_on_it(tried: Tried) -> None:
    members = await tried.agreed()
    house = tried.arranged.house
    house.move_clock(AFTER)
    await tried.say(members[1], {"word": "go", "members_heard": "true"}, "/decision")
    await tried.arranged.send(f"{tried.path}/decision", {"word": "go"}, "supervisor")
    await house.quiet()
    await house.ask(draft(tried.process_id))
    await leave(tried, members[0])
    assert (await house.ask(draft(tried.process_id))).parties.supervisee_ids == [members[1]]


async def test_who_has_left_reads_what_they_said_yes_to_as_of_their_day_and_nothing_later(
    tried: Tried,
) -> None:
    members = await tried.agreed()
    house = tried.arranged.house
    told = await tried.seen(members[0], leaving(tried))
    assert "told nothing of it during the trial" in told and "only how many" not in told
    await leave(tried, members[0])
    trial, schedule = (f"/processes/{tried.number}/{page}" for page in ("trial", "schedule"))
    page = await tried.seen(members[0], trial)
    assert "You no longer take part" in page and "Length of a session" in page
    assert "Does it go on?" not in page and "Both sides say by" not in page
    page = await tried.seen(members[0], schedule)
    assert "You had no sessions here" in page and "Days are proposed" not in page
    house.move_clock(AFTER)
    await tried.say(members[1], {"word": "no_go"}, "/decision")
    await house.quiet()
    page = await tried.seen(members[0], trial)
    assert "Decided on" not in page and "You no longer take part" in page


async def test_what_was_theirs_stays_theirs_to_read_once_the_others_contract_stands(tried: Tried) -> None:
    members = await tried.agreed()
    house = tried.arranged.house
    house.move_clock(AFTER)
    await leave(tried, members[1])
    await tried.say(members[0], {"word": "go"}, "/decision")
    await tried.arranged.send(f"{tried.path}/decision", {"word": "go"}, "supervisor")
    await house.quiet()
    await house.ask(draft(tried.process_id))
    other = await person(house, "Ville", "Vesa")
    parties = {"commissioner_id": tried.commissioner, "representative_id": members[0]}
    card = await house.ask(completion(tried.process_id, **parties, supervisee_ids=[members[0], other]))
    await house.ask(consent(tried.process_id, other))
    for party in Party:
        await house.ask(signature(card, party, as_of=AFTER))
    await house.quiet()
    own = f"/processes/{tried.number}"
    assert "You no longer take part" in await tried.seen(members[1], own)
    for page in ("trial", "schedule"):
        told = await tried.seen(members[1], f"{own}/{page}")
        assert "Ville" not in told
    assert "You had no sessions here" not in told and "13 January 2027" in told
    for page in ("contract", "plan"):
        await tried.seen(members[1], f"{own}/{page}", status=404)


async def test_when_the_last_one_leaves_the_trial_is_over(tried: Tried) -> None:
    members = await tried.agreed()
    for person_id in members:
        await leave(tried, person_id)
    assert (await tried.shown()).outcome == "no_go"
    sessions = (await tried.arranged.house.ask(ListSessions(process_id=tried.process_id))).sessions
    assert [one.status for one in sessions] == ["cancelled"]
    assert leaving(tried) not in await tried.seen(members[0], f"/processes/{tried.number}")


async def test_the_way_out_of_the_letter_is_there_and_who_has_to_know_is_told(
    tried: Tried, mails: Mailbox
) -> None:
    members = await tried.agreed_by_hand()
    house = tried.arranged.house
    address = (await house.ask(ShowPerson(person_id=members[0]))).email
    [way] = {
        one for mail in mails.to(address) for one in re.findall(r"/processes/[^/\s]*/leave", words_of(mail))
    }
    assert way == leaving(tried)
    mails.mails.clear()
    await leave(tried, members[0])
    subjects = [str(one["Subject"]) for one in mails.mails]
    assert any("Osallistumisesi päättyi" in one for one in subjects), subjects
    assert not any("Osallistujien määrä" in one for one in subjects), (
        "whoever pays would guess whose no it is"
    )
    assert len(mails.to((await house.ask(ShowPerson(person_id=members[1]))).email)) == 0
