"""A signed contract's file: made once, with the names of that day and who said yes to it, and kept as it is."""

import asyncio
import hashlib
import threading
from base64 import b64decode
from typing import Any

import pytest
import pytest_asyncio

from services.contracts.papers.wording import wording
from services.contracts.sealing import making
from services.messages.contracts import ShowContractParties, ShowContractPdf
from services.messages.directory import ChangePerson
from services.messages.values import Party, Role
from services.paper_seals.away import AuthorityAway
from services.paper_seals.checking import check
from services.paper_seals.keys import SealKeys
from services.runtime.commands.refusal import Refusal
from tests.integration.contracts.builders import (
    COMMISSIONER,
    MEMBERS,
    SIGNED,
    consent,
    show,
    signature,
    signing,
)
from tests.integration.contracts.sealing.papers import sealed
from tests.integration.contracts.showing.test_on_paper import commissioner_of, text_of

FOUND = "select version, due_at, tries, sha256, pdf from sealed_paper"


@pytest_asyncio.fixture
async def contracts(house):
    await house.open("directory", "intake", "contracts", "billing")
    return house


class Gate:
    """Holds the making of a file until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times, self._is_in, self._may_go = 0, threading.Event(), threading.Event()
        self._made = making._made
        monkeypatch.setattr(making, "_made", self._hold)

    def _hold(self, *content: Any) -> bytes:
        self.times += 1
        self._is_in.set()
        self._may_go.wait()
        return self._made(*content)

    async def is_in(self) -> None:
        await asyncio.to_thread(self._is_in.wait)

    def let_go(self) -> None:
        self._may_go.set()


async def sign_all(house: Any, way: str | None = "mailed_link") -> Any:
    """The commissioner on their own pages, the others by the link in their mail."""
    card = await signing(house)
    for member in MEMBERS[1:]:
        await house.ask(consent(card.process_id, member).model_copy(update={"way": way}))
    for party in Party:
        how = "signed_in" if party is Party.COMMISSIONER else way
        await house.ask(signature(card, party, way=how))
    return await show(house, card.process_id)


def asked_by_the_commissioner(card: Any) -> ShowContractPdf:
    return ShowContractPdf(process_id=card.process_id, viewer=commissioner_of(card))


async def test_the_file_is_sealed_and_every_download_gives_the_same_bytes(contracts):
    card = await sealed(contracts)
    [row] = await contracts.rows("contracts", FOUND)
    assert row["due_at"] is None and hashlib.sha256(row["pdf"]).hexdigest() == row["sha256"]
    for role in (Role.COMMISSIONER, Role.COORDINATOR):
        viewer = commissioner_of(card).model_copy(update={"role": role})
        file = await contracts.ask(ShowContractPdf(process_id=card.process_id, viewer=viewer))
        assert (b64decode(file.pdf), file.sha256) == (row["pdf"], row["sha256"])
    found = check(row["pdf"], SealKeys.read(contracts.folder / "keys").certificates())
    assert (found.seal, found.whole, found.label) == ("holds", True, f"{file.number}/1")


async def test_the_sheet_says_who_when_how_in_which_role_and_to_which_text(contracts):
    card = await sign_all(contracts)
    await contracts.quiet()
    told = text_of(await contracts.ask(asked_by_the_commissioner(card)))
    words = wording(card.terms.language)
    sheet = told[told.index(words.proven("heading")) :]
    assert sheet.count(words.proven("signature") + ":") == 3
    assert sheet.count(words.proven("consent") + ":") == 4
    assert sheet.count(words.proven("signed_in")) == 1 and sheet.count(words.proven("mailed_link")) == 6
    assert sheet.count(f"{SIGNED:%Y-%m-%d %H:%M:%S} UTC") == 7
    [text] = await contracts.rows("contracts", "select distinct paper_sha256 from signature")
    assert sheet.replace(" ", "").count(text["paper_sha256"]) == 7
    assert words.proven("own_clock") in sheet and f"{contracts.address('portal')}/verify" in sheet


async def test_who_acts_for_the_customer_and_is_a_member_too_stands_there_as_both(contracts):
    group = [*MEMBERS[:4], COMMISSIONER]
    card = await signing(contracts, supervisee_ids=group)
    for member in group[1:]:
        await contracts.ask(consent(card.process_id, member))
    for party in Party:
        await contracts.ask(signature(card, party))
    await contracts.quiet()
    told = text_of(await contracts.ask(asked_by_the_commissioner(await show(contracts, card.process_id))))
    words = wording(card.terms.language)
    sheet = told[told.index(words.proven("heading")) :]
    assert sheet.count(words.proven("signature") + ":") == 3
    assert sheet.count(words.proven("consent") + ":") == 4


async def test_what_was_signed_before_anybody_noted_how_says_so(contracts):
    card = await sealed(contracts)
    told = text_of(await contracts.ask(asked_by_the_commissioner(card)))
    assert told.count(wording(card.terms.language).proven("not_recorded")) == 7


async def test_who_is_called_otherwise_later_stands_on_it_as_on_that_day(contracts):
    card = await sealed(contracts)
    asked = asked_by_the_commissioner(card)
    parties = ShowContractParties(process_id=card.process_id, viewer=asked.viewer)
    before = await contracts.ask(parties), await contracts.ask(asked)
    renamed = ChangePerson(
        person_id=COMMISSIONER, changed_by=COMMISSIONER, family_name="Uusinimi", as_of=SIGNED
    )
    await contracts.ask(renamed)
    assert (await contracts.ask(parties), await contracts.ask(asked)) == before
    assert "Uusinimi" not in str(before[0])


async def test_a_kill_between_the_last_signature_and_the_seal_leaves_it_to_be_sealed_once(
    contracts, monkeypatch
):
    gate = Gate(monkeypatch)
    card = await sign_all(contracts)
    await gate.is_in()
    with pytest.raises(Refusal, match="being_sealed"):
        await contracts.ask(asked_by_the_commissioner(card))
    await contracts.stop("contracts")
    gate.let_go()
    await contracts.open("contracts")
    await contracts.quiet()
    [row] = await contracts.rows("contracts", FOUND)
    assert gate.times == 2 and row["sha256"] == (await contracts.ask(asked_by_the_commissioner(card))).sha256


async def test_while_it_is_made_no_transaction_is_open_and_the_service_answers(contracts, monkeypatch):
    gate = Gate(monkeypatch)
    card = await sign_all(contracts)
    await gate.is_in()
    idle = "select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'"
    assert await contracts.rows("contracts", idle) == []
    assert (await show(contracts, card.process_id)).status == "signed"
    gate.let_go()
    await contracts.quiet()
    assert gate.times == 1


async def test_an_authority_that_is_away_is_asked_again_later(contracts, monkeypatch):
    made = making._made

    def away(*content: Any) -> bytes:
        raise AuthorityAway

    monkeypatch.setattr(making, "_made", away)
    card = await sign_all(contracts)
    await contracts.quiet()
    [row] = await contracts.rows("contracts", FOUND)
    assert row["tries"] == 1 and row["due_at"] and row["pdf"] is None
    assert await contracts.rows("contracts", "select 1 from parked") == []
    monkeypatch.setattr(making, "_made", made)
    await contracts.rows("contracts", "update sealed_paper set due_at = now()")
    await contracts.stop("contracts")
    await contracts.open("contracts")
    await contracts.quiet()
    assert (await contracts.ask(asked_by_the_commissioner(card))).sha256


async def test_a_file_that_another_process_has_kept_stays(contracts, monkeypatch):
    gate = Gate(monkeypatch)
    await sign_all(contracts)
    await gate.is_in()
    theirs = "update sealed_paper set pdf = 'theirs', sha256 = 'theirs', due_at = null"
    await contracts.rows("contracts", theirs)
    gate.let_go()
    await contracts.quiet()
    [row] = await contracts.rows("contracts", FOUND)
    assert row["sha256"] == "theirs"
