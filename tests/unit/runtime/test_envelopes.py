"""Where a message belongs is read from its envelope, or it is nobody's."""

from uuid import UUID, uuid4

import pytest
from nats.aio.msg import Msg

from services.runtime.delivery import Unhandleable, place_of

AGGREGATE = uuid4()
SUBJECT = "events.contracts.contract_expired"
RIGHT = {
    "ce-id": str(uuid4()),
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


def test_a_message_without_headers_is_malformed() -> None:
    with pytest.raises(Unhandleable, match="malformed_envelope"):
        place_of(message(None))


def test_the_largest_version_that_a_database_holds_is_right() -> None:
    assert place_of(message(RIGHT | {"ce-aggversion": str(2**63 - 1)})) == (UUID(str(AGGREGATE)), 2**63 - 1)
