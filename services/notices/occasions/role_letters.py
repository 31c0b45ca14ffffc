"""What is written when a role is given or ended, and while somebody waits to be admitted."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import col

from services.messages.directory import (
    AdmissionAnswered,
    AdmissionAsked,
    AdmissionDropped,
    PersonAddressChanged,
    PersonNameChanged,
    PersonRelated,
    PersonsMerged,
    PersonUnrelated,
    SupervisorLeaves,
)
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.inquiry_letters import COORDINATOR
from services.notices.tables import Notice
from services.notices.wording import Fact
from services.notices.writing import EARLIER, Letter, addressed, write, write_of_nothing, write_to
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import execute

# To the person, and to who has to know besides: of a customer's role, and of staff's.
_GIVEN = {
    True: (LetterKind.ROLE_GIVEN, LetterKind.COLLEAGUE_GIVEN_ROLE),
    False: (LetterKind.STAFF_ROLE_GIVEN, LetterKind.STAFF_GIVEN_ROLE),
}
_ENDED = {
    True: (LetterKind.ROLE_ENDED, LetterKind.COLLEAGUE_LOST_ROLE),
    False: (LetterKind.STAFF_ROLE_ENDED, LetterKind.STAFF_LOST_ROLE),
}


async def tell_of_role(event: PersonRelated | PersonUnrelated, work: Work) -> None:
    """Who did it themselves needs no telling, least of all that they have made an account for somebody.

    Nor does a private person, that they act for themselves.
    """
    if isinstance(event, PersonRelated) and event.own:
        return
    kinds = _GIVEN if isinstance(event, PersonRelated) else _ENDED
    to_person, to_others = kinds[event.organisation_id is not None]
    ask = "hr" if event.others_in_hr else "coordinator"
    facts: dict[str, Fact] = {"relation": event.relation, "ask": ask, **_place(event)}
    assert work.heard
    about = f"{event.person_id}:{event.relation}:{work.heard.event_id}"
    letters = [] if event.by == event.person_id else [Letter(to_person, about, facts, event.person_id)]
    named = {"about_id": str(event.person_id)} | ({"called_by": str(event.by)} if event.by else {})
    told = Letter(to_others, about, {**facts, **named})
    letters += [addressed(told, one) for one in event.told]
    await write_of_nothing(work, letters)


async def tell_of_last_day(event: SupervisorLeaves, work: Work) -> None:
    """Whose it is: after it they are let in no more, and a wrong day is seen by them first."""
    assert work.heard
    facts: dict[str, Fact] = {"leaves": int(event.last_day is not None), "stays": int(event.last_day is None)}
    facts |= {"last_day": event.last_day} if event.last_day else {}
    about = f"{event.supervisor_id}:{work.heard.event_id}"
    await write_of_nothing(work, [Letter(LetterKind.LAST_DAY_SET, about, facts, event.supervisor_id)])


async def tell_earlier_address(event: PersonAddressChanged, work: Work) -> None:
    """To the address that was theirs: whoever reads it may be the only one who knows better."""
    facts: dict[str, Fact] = {EARLIER: str(event.change_id), "changed_at": event.changed_at}
    letter = Letter(LetterKind.ADDRESS_CHANGED, str(event.change_id), facts, event.person_id)
    await write_of_nothing(work, [letter])


async def tell_of_name(event: PersonNameChanged, work: Work) -> None:
    """Who has put it right themselves knows."""
    if event.changed_by == event.person_id:
        return
    facts: dict[str, Fact] = {"about_id": str(event.person_id)}
    letter = Letter(LetterKind.NAME_CORRECTED, str(event.change_id), facts, event.person_id)
    await write_of_nothing(work, [letter])


async def tell_both_addresses(event: PersonsMerged, work: Work) -> None:
    """Whoever reads either may know that they are not one person."""
    about, facts = str(event.merge_id), {"changed_at": event.merged_at}
    letters = [
        Letter(LetterKind.ENTRIES_MERGED, about, facts, event.kept_id),
        Letter(LetterKind.ENTRY_ENDED, about, {**facts, EARLIER: about}, event.kept_id),
    ]
    await write_of_nothing(work, letters)


async def ask_to_admit(event: AdmissionAsked, work: Work) -> None:
    """HR of the whole at once; the coordinators when HR has had its time."""
    about, facts = str(event.process_id), _place(event)
    letters = [Letter(LetterKind.CONTACT_TO_ADMIT, about, facts, one) for one in event.told]
    later = Letter(
        LetterKind.ADMISSION_OVERDUE,
        about,
        facts,
        role=COORDINATOR,
        not_before=event.coordinator_from,
    )
    await write(work, event.process_id, [*letters, later])


async def tell_that_none_is_needed(event: AdmissionDropped, work: Work) -> None:
    """To who has been asked whether they know them."""
    asked = sa.select(col(Notice.person_id)).where(
        col(Notice.process_id) == event.process_id,
        col(Notice.kind) == LetterKind.CONTACT_TO_ADMIT,
        col(Notice.status) == "sent",
    )
    readers = sorted((await execute(work.db, asked)).scalars())
    letter = Letter(
        LetterKind.ADMISSION_OVER, str(event.process_id), {"because": event.because, **_place(event)}
    )
    await write_to(work, event.process_id, readers, letter)


async def tell_of_admission(event: AdmissionAnswered, work: Work) -> None:
    """Whoever is let in hears of the role that they get."""
    if event.admitted:
        return
    about, facts = str(event.process_id), _place(event)
    letters = [
        Letter(LetterKind.CONTACT_NOT_ADMITTED, about, facts, event.person_id),
        Letter(LetterKind.CONTACT_UNKNOWN, about, facts, role=COORDINATOR),
    ]
    await write(work, event.process_id, letters)


def _place(
    event: PersonRelated | PersonUnrelated | AdmissionAsked | AdmissionAnswered | AdmissionDropped,
) -> Mapping[str, Fact]:
    ids = {"organisation_id": event.organisation_id, "department_id": event.department_id}
    return {name: str(one) for name, one in ids.items() if one}
