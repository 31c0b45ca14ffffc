"""A link proves its reader for what it is for, of what it names, as long as its address is theirs; and for no more."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages import contracts, intake
from services.messages.directory import PersonCard, ShowPerson
from services.messages.envelope import SERVICES, commands_of, named_in
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.proofs.by_link import BY_LINK, WithLinks
from services.runtime.proofs.links import (
    CONFIRMING,
    ENTERING,
    JOINING,
    SIGNING,
    TRYING,
    LinkKeys,
    mark_of,
    seal,
)
from services.runtime.proofs.people import NotProved

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
KEYS = LinkKeys("k1", {"k1": b"1" * 32})
PROCESS, AINO, BO, NEWCOMER = (uuid4() for _ in range(4))
ADDRESS = "aino@example.org"


class Clock:
    def now(self) -> datetime:
        return NOW


async def directory(query: ShowPerson) -> PersonCard:
    if query.person_id == uuid4():
        raise Refusal("unknown_person")
    facts: Any = {"given_name": "Aino", "family_name": "Aalto", "language": "fi", "email": ADDRESS}
    return PersonCard(person_id=query.person_id, **facts)


LINKS = WithLinks({}, directory, KEYS, Clock())


def link(purpose: str, until: timedelta = timedelta(days=1), **facts: str) -> str:
    about = {"process_id": str(PROCESS), "person_id": str(AINO), "sent_to": mark_of(ADDRESS)}
    return seal(KEYS, purpose, about | facts, NOW + until)


def signing(**facts: str) -> str:
    told = {"version": "2", "party": "supervisee"} | facts
    return link(SIGNING, timedelta(days=1), **told)


def signature(**said: Any) -> contracts.SignContract:
    told = {"process_id": PROCESS, "version": 2, "party": Party.SUPERVISEE, "signer_id": AINO, "as_of": NOW}
    return contracts.SignContract(**told | said)


def reading(person_id: UUID = AINO, version: int | None = 2) -> contracts.ShowContract:
    viewer = Viewer(person_id=person_id, role=Role.SUPERVISEE)
    return contracts.ShowContract(process_id=PROCESS, viewer=viewer, version=version)


def word(newcomer_id: UUID = NEWCOMER, day: date = date(2027, 2, 1)) -> contracts.AgreeToMember:
    said = {"process_id": PROCESS, "newcomer_id": newcomer_id, "from_day": day, "agrees": True}
    return contracts.AgreeToMember(**said, person_id=AINO, as_of=NOW)


async def proves(token: str, message: Any) -> bool:
    try:
        await LINKS.check_link(token, message)
    except NotProved:
        return False
    return True


@pytest.mark.parametrize("message", [signature(), reading()])
async def test_its_reader_reads_and_signs_the_version_that_it_names(message: Any) -> None:
    assert await proves(signing(), message)


@pytest.mark.parametrize(
    "message",
    [
        signature(signer_id=BO),
        signature(version=3),
        signature(party=Party.COMMISSIONER),
        signature(process_id=uuid4()),
        reading(BO),
        reading(version=None),
        word(),
        intake.ConfirmInquiry(process_id=PROCESS, person_id=AINO, as_of=NOW),
    ],
)
async def test_it_proves_nobody_else_and_nothing_else(message: Any) -> None:
    assert not await proves(signing(), message)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "k1.x.y",
        signing(sent_to=mark_of("aino@example.com")),
        link(SIGNING, -timedelta(seconds=1), version="2", party="supervisee"),
        link(CONFIRMING),
        seal(LinkKeys("k1", {"k1": b"2" * 32}), SIGNING, {"process_id": str(PROCESS)}, NOW + timedelta(1)),
    ],
)
async def test_one_that_is_made_up_over_of_another_purpose_or_sent_elsewhere_proves_nobody(
    token: str,
) -> None:
    assert not await proves(token, signature())


async def test_a_word_on_a_newcomer_is_on_the_one_who_was_named() -> None:
    token = link(JOINING, newcomer_id=str(NEWCOMER), from_day="2027-02-01")
    viewer = Viewer(person_id=AINO, role=Role.SUPERVISEE)
    assert await proves(token, word())
    assert await proves(token, contracts.ShowNewcomers(process_id=PROCESS, viewer=viewer))
    assert not await proves(token, word(BO))
    assert not await proves(token, word(day=date(2027, 2, 2)))


async def test_a_link_for_a_trial_is_for_the_agreement_that_it_was_sent_for() -> None:
    token, by = link(TRYING, revision="2"), {"process_id": PROCESS, "person_id": AINO, "as_of": NOW}
    viewer = Viewer(person_id=AINO, role=Role.SUPERVISEE)
    for kind in (contracts.AgreeToTrial, contracts.DeclineTrial):
        assert await proves(token, kind.model_validate(by | {"revision": 2}))
        assert not await proves(token, kind.model_validate(by | {"revision": 3}))
        assert not await proves(token, kind.model_validate(by | {"revision": 2, "person_id": BO}))
    assert await proves(token, contracts.ShowTrial(process_id=PROCESS, viewer=viewer))
    decision = contracts.SayTrialDecision.model_validate(by | {"word": "no_go"})
    assert not await proves(token, decision)


async def test_who_types_a_new_inquiry_puts_none_right() -> None:
    typed: Any = {"entered_by": AINO, "inquiry_id": PROCESS}
    new = intake.SubmitInquiry.model_construct(**typed)
    put_right = intake.ChangeInquiry.model_construct(**typed, changed_by=AINO)
    for_new, for_this = link(ENTERING, process_id=""), link(ENTERING)
    found = [[await proves(token, message) for message in (new, put_right)] for token in (for_new, for_this)]
    assert found == [[True, False], [False, True]]


def test_what_a_link_proves_its_reader_for_names_somebody() -> None:
    known = {f"{service}.{name}": one for service in SERVICES for name, one in commands_of(service).items()}
    for names in BY_LINK.values():
        assert {one for one in names if one not in known or named_in(known[one]) is None} == set()
