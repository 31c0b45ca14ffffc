"""Who has the portal's own seed, and nobody's link or browser session, reads and signs no paper for anybody."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.messages import contracts as messages
from services.messages.intake import ConfirmInquiry, SubmitInquiry
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.asking import Asker
from services.runtime.commands.proving import LINK
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.integration.directory.builders import NOW
from tests.integration.intake.builders import inquiry
from tests.integration.portal.test_signing_links import Signers, signers  # noqa: F401  # a fixture
from tests.patience import PATIENCE_S, nats_connection

pytestmark = pytest.mark.servers


@pytest.fixture
async def thief(signers: Signers) -> AsyncIterator[Asker]:  # noqa: F811
    connection = await nats_connection(signers.house.as_program("portal"))
    yield Asker(connection, PATIENCE_S, who="portal")
    await connection.close()


async def refused(asking: Asker, message: Any, proof: str = "") -> str:
    with pytest.raises(Refusal) as no:
        await asking(message, proof=proof)
    return no.value.code


async def test_without_a_link_nothing_is_read_or_said_for_anybody(signers: Signers, thief: Asker) -> None:  # noqa: F811
    process_id, (aino, bo, _) = signers.process_id, signers.members
    viewer = Viewer(person_id=bo, role=Role.SUPERVISEE)
    paper: dict[str, Any] = {"process_id": process_id, "version": 1}
    said = paper | {"person_id": bo, "as_of": NOW}
    party: dict[str, Any] = {"party": Party.SUPERVISEE, "signer_id": aino, "as_of": NOW}
    entered = inquiry().model_dump() | {"entered_by": FOUNDER}
    powers: list[Any] = [
        messages.ShowContract(**paper, viewer=viewer),
        messages.ShowContractText(**paper, viewer=viewer),
        messages.ShowContractPdf(**paper, viewer=viewer),
        messages.ShowContractParties(**paper, viewer=viewer),
        messages.ShowAmendment(**paper, viewer=viewer),
        messages.ShowNewcomers(process_id=process_id, viewer=viewer),
        messages.RecordConsent(**said),
        messages.RefuseConsent(**said),
        messages.JoinGroup(**said, agrees=True),
        messages.SignContract(**paper, **party),
        messages.DeclineSigning(**paper, **party, reason="Ei."),
        ConfirmInquiry(process_id=process_id, person_id=bo, as_of=NOW),
        SubmitInquiry(**entered),
    ]
    [of_bo] = [path.removeprefix("/sign/") for path in await signers.links(bo)]
    for message in powers:
        assert await refused(thief, message) == "not_proved", message
        assert await refused(thief, message, f"{LINK}{of_bo}x") == "not_proved", message
    assert (
        await refused(thief, messages.RecordConsent(**said | {"person_id": aino}), LINK + of_bo)
        == "not_proved"
    )
    await thief(powers[0], proof=LINK + of_bo)
    assert (
        await refused(thief, messages.ShowPaperLink(purpose="signing", token=of_bo + "x")) == "unknown_link"
    )
    await thief(messages.RecordConsent(**said), proof=LINK + of_bo)
