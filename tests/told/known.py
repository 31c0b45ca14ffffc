"""Who and what the stories are about: always the same ids, one contract's terms, and when it begins."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from services.messages.contracts import Parties, Terms
from services.messages.values import Audience, Role, Viewer

SPACE = UUID("0190a0a0-0000-7000-8000-000000000000")
BEGIN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


def known(what: str) -> UUID:
    """The same id for the same words."""
    return uuid5(SPACE, what)


YEAR, NEXT_YEAR = known("year"), known("next year")
TOWN, FIRM = known("town"), known("firm")
CONTACT, SUPERVISOR, REPRESENTATIVE = known("contact"), known("supervisor"), known("representative")
ANNA, BO = known("coordinator anna"), known("coordinator bo")
COORDINATOR = Viewer(person_id=ANNA, role=Role.COORDINATOR)
OTHER, DECLINED = known("other"), known("no")
UNANSWERED, UNSIGNED, OVER = known("unanswered"), known("unsigned"), known("over")
TERMS = Terms(
    organisation_id=TOWN,
    audience=Audience.GROUP,
    language="fi",
    starts_on=date(2027, 1, 4),
    ends_on=date(2027, 12, 31),
    duration_minutes=90,
    base_interval_days=21,
    unit_minutes=45,
    price_cents=25000,
    vat_category="S",
    payment_days=14,
    cancellation_tiers=[],
    no_show_percent=100,
)
PARTIES = Parties(
    commissioner_id=CONTACT,
    representative_id=REPRESENTATIVE,
    supervisee_ids=[REPRESENTATIVE],
    supervisor_id=SUPERVISOR,
)
