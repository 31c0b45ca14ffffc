"""A late change by who is the customer and comes alone is the customer's, whichever of the two was written down."""

from datetime import date

import pytest

from services.messages.billing import ItemKind, LateChangeCharged
from tests.house import House
from tests.integration.notices.builders import Commission, say
from tests.integration.notices.letters.alone import comes_alone
from tests.integration.notices.mailbox import Mailbox, words_of


@pytest.mark.parametrize("by", ["supervisee", "commissioner"])
@pytest.mark.parametrize(
    ("kind", "said"), [(ItemKind.CANCELLED, "Peruja"), (ItemKind.LATE_MOVED, "Siirtäjä")]
)
async def test_who_is_alone_is_called_the_customer(
    notices: House, commission: Commission, mailbox: Mailbox, kind: ItemKind, said: str, by: str
) -> None:
    await comes_alone(notices, commission, mailbox)
    about = {"process_id": commission.process_id, "session_id": commission.sessions[1], "number": 2}
    told = {"kind": kind, "performed_on": date(2027, 2, 3), "percent": 100, "net_cents": 26500, "by": by}
    await say(notices, LateChangeCharged.model_validate(about | told))
    [mail] = mailbox.mails
    words = words_of(mail)
    assert f"{said}: asiakas." in words and ": ohjattavat" not in words and ": tilaaja" not in words
