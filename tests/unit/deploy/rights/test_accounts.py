"""What is taken into an account is what its program may say, of who hears it; and nobody makes or ends anything."""

import pytest

from deploy.rights.accounts import accounts
from deploy.rights.table import table
from deploy.streams import ACCOUNT as STREAMS

LOOKED_AT = {"STREAM.INFO", "CONSUMER.INFO", "CONSUMER.LIST", "CONSUMER.MSG.NEXT", "DIRECT.GET"}


def fits(subject: str, pattern: str) -> bool:
    words, allowed = subject.split("."), pattern.split(".")
    if allowed[-1] == ">":
        words, allowed = words[: len(allowed) - 1], allowed[:-1]
    return len(words) == len(allowed) and all(
        known in ("*", word) for word, known in zip(words, allowed, strict=True)
    )


@pytest.mark.parametrize("local", [True, False])
def test_no_more_is_taken_in_than_the_table_lets_be_said_and_from_who_gives_it(local: bool) -> None:
    rights = table(local=local)
    made = accounts(rights)
    for name, account in made.items():
        for taken in account.asks:
            assert any(fits(taken.to or taken.subject, one) for one in rights[account.user].publish)
            assert any(fits(taken.subject, one) for one in made[taken.account].answers)
            assert taken.account != name
        for taken in account.hears:
            assert taken.subject in made[taken.account].tells


def test_elsewhere_streams_and_consumers_are_looked_at_and_nothing_more() -> None:
    given = accounts(table(local=False))[STREAMS].answers
    asked = {one.removeprefix("$JS.API.") for one in given if one.startswith("$JS.API.")}
    verbs = {verb for one in asked for verb in LOOKED_AT if one.startswith(f"{verb}.")}
    assert verbs == LOOKED_AT
    assert [one for one in asked if not one.startswith(tuple(f"{verb}." for verb in LOOKED_AT))] == []


def test_elsewhere_nobody_hears_but_who_is_asked() -> None:
    assert [one for one in accounts(table(local=False)).values() if one.hears or one.tells] == []
