"""Letters about people's roles, their entries in the register, and who is admitted."""

from collections.abc import Mapping

from services.messages import directory
from services.messages.envelope import Event
from services.notices.letter_kinds.kinds import LetterKind
from services.notices.letter_kinds.rows import PROCESS, LetterRow


def _of_a_colleague(written_on: type[Event]) -> LetterRow:
    """To HR of the whole organisation."""
    return LetterRow((written_on,), portal="/organisation", names_customer=True, names_person=True)


ROWS: Mapping[LetterKind, LetterRow] = {
    LetterKind.ROLE_GIVEN: LetterRow((directory.PersonRelated,), portal="/home", names_customer=True),
    LetterKind.ROLE_ENDED: LetterRow((directory.PersonUnrelated,), portal="/home", names_customer=True),
    LetterKind.COLLEAGUE_GIVEN_ROLE: _of_a_colleague(directory.PersonRelated),
    LetterKind.COLLEAGUE_LOST_ROLE: _of_a_colleague(directory.PersonUnrelated),
    LetterKind.STAFF_ROLE_GIVEN: LetterRow((directory.PersonRelated,), console="/"),
    LetterKind.STAFF_ROLE_ENDED: LetterRow((directory.PersonUnrelated,), console="/"),
    LetterKind.STAFF_GIVEN_ROLE: LetterRow((directory.PersonRelated,), console="/people", names_person=True),
    LetterKind.STAFF_LOST_ROLE: LetterRow((directory.PersonUnrelated,), console="/people", names_person=True),
    LetterKind.LAST_DAY_SET: LetterRow((directory.SupervisorLeaves,), console="/"),
    LetterKind.CONTACT_TO_ADMIT: LetterRow(
        (directory.AdmissionAsked,),
        portal="/organisation",
        names_customer=True,
        answered_by=(directory.AdmissionAnswered, directory.AdmissionDropped),
    ),
    LetterKind.ADMISSION_OVERDUE: LetterRow(
        (directory.AdmissionAsked,),
        console="/organisations/{organisation_id}",
        names_customer=True,
        answered_by=(directory.AdmissionAnswered, directory.AdmissionDropped),
    ),
    LetterKind.ADMISSION_OVER: LetterRow(
        (directory.AdmissionDropped,), portal="/organisation", names_customer=True
    ),
    LetterKind.CONTACT_NOT_ADMITTED: LetterRow(
        (directory.AdmissionAnswered,), portal="/home", names_customer=True
    ),
    LetterKind.CONTACT_UNKNOWN: LetterRow(
        (directory.AdmissionAnswered,), console=PROCESS, names_customer=True
    ),
    LetterKind.NAME_CORRECTED: LetterRow((directory.PersonNameChanged,), portal="/me", names_person=True),
}
