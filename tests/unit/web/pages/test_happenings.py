"""What happened to a document, in its order."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from services.messages.billing import CreditShown, DeliveryAttemptShown, DisputeCard, DisputedItemShown
from services.web.pages.money.happenings import happenings

DAY = date(2027, 3, 1)


def an_invoice(*credits: CreditShown) -> Any:
    return SimpleNamespace(card=SimpleNamespace(issued_on=DAY), credits=list(credits))


def a_try(hour: int, outcome: Any, reason: Any = None, channel: Any = "mail") -> DeliveryAttemptShown:
    begun = datetime(2027, 3, 1, hour, tzinfo=UTC)
    return DeliveryAttemptShown(
        channel=channel, message_id=uuid4(), begun_at=begun, outcome=outcome, reason=reason
    )


def a_dispute(**facts: Any) -> DisputeCard:
    item = DisputedItemShown(item_id=uuid4(), session_id=None, number=1, net_cents=1, invoice_number=1001)
    opened = datetime(2027, 3, 2, 9, tzinfo=UTC)
    told: dict[str, Any] = {"claim": "not_held", "by_itself": False, "items": [item], "words": ""} | facts
    ids = {name: uuid4() for name in ("dispute_id", "process_id", "organisation_id", "opened_by")}
    return DisputeCard(**ids, opened_at=opened, **told)


def test_the_newest_stands_first_and_the_issue_last_whatever_time_of_its_day_it_was_sent() -> None:
    note = CreditShown(number=1001, document_number="H1001", issued_on=date(2027, 3, 5), gross_cents=100)
    decided = datetime(2027, 3, 5, 9, tzinfo=UTC)
    dispute = a_dispute(outcome="upheld", percent=50, resolved_at=decided, ground="x")
    tries = [a_try(4, "refused", "no_such_address"), a_try(5, None, channel="finvoice")]
    found = happenings(an_invoice(note), tries, [dispute])
    assert [one.kind for one in found] == ["credited", "decided", "disputed", "in_hand", "refused", "issued"]
    assert [one.about for one in found] == ["H1001", "upheld", "not_held", "finvoice", "mail", ""]
    assert found[4].reason == "no_such_address" and found[0].cents == 100 and found[1].percent == 50


def test_a_dispute_that_waits_is_no_decision() -> None:
    assert [one.kind for one in happenings(an_invoice(), (), [a_dispute()])] == ["disputed", "issued"]


def test_the_day_is_the_one_in_finland() -> None:
    late = a_try(22, "sent")
    assert happenings(an_invoice(), [late])[0].on == date(2027, 3, 2)
