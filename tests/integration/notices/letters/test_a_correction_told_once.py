"""Who is the customer and comes alone hears of a corrected record once, with what it costs."""

from datetime import date

import pytest

from services.messages.billing import ItemKind, SessionCharged
from tests.house import House
from tests.integration.notices.builders import Commission, say
from tests.integration.notices.letters.alone import comes_alone
from tests.integration.notices.mailbox import Mailbox, words_of


@pytest.mark.parametrize("alone", [True, False])
async def test_who_is_alone_has_one_letter_about_a_correction(
    notices: House, commission: Commission, mailbox: Mailbox, alone: bool
) -> None:
    await comes_alone(notices, commission, mailbox, alone)
    session = {"process_id": commission.process_id, "session_id": commission.sessions[1], "number": 2}
    now = {"kind": ItemKind.CANCELLED, "performed_on": date(2027, 2, 3), "percent": 0, "net_cents": 0}
    before = {"minutes": 90, "former": ItemKind.HELD, "former_cents": 265_00}
    await say(
        notices,
        commission.corrected(1, changes_charge=True, revision=1),
        SessionCharged.model_validate(session | now | before),
    )
    [mail] = mailbox.to("contact@kunta.example")
    assert "Hinta aiemmin: 265,00" in words_of(mail)
    assert len(mailbox.to("member@kunta.example")) == (0 if alone else 1)
