"""Who is to act for a group from a day on: the form of both doors."""

from uuid import UUID

from services.messages.sessions import NameRepresentative
from services.messages.values import Day
from services.web.pages.forms import Form
from services.web.pages.visit import Visit


class RepresentativeForm(Form):
    """A member, and the first day."""

    representative_id: UUID
    from_day: Day


def naming(visit: Visit, process_id: UUID, typed: RepresentativeForm) -> NameRepresentative:
    return NameRepresentative(
        process_id=process_id,
        representative_id=typed.representative_id,
        from_day=typed.from_day,
        named_by=visit.person_id,
        as_of=visit.now,
    )
