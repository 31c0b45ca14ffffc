"""Whatever a door asks or orders in somebody's name asks for their proof, but for what few lists name."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.messages.contracts import ShowContract
from services.messages.directory import (
    KeepPasskey,
    ListEarlierAddresses,
    ListPasskeys,
    RelatePerson,
    RelationCard,
    Relations,
    ShowPerson,
    ShowRelations,
)
from services.messages.directory import ProofKeys as Told
from services.messages.envelope import (
    SERVICES,
    at_door_subject,
    command_subject,
    commands_of,
    named_in,
    viewed_subject,
)
from services.messages.intake import ListInquiries, SetPrice, ShowTypedInquiry, SubmitInquiry
from services.messages.operations import ListAccess
from services.messages.sessions import ConfirmPlan, ListMySessions, ListReviews, SetGoal, WriteNote
from services.messages.values import Role, Viewer, side_of
from services.runtime.commands.proving import (
    BY_NOBODY,
    FOR_FEEDS,
    PASSED_ON,
    Sent,
    check_proof,
    proof_in_hand,
    proof_to_pass_on,
)
from services.runtime.commands.refusal import PROOF_HEADER, Refusal
from services.runtime.commands.sealed_answers import KEY_HEADER
from services.runtime.commands.viewing import subject_of
from services.runtime.proofs import signing
from services.runtime.proofs.people import KnownKeys, NotProved, Proof, ProofKeys, name_of, name_of_codes
from services.runtime.proofs.signing import header

ORGANISATION = uuid4()
RELATIONS = [RelationCard(relation="hr", organisation_id=ORGANISATION, organisation_name="Firma")]
SOMEBODY, ANSWER_KEY = uuid4(), "a-key-of-its-own"
KEYS = ProofKeys("k1", {"k1": Ed25519PrivateKey.generate()})


async def told(query: object, proof: str = "") -> Told | Relations:
    if isinstance(query, ShowRelations):
        return Relations(relations=RELATIONS, is_supervisor=True)
    return Told(keys={})


PROVER = KnownKeys(KEYS.public(), told)


def proof(person_id: UUID = SOMEBODY, door: Any = "console", **until: float) -> str:
    ends = datetime.now(UTC) + timedelta(**(until or {"hours": 1}))
    return KEYS.sign(Proof(person_id, door, "passkey", ends))


def viewer(role: Role) -> Viewer:
    return Viewer(person_id=SOMEBODY, role=role)


async def refused(message: Any, way: str, kept: str, prover: Any = PROVER) -> str | None:
    body = message.model_dump_json(exclude_unset=True).encode()
    sent = Sent(way, body, {KEY_HEADER: ANSWER_KEY} | header(kept, way, body, ANSWER_KEY))
    try:
        await check_proof(message, sent, prover)
    except Refusal as no:
        return f"{no.code}: {no.field}"
    return None


@pytest.mark.parametrize(
    ("named", "field"),
    [
        (ListReviews, "viewer"),
        (WriteNote, "author_id"),
        (SetPrice, "set_by"),
        (ConfirmPlan, "person_id"),
        (SetGoal, "set_by"),
    ],
)
def test_whose_word_it_is_the_class_says(named: Any, field: str) -> None:
    assert named_in(named) == field


async def test_who_asks_at_a_door_is_proved_and_who_asks_for_a_service_is_named() -> None:
    asked = ListReviews(process_id=uuid4(), viewer=viewer(Role.SUPERVISOR))
    at_console = viewed_subject(ListReviews, "supervisor", None, "console")
    assert await refused(asked, at_console, proof()) is None
    found = proof_in_hand()
    assert found and (found.person_id, found.door) == (SOMEBODY, "console")
    for false in ("", proof(uuid4()), proof(door="portal"), proof(seconds=-1), f"x{proof()}"):
        assert await refused(asked, at_console, false) == "not_proved: viewer"
        assert proof_in_hand() is None
    at_portal = viewed_subject(ListReviews, "supervisor", None, "portal")
    assert await refused(asked, at_portal, proof()) == "not_proved: viewer"
    assert await refused(asked, viewed_subject(ListReviews, "supervisor"), "") is None


async def test_a_link_proves_at_the_portal_and_only_where_its_papers_are_opened() -> None:
    class Opens(KnownKeys):
        async def check_link(self, token: str, message: Any) -> None:
            if token != "theirs":
                raise NotProved

    card = ShowContract(process_id=uuid4(), viewer=viewer(Role.SUPERVISOR), version=1)
    at_portal, at_console = (
        viewed_subject(ShowContract, "supervisor", None, door) for door in ("portal", "console")
    )
    assert await refused(card, at_portal, "link theirs", Opens(KEYS.public(), told)) is None
    assert proof_in_hand() is None
    for way, sent, prover in (
        (at_portal, "link another's", Opens(KEYS.public(), told)),
        (at_portal, "", Opens(KEYS.public(), told)),
        (at_console, "link theirs", Opens(KEYS.public(), told)),
        (at_portal, "link theirs", PROVER),
    ):
        assert await refused(card, way, sent, prover) == "not_proved: viewer"


async def test_a_feeds_proof_reads_what_a_feed_tells_and_nothing_else() -> None:
    by_feed = KEYS.sign(Proof(SOMEBODY, "portal", "feed", datetime.now(UTC) + timedelta(minutes=5)))
    kinds: list[tuple[Any, str | None]] = [(ListMySessions, None), (ListReviews, "not_proved: viewer")]
    for kind, said in kinds:
        named: Any = {"viewer": viewer(Role.SUPERVISEE)}
        message = kind.model_construct(**named)
        at_portal = viewed_subject(kind, "customer", None, "portal")
        assert await refused(message, at_portal, by_feed) == said
        assert await refused(message, at_portal, "") == "not_proved: viewer"


async def test_what_somebody_asked_of_a_door_is_passed_on_for_one_thing_alone() -> None:
    """At the portal they have asked the console who has opened their data."""
    asked = ListAccess(viewer=viewer(Role.SUPERVISEE))
    to_console = viewed_subject(ListAccess, "customer", "console", "portal")
    assert await refused(asked, to_console, proof(door="portal")) is None
    passed = proof_to_pass_on()
    at_console = viewed_subject(ListInquiries, "customer", None, "console")
    message = ListInquiries(viewer=viewer(Role.SUPERVISEE))
    assert await refused(message, at_console, passed) is None
    assert await refused(message, at_console, "") == "not_proved: viewer"
    reviews = ListReviews(process_id=uuid4(), viewer=viewer(Role.SUPERVISEE))
    for door in ("console", "portal"):
        way = viewed_subject(ListReviews, "customer", None, door)
        assert await refused(reviews, way, passed) == "not_proved: viewer"
    own = ListInquiries(viewer=viewer(Role.SUPERVISEE))
    assert (
        await refused(own, viewed_subject(ListInquiries, "customer", None, "portal"), proof(door="portal"))
        is None
    )
    assert await refused(message, at_console, proof_to_pass_on()) == "not_proved: viewer"


async def test_who_heard_a_question_has_a_proof_for_that_question_alone() -> None:
    """Not for another service or order, other words, another answer's key, or later."""
    note = WriteNote(session_id=uuid4(), author_id=SOMEBODY, text="Sana.", as_of=datetime.now(UTC))
    way, other = (at_door_subject(one, "console") for one in (WriteNote, SetPrice))
    body = note.model_dump_json().encode()
    heard = header(proof(), way, body, ANSWER_KEY)
    later = SimpleNamespace(now=lambda: datetime.now(UTC) + timedelta(minutes=6))

    async def good(way: str, body: bytes, key: str, told: dict[str, str] = heard) -> bool:
        try:
            await check_proof(note, Sent(way, body, told | {KEY_HEADER: key}), PROVER)
        except Refusal as no:
            assert no.code == "not_proved"
            return False
        return True

    assert await good(way, body, ANSWER_KEY)
    for false in ((other, body, ANSWER_KEY), (way, body + b" ", ANSWER_KEY), (way, body, "another")):
        assert not await good(*false)
    as_if_passed_on = {PROOF_HEADER: signing.read(heard[PROOF_HEADER], way, body, ANSWER_KEY).to_pass_on()}
    for message in ((way, body, ANSWER_KEY), (way, body + b" ", ANSWER_KEY), (way, body, "another")):
        assert not await good(*message, as_if_passed_on)
    text = heard[PROOF_HEADER]
    first, at, signature = text.split(" ")
    another = proof().partition("~")[0]
    for made_up in (
        first,
        f"{another} {at} {signature}",
        f"{first} {int(at) + 1} {signature}",
        f"{first} x y",
    ):
        assert not await good(way, body, ANSWER_KEY, {PROOF_HEADER: made_up})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("services.runtime.commands.proving.SystemClock", lambda: later)
        assert not await good(way, body, ANSWER_KEY)


async def test_an_order_that_leaves_out_who_gives_it_is_nobodys_at_a_door() -> None:
    nobody = RelatePerson(person_id=SOMEBODY, relation="administrator", as_of=datetime.now(UTC))
    for door in ("portal", "console"):
        assert await refused(nobody, at_door_subject(RelatePerson, door), proof()) == "not_proved: given_by"
    assert await refused(nobody, command_subject(RelatePerson), "") is None
    stranger: Any = SubmitInquiry.model_construct(**{"entered_by": None})  # type: ignore[arg-type]
    assert await refused(stranger, at_door_subject(SubmitInquiry, "portal"), "") is None


def test_what_few_lists_name_is_a_message_that_names_somebody() -> None:
    known = {f"{service}.{name}": one for service in SERVICES for name, one in commands_of(service).items()}
    for names in (FOR_FEEDS, PASSED_ON, BY_NOBODY):
        assert {one for one in names if one not in known or named_in(known[one]) is None} == set()
        assert not {one for one in names if "note" in one or "passkey" in one}


async def test_who_asks_without_a_viewer_is_proved_at_a_door_too() -> None:
    asked = ListEarlierAddresses(person_id=uuid4(), asked_by=SOMEBODY)
    assert subject_of(asked, asker="portal") == at_door_subject(ListEarlierAddresses, "portal")
    assert subject_of(asked, asker="intake") == command_subject(ListEarlierAddresses)
    at_console = at_door_subject(ListEarlierAddresses, "console")
    assert await refused(asked, at_console, proof()) is None
    assert await refused(asked, at_console, proof(uuid4())) == "not_proved: asked_by"
    assert await refused(asked, at_console, "") == "not_proved: asked_by"


async def test_of_oneself_any_proof_is_good_and_of_others_none_where_it_is_ones_own() -> None:
    """A door asks who somebody is before it knows whether their code is enough."""

    async def may(kind: Any, about: UUID, by: Any = "passkey", door: Any = "console") -> bool:
        ends = datetime.now(UTC) + timedelta(hours=1)
        asked, sent = kind(person_id=about).by(SOMEBODY), KEYS.sign(Proof(SOMEBODY, door, by, ends))
        return await refused(asked, at_door_subject(kind, door), sent) is None

    for door in ("portal", "console"):
        for by in ("half", "code", "passkey", "feed"):
            assert await may(ShowPerson, SOMEBODY, by, door) and await may(ShowRelations, SOMEBODY, by, door)
            assert not await may(ShowRelations, uuid4(), by, door)
        assert await may(ShowPerson, uuid4(), door=door)
        assert not await may(ShowPerson, uuid4(), "half", door) and not await may(
            ShowPerson, uuid4(), "feed", door
        )
    assert await may(ListPasskeys, uuid4()) and not await may(ListPasskeys, uuid4(), door="portal")
    assert await refused(
        ShowPerson(person_id=SOMEBODY), at_door_subject(ShowPerson, "portal"), proof(door="portal")
    )
    assert await refused(ShowPerson(person_id=SOMEBODY), command_subject(ShowPerson), "") is None


async def test_a_door_that_is_asked_asks_for_the_role_with_what_it_was_sent() -> None:
    asked = ListAccess(viewer=viewer(Role.SUPERVISEE))
    await refused(asked, viewed_subject(ListAccess, "customer", "console", "portal"), proof(door="portal"))
    passed, at_console = proof_to_pass_on(), at_door_subject(ShowRelations, "console")
    theirs = ShowRelations(person_id=SOMEBODY, asked_by=SOMEBODY)
    assert await refused(theirs, at_console, passed) is None
    others = ShowRelations(person_id=uuid4(), asked_by=SOMEBODY)
    assert await refused(others, at_console, passed) == "not_proved: asked_by"
    person = ShowPerson(person_id=SOMEBODY, asked_by=SOMEBODY)
    assert await refused(person, at_door_subject(ShowPerson, "console"), passed) == "not_proved: asked_by"


async def test_what_a_link_alone_leads_to_no_sign_in_opens() -> None:
    typed = ShowTypedInquiry(process_id=uuid4(), asked_by=SOMEBODY)
    at_portal = at_door_subject(ShowTypedInquiry, "portal")
    assert await refused(typed, at_portal, proof(door="portal")) == "not_proved: asked_by"


async def test_a_proof_is_over_when_directory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    now, text, ended = SimpleNamespace(s=1000.0), proof(), list[str]()
    monkeypatch.setattr("services.runtime.proofs.people.monotonic", lambda: now.s)

    async def tells(_: object) -> Told:
        return Told(keys={}, ended=ended)

    prover = KnownKeys(KEYS.public(), tells)
    assert (await prover.read(text)).person_id == SOMEBODY
    ended.append(name_of(text))
    now.s += 61
    with pytest.raises(NotProved):
        await prover.read(text)
    assert (await prover.read(proof(hours=2))).person_id == SOMEBODY


async def test_who_takes_away_their_passkey_comes_in_by_a_code_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not once what was learnt a minute ago has been learnt anew; nor is it asked for every proof that is over."""
    now, asked, ended = SimpleNamespace(s=1000.0), list[int](), [name_of_codes(SOMEBODY, "console")]
    monkeypatch.setattr("services.runtime.proofs.people.monotonic", lambda: now.s)

    async def tells(_: object) -> Told:
        asked.append(1)
        return Told(keys={}, ended_codes=list(ended))

    prover = KnownKeys(KEYS.public(), tells)
    by_code = KEYS.sign(Proof(SOMEBODY, "console", "code", datetime.now(UTC) + timedelta(hours=1)))
    for _ in range(3):
        with pytest.raises(NotProved):
            await prover.read(by_code)
    assert len(asked) == 1
    ended.clear()
    now.s += 2
    assert (await prover.read(by_code)).person_id == SOMEBODY
    assert len(asked) == 2


async def test_no_key_is_believed_that_is_told_and_what_has_ended_is_asked_once_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, now = [], SimpleNamespace(s=1000.0)
    monkeypatch.setattr("services.runtime.proofs.people.monotonic", lambda: now.s)
    other = ProofKeys("k2", {"k2": Ed25519PrivateKey.generate()})
    same_name = ProofKeys("k1", {"k1": Ed25519PrivateKey.generate()})

    async def tells(_: object) -> Told:
        asked.append(1)
        return Told(keys=other.public() | same_name.public())

    prover: Any = KnownKeys(KEYS.public(), tells)
    for s in (0, 1, 61):
        now.s = 1000.0 + s
        assert (await prover.read(proof())).person_id == SOMEBODY
    assert len(asked) == 2
    soon = datetime.now(UTC) + timedelta(hours=1)
    for false in (other, same_name):
        with pytest.raises(NotProved):
            await prover.read(false.sign(Proof(SOMEBODY, "console", "code", soon)))
    assert len(asked) == 2


async def test_a_code_is_enough_for_nothing_where_a_passkey_is_needed() -> None:
    elsewhere, here = (KnownKeys(KEYS.public(), told, is_local=local) for local in (False, True))
    asked: Any = {"process_id": uuid4(), "viewer": viewer(Role.SUPERVISOR)}
    keeps: Any = KeepPasskey.model_construct(**{"person_id": SOMEBODY})  # type: ignore[arg-type]

    async def is_enough(by: Any, door: str, prover: KnownKeys) -> tuple[bool, bool]:
        sent = KEYS.sign(Proof(SOMEBODY, door, by, datetime.now(UTC) + timedelta(hours=1)))  # type: ignore[arg-type]
        reads = await refused(
            ListReviews(**asked), viewed_subject(ListReviews, "supervisor", None, door), sent, prover
        )
        makes = await refused(keeps, at_door_subject(KeepPasskey, door), sent, prover)
        return reads is None, makes is None

    assert await is_enough("code", "console", elsewhere) == (False, True)
    assert await is_enough("code", "console", here) == (True, True)
    assert await is_enough("code", "portal", elsewhere) == (True, True)
    for door in ("portal", "console"):
        for prover in (elsewhere, here):
            assert await is_enough("half", door, prover) == (False, True)
            assert await is_enough("passkey", door, prover) == (True, True)


async def test_who_asks_has_the_role_in_which_they_ask() -> None:
    """A door says which of theirs they are in; that it is theirs, directory knows."""

    async def may(role: Role, door: str = "console", **where: Any) -> bool:
        who = Viewer(person_id=SOMEBODY, role=role, **where)
        asked = ListReviews(process_id=uuid4(), viewer=who)
        way = viewed_subject(ListReviews, side_of(role), None, door)
        return await refused(asked, way, proof(door=door)) is None

    assert await may(Role.SUPERVISOR)
    for not_theirs in (Role.COORDINATOR, Role.FINANCE, Role.ADMINISTRATOR):
        assert not await may(not_theirs)
    theirs: dict[str, Any] = {"door": "portal", "organisation_id": ORGANISATION}
    assert await may(Role.COMMISSIONER, **theirs)
    assert await may(Role.COMMISSIONER, "portal") and await may(Role.SUPERVISEE, "portal")
    assert not await may(Role.PAYER, **theirs)
    assert not await may(Role.COMMISSIONER, **theirs | {"organisation_id": uuid4()})
    assert not await may(Role.COMMISSIONER, **theirs, department_id=uuid4())
