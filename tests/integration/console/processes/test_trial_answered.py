"""The yes and the no to a trial, at the doors and from the mail alone."""

import re
from typing import Any
from uuid import UUID

from services.messages.directory import ShowPerson
from tests.integration.console.tried import Tried, mails, tried
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.visitor import stranger

__all__ = ["mails", "tried"]


async def test_a_no_before_it_is_the_coordinator_s_next_step_and_nobody_else_learns_whose_it_was(
    tried: Tried,
) -> None:
    arranged, task = tried.arranged, "Somebody said no to the trial: talk with them"
    members = await tried.prepared()
    assert "I do not want the trial" in await tried.seen(members[0])
    assert "I do not want the trial" in await arranged.open(tried.path, "supervisor")
    assert "I do not want the trial" not in await arranged.open(tried.path)
    await tried.say(members[0], {"revision": 1}, "/no")
    await tried.say(members[1], {"revision": 1}, "/no", status=422)
    assert "You have said no." in await tried.seen(members[0])
    for who in (tried.commissioner, members[1]):
        page = await tried.seen(who)
        assert "The trial was put off" in page and "said no" not in page
    assert "Aino Aalto said no" not in await arranged.open(tried.path, "supervisor")
    await arranged.house.quiet()
    page = await arranged.open(tried.path)
    assert "Aino Aalto said no to the trial" in page and "They gave no reason." in page
    assert task in await arranged.open("/")
    assert "Trial put off: somebody said no" in await arranged.open(f"/processes/{tried.number}")
    await arranged.send(tried.path, await tried.looked(replaces=1))
    await arranged.house.quiet()
    assert task not in await arranged.open("/")
    assert "said no to the trial" not in await arranged.open(tried.path)


async def test_its_supervisor_says_no_at_the_console_and_the_reason_is_the_coordinators(tried: Tried) -> None:
    members = await tried.prepared()
    why = {"revision": 1, "reason": "Kanarialintu"}
    await tried.arranged.send(f"{tried.path}/no", why, "supervisor")
    await tried.arranged.house.quiet()
    assert "Kanarialintu" in await tried.arranged.open(tried.path)
    for who in (tried.commissioner, *members):
        assert "Kanarialintu" not in await tried.seen(who)


async def link_of(tried: Tried, mails: Mailbox, who: UUID) -> str:
    """The newest in this person's mails."""
    await tried.arranged.house.quiet()
    address = (await tried.arranged.house.ask(ShowPerson(person_id=who))).email
    found = [
        one for mail in mails.to(address) for one in re.findall(r"/trial/[A-Za-z0-9_.-]{40,}", words_of(mail))
    ]
    return str(found[-1])


async def by_link(tried: Tried, path: str, form: dict[str, Any] | None = None, status: int = 200) -> str:
    async with stranger(tried.arranged.house, "portal") as browser:
        answer = await (browser.post(path, data=form) if form else browser.get(path))
    assert answer.status_code == status, answer.text[-2000:]
    await tried.arranged.house.quiet()
    return answer.text


async def test_yes_and_no_are_said_from_the_mail_alone(tried: Tried, mails: Mailbox) -> None:
    members = await tried.prepared()
    supervisor = tried.arranged.staff["supervisor"]
    links = {who: await link_of(tried, mails, who) for who in (tried.commissioner, supervisor, *members)}
    assert len(set(links.values())) == 4
    customer = await by_link(tried, links[tried.commissioner])
    assert "€265.00" in customer and "Yes, we agree" in customer and "Aino" not in customer
    member = await by_link(tried, links[members[0]])
    assert "Yes, I take part" in member and "€" not in member and "13 January 2027" in member
    for who in (tried.commissioner, supervisor, members[1]):
        assert "You have said yes." in await by_link(tried, links[who], {"revision": 1})
    await by_link(tried, links[members[0]] + "/no", {"revision": 2}, status=422)
    assert (await tried.shown()).status == "asked", "it proves its reader for no other agreement"
    said = await by_link(tried, links[members[0]] + "/no", {"revision": 1, "reason": "Kanarialintu"})
    assert "You have said no." in said and "The trial was put off" in said
    again = await by_link(tried, links[members[0]] + "/no", {"revision": 1, "reason": "Kanarialintu"})
    assert "You have said no." in again
    late = await by_link(tried, links[members[1]])
    assert "The trial was put off" in late and "Yes, I take part" not in late
    assert (await tried.shown()).declined[0].person_id == members[0]
    await tried.arranged.send(tried.path, await tried.looked(replaces=1))
    assert "The newest mail about it has its link" in await by_link(tried, links[members[1]], status=410)
    assert "Yes, I take part" in await by_link(tried, await link_of(tried, mails, members[1]))
    await by_link(tried, links[members[1]] + "x", status=404)
