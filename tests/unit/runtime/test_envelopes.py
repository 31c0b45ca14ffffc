"""Where a message belongs is read from its envelope, or it is nobody's."""

import json
from uuid import UUID, uuid4

import pytest
from nats.aio.msg import Msg

from services.messages.contracts import ShowContract
from services.messages.intake import ProposalAnswered
from services.runtime.commands.sizes import body_of
from services.runtime.events.delivery import (
    NotYetKnown,
    Unhandleable,
    may_be_wanted,
    place_in,
    place_of,
    read_event,
)

AGGREGATE = uuid4()
SUBJECT = "events.contracts.contract_expired"
RIGHT = {
    "ce-id": str(uuid4()),
    "ce-source": "contracts",
    "ce-type": "contract_expired",
    "ce-subject": str(AGGREGATE),
    "ce-aggversion": "3",
}


def message(headers: dict[str, str] | None, subject: str = SUBJECT) -> Msg:
    return Msg(_client=None, subject=subject, data=b"{}", headers=headers)  # type: ignore[arg-type]


def test_a_right_envelope_tells_aggregate_and_version() -> None:
    assert place_of(message(RIGHT)) == (AGGREGATE, 3)


@pytest.mark.parametrize("name", RIGHT)
def test_each_header_is_needed(name: str) -> None:
    with pytest.raises(Unhandleable, match="malformed_envelope"):
        place_of(message({key: value for key, value in RIGHT.items() if key != name}))


@pytest.mark.parametrize(
    "changed",
    [
        {"ce-id": ""},
        {"ce-type": ""},
        {"ce-type": "contract_signed"},
        {"ce-subject": "Kuntayhtymä"},
        {"ce-aggversion": "0"},
        {"ce-aggversion": "-1"},
        {"ce-aggversion": "1.5"},
        {"ce-aggversion": "three"},
        {"ce-aggversion": str(2**63)},
    ],
    ids=str,
)
def test_a_header_that_says_nothing_sensible_is_malformed(changed: dict[str, str]) -> None:
    with pytest.raises(Unhandleable, match="malformed_envelope"):
        place_of(message(RIGHT | changed))


def test_an_event_in_anothers_stream_has_no_place_there() -> None:
    """A listener's seed can have the broker lay it there: it must not pass for the other's of that number."""
    elsewhere = message(RIGHT, "events.billing.contract_expired")
    assert place_in(elsewhere) is None
    with pytest.raises(Unhandleable, match="malformed_envelope"):
        place_of(elsewhere)


def test_a_message_without_headers_is_malformed() -> None:
    with pytest.raises(Unhandleable, match="malformed_envelope"):
        place_of(message(None))


def test_the_largest_version_that_a_database_holds_is_right() -> None:
    assert place_of(message(RIGHT | {"ce-aggversion": str(2**63 - 1)})) == (UUID(str(AGGREGATE)), 2**63 - 1)


ANSWERED: dict[str, object] = {
    "process_id": str(AGGREGATE),
    "answer": "accept",
    "answered_at": "2027-03-01T08:00:00+00:00",
    "reminders_at": [],
    "complete_by": None,
}


def answered(**changed: object) -> bytes:
    return json.dumps({**ANSWERED, **changed}).encode()


def test_a_field_of_a_newer_release_is_passed_over() -> None:
    assert read_event(ProposalAnswered, answered(mood="fine")).process_id == AGGREGATE


def test_a_choice_of_a_newer_release_may_become_known() -> None:
    with pytest.raises(NotYetKnown, match="unknown_value"):
        read_event(ProposalAnswered, answered(answer="accept_in_part"))


def test_a_body_of_another_shape_never_becomes_known() -> None:
    with pytest.raises(Unhandleable, match="malformed_event") as refused:
        read_event(ProposalAnswered, answered(process_id="somebody", answer="accept_in_part"))
    assert not isinstance(refused.value, NotYetKnown)


@pytest.mark.parametrize("name", ["contract_signed2", "contract_signed_v3", "contract_signed"])
def test_a_newer_class_of_what_is_handled_may_be_wanted(name: str) -> None:
    assert may_be_wanted(name, {"contract_signed"})
    assert may_be_wanted("contract_signed3", {"contract_signed2"})
    assert not may_be_wanted(name, {"contract_expired", "contract"})


def test_a_command_carries_only_what_was_said() -> None:
    """A service of an older release refuses a field that it does not know: one that nobody used is not sent."""
    assert json.loads(body_of(ShowContract(process_id=AGGREGATE))) == {"process_id": str(AGGREGATE)}
