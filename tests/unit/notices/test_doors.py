"""Which page each letter leads to, and that a link for signing is good for one person, version and month."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from services.notices.composing.doors import Doors
from services.notices.composing.letters import Link
from services.notices.letter_kinds import KINDS, LetterKind
from services.notices.writing import AS_ROLE, AT_CONSOLE
from services.runtime.proofs.links import (
    CONFIRMING,
    SIGNING,
    BrokenLink,
    ExpiredLink,
    LinkKeys,
    mark_of,
    open_link,
)
from services.runtime.settings import Settings
from tests.unit.notices.test_letter_kinds import ORDERED

WRITTEN = datetime(2027, 1, 4, 6, 30, tzinfo=UTC)
KEYS = LinkKeys("k1", {"k1": b"1" * 32})
DOORS = Doors("https://portal.example", "https://console.example", KEYS)
ADDRESS = "helmi@kunta.example"
PROCESS, PERSON = (UUID(f"0190a0a0-0000-7000-8000-00000000c00{number}") for number in range(2))
FACTS = {
    "process_number": "TO-1007",
    "successor_number": "TO-1019",
    "session_id": "s-1",
    "invoice_number": 1001,
    "organisation_id": "o-1",
    "version": 2,
    "party": "supervisee",
    "about_id": "0190a0a0-0000-7000-8000-00000000c009",
    "from_day": "2027-04-10",
    "link_ends_at": "2027-02-03T06:30:00+00:00",
}


def row(kind: str, role: str | None = None) -> Any:
    return SimpleNamespace(
        kind=kind,
        process_id=PROCESS,
        person_id=PERSON,
        role=None,
        facts=FACTS | ({AS_ROLE: role} if role else {}),
        written_at=WRITTEN,
    )


def link(kind: str, *, supervises: bool = False, doors: Doors = DOORS) -> str | None:
    found = doors.link(row(kind), ADDRESS, supervises=supervises)
    return found.url if found else None


def test_every_letter_about_a_process_has_its_page() -> None:
    for kind in set(LetterKind) - ORDERED:
        for supervises in (False, True):
            assert str(link(kind, supervises=supervises)).startswith("https://")


def test_who_will_be_the_supervisor_is_led_to_the_console_before_their_first_day() -> None:
    theirs = row("contract_amended")
    theirs.facts = {**theirs.facts, AT_CONSOLE: 1}
    found = DOORS.link(theirs, ADDRESS, supervises=False)
    assert found and found.url == "https://console.example/processes/TO-1007/amendment"


@pytest.mark.parametrize(
    ("kind", "supervises", "url"),
    [
        ("proposal_sent", False, "https://portal.example/processes/TO-1007/proposal"),
        ("continuation_due", False, "https://portal.example/processes/TO-1007/close"),
        ("continuation_due", True, "https://portal.example/processes/TO-1007/close"),
        ("review_due", False, "https://portal.example/processes/TO-1007/reviews"),
        ("review_due", True, "https://console.example/processes/TO-1007"),
        ("session_moved", False, "https://portal.example/processes/TO-1007/schedule"),
        ("session_moved", True, "https://console.example/sessions/s-1"),
        ("confirmation_due", True, "https://console.example/sessions/s-1"),
        ("screening_due", False, "https://console.example/processes/TO-1007"),
        ("signing_declined", False, "https://console.example/processes/TO-1007/contracting"),
        ("consent_refused", False, "https://console.example/processes/TO-1007/contracting"),
        ("process_renewed", False, "https://portal.example/processes/TO-1019"),
        ("invoice_issued", False, "https://portal.example/invoices/1001"),
    ],
)
def test_each_reader_is_led_to_the_door_of_their_own(kind: str, supervises: bool, url: str) -> None:
    assert link(kind, supervises=supervises) == url


@pytest.mark.parametrize(
    "kind", ["process_terminated", "process_ended_at_once", "process_paused", "member_joined"]
)
def test_a_letter_to_everybody_leads_a_coordinator_to_the_console(kind: str) -> None:
    found = DOORS.link(row(kind, "coordinator"), ADDRESS, supervises=False)
    assert found is not None and found.url.startswith("https://console.example/processes/TO-1007")


@pytest.mark.parametrize("kind", [kind for kind, row in KINDS.items() if row.signed_by_link])
def test_the_signers_link_names_the_person_and_the_version_until_it_ends(kind: str) -> None:
    found = DOORS.link(row(kind), ADDRESS, supervises=True)
    assert found is not None
    assert found.label == ("consenting" if "consent" in kind else "signing")
    token = found.url.removeprefix("https://portal.example/sign/")
    last = datetime(2027, 2, 3, 6, 30, tzinfo=UTC)
    assert open_link(KEYS, SIGNING, token, last - timedelta(seconds=1)) == {
        "process_id": str(PROCESS),
        "version": "2",
        "party": "supervisee",
        "person_id": str(PERSON),
        "sent_to": mark_of(ADDRESS),
    }
    with pytest.raises(ExpiredLink):
        open_link(KEYS, SIGNING, token, last)


@pytest.mark.parametrize("kind", [kind for kind, row in KINDS.items() if row.about_link])
def test_a_letter_of_a_papers_end_says_of_its_link_that_it_tells_what_became_of_it(kind: str) -> None:
    found = DOORS.link(row(kind), ADDRESS, supervises=False)
    assert found is not None and found.label == "became"
    assert found.url.startswith("https://portal.example/sign/")
    if KINDS[LetterKind(kind)].console:
        at_console = str(link(kind, supervises=True))
        assert at_console.startswith("https://console.example/processes/TO-1007")


def test_who_was_entered_for_on_the_telephone_gets_a_link_that_names_them_and_is_good_for_nothing_else() -> (
    None
):
    found = DOORS.link(row("inquiry_entered"), ADDRESS, supervises=False)
    assert found is not None and found.label == "confirming"
    token = found.url.removeprefix("https://portal.example/confirm/")
    facts = {"process_id": str(PROCESS), "person_id": str(PERSON), "sent_to": mark_of(ADDRESS)}
    assert open_link(KEYS, CONFIRMING, token, WRITTEN) == facts
    with pytest.raises(BrokenLink):
        open_link(KEYS, SIGNING, token, WRITTEN)


def test_a_later_copy_of_the_mail_has_the_same_link() -> None:
    assert DOORS.link(row("signature_due"), ADDRESS, supervises=False) == DOORS.link(
        row("signature_due"), ADDRESS, supervises=False
    )


def test_without_an_address_there_is_no_link() -> None:
    nowhere = Doors("", "", None)
    for kind in set(LetterKind) - ORDERED:
        assert link(kind, doors=nowhere) is None


def test_the_addresses_come_from_the_settings_and_a_portal_needs_the_keys() -> None:
    servers = {"database_url": "postgresql://", "nats_url": "nats://"}
    console = Settings(**servers, console_url="https://console.example/")
    assert Doors.of(console).link(row("screening_due"), ADDRESS, supervises=False) == Link(
        "page", "https://console.example/processes/TO-1007"
    )
    with pytest.raises(LookupError):
        Doors.of(Settings(**servers, portal_url="https://portal.example"))
