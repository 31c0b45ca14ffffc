"""Words that only few may read reach nobody else: every page, document, search and stream of both doors, as everybody.

A search that finds nothing proves nothing: whoever may read the words finds them, and finds them only there.
To see it turn red, let `seen_rows` in services/runtime/policy.py give everything.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from deploy.demo import people as who
from deploy.demo.commissions import GROUP, MANAGER
from deploy.demo.year import GOALS, NOTE
from tests.browser import stage
from tests.browser.crawling import Crawl
from tests.browser.doors import NAMES, Doors, Name
from tests.browser.found import VISITORS, Found, client_of
from tests.browser.signing_in import Visitors


@dataclass(frozen=True)
class Secret:
    """Words, and the visitors who find them. Everybody else never may."""

    words: str
    readers: frozenset[who.Someone]

    def __str__(self) -> str:
        return self.words[:40]


def secret(words: str, *readers: who.Someone) -> Secret:
    return Secret(words, frozenset(readers))


SECRETS = (
    secret(NOTE, who.GROUP_SUPERVISOR, who.MANAGER_SUPERVISOR),
    secret(stage.NOTE_OF_RUNNING, who.MANAGER_SUPERVISOR),
    *(secret(goal, who.GROUP[0], who.GROUP_SUPERVISOR) for goal in GOALS[GROUP.name]),
    *(secret(goal, who.MANAGER, who.MANAGER_SUPERVISOR) for goal in GOALS[MANAGER.name]),
    secret(stage.SECRET_GOAL, who.MANAGER, who.MANAGER_SUPERVISOR),
    secret(stage.RELEASED_GOAL, who.MANAGER, who.MANAGER_SUPERVISOR, who.COMPANY_HR),
)
NEVER_BY_NAME: dict[Name, tuple[who.Someone | None, ...]] = {
    "portal": (None, stage.PAYER, who.NEWCOMER_HR, who.COMPANY_HR),
    "console": (None, who.FINANCE),
}
"""Who has nothing to do with the members of the group, not even their names."""
LOCAL = re.compile("/dev/mail")
"""On a person's own machine everybody's mail lies open."""
MEMBERS = who.GROUP[1:]


@pytest.mark.parametrize("one", SECRETS, ids=str)
def test_only_those_who_may_read_it_find_it(found: Found, one: Secret) -> None:
    finders = {visitor: where for visitor, where in finds(found, one.words).items() if where}
    others = {str(visitor): where for visitor, where in finders.items() if visitor not in one.readers}
    assert others == {}
    # Of many sessions each visitor opens some: not every author comes across their own note.
    assert finders and finders.keys() <= one.readers


@pytest.mark.parametrize("one", MEMBERS, ids=str)
def test_whoever_has_no_business_with_a_member_never_meets_the_name(found: Found, one: who.Someone) -> None:
    met, opened_for = finds(found, str(one)), found.opened_with_anothers_key
    strangers = {visitor for visitors in NEVER_BY_NAME.values() for visitor in visitors}
    pages = {
        str(visitor): [path for path in met[visitor] if not (LOCAL.match(path) or opened_for(visitor, path))]
        for visitor in strangers
    }
    assert {visitor: where for visitor, where in pages.items() if where} == {}
    assert met[who.GROUP_SUPERVISOR]


@pytest.mark.parametrize("one", MEMBERS, ids=str)
def test_an_employer_is_not_told_who_came(found: Found, one: who.Someone) -> None:
    told = finds(found, str(one))[who.MUNICIPAL_HR]
    assert [
        path for path in told if any(word in path for word in ("session", "schedule", ".ics", "feed"))
    ] == []


@pytest.mark.parametrize("door", NAMES)
async def test_whoever_asks_for_what_others_read_is_not_given_it(
    found: Found, visitors: Visitors, platform: Doors, door: Name
) -> None:
    """By typing the address: no page of theirs leads there."""
    held = {
        path: one
        for one in SECRETS
        for visitor, paths in finds(found, one.words, doors=[door]).items()
        for path in paths
    }
    for visitor in VISITORS[door]:
        async with client_of(platform, visitors, door, visitor) as client:
            for path, one in held.items():
                answer = await Crawl(client, door).get(path)
                assert visitor in one.readers or one.words not in answer.text, f"{path} as {visitor}"


def finds(found: Found, words: str, doors: Iterable[Name] = NAMES) -> dict[who.Someone | None, list[str]]:
    """Where each visitor has met the words."""
    met: dict[who.Someone | None, list[str]] = {}
    for door in doors:
        for visitor, answer in found.everything(door):
            where = met.setdefault(visitor, [])
            if words in answer.text:
                where.append(answer.path)
    return met
