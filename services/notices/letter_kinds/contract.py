"""Letters about the paper, from its draft to its signatures, and the members' consents."""

from collections.abc import Mapping
from typing import Literal

from services.messages import contracts
from services.messages.envelope import Event
from services.notices.letter_kinds.kinds import LetterKind
from services.notices.letter_kinds.rows import PROCESS, LetterRow, for_coordinators

_NO_SIGNATURE_WANTED = (
    contracts.SigningDeclined,
    contracts.ContractWithdrawn,
    contracts.ContractGivenUp,
    contracts.ContractExpired,
    contracts.AmendmentTooLate,
    contracts.AmendmentEnded,
)
_SIGNED = (contracts.SignatureGiven, *_NO_SIGNATURE_WANTED)
_CONSENTED = (contracts.ConsentGiven, contracts.ConsentRefused, *_NO_SIGNATURE_WANTED)


def _by_link(
    written_on: type[Event],
    why: str,
    answered_by: tuple[type[Event], ...],
    of: Literal["process", "person"],
    reminds_of: tuple[LetterKind, ...] = (),
    *,
    names_person: bool = False,
) -> LetterRow:
    """Asks for a signature or a consent, which are given without an account."""
    return LetterRow(
        (written_on,),
        signed_by_link=True,
        why=why,
        tells_with_whom=True,
        answered_by=answered_by,
        of=of,
        reminds_of=reminds_of,
        names_person=names_person,
    )


def _of_an_amendment(
    written_on: type[Event], *, ended: bool = False, names_person: bool = False
) -> LetterRow:
    """To a page with what was and what is to be, side by side; who was to be the supervisor has none of the process."""
    return LetterRow(
        (written_on,),
        portal=f"{PROCESS}/contract/change",
        console=f"{PROCESS}/amendment",
        about_link=ended,
        names_person=names_person,
        why="party",
        tells_with_whom=True,
    )


def _of_an_end(written_on: type[Event]) -> LetterRow:
    """A member has no page of a process any more whose contract was not made: their link says what became of it."""
    return LetterRow(
        (written_on,), portal=PROCESS, console=PROCESS, about_link=True, why="party", tells_with_whom=True
    )


def _for_who_completes() -> LetterRow:
    return for_coordinators(
        contracts.SignatureAsked,
        contracts.ContractGivenUp,
        contracts.ContractExpired,
        written_on=contracts.DraftOverdue,
    )


ROWS: Mapping[LetterKind, LetterRow] = {
    LetterKind.CONTRACT_TO_COMPLETE: _for_who_completes(),
    LetterKind.CONTRACT_OVERDUE: _for_who_completes(),
    LetterKind.CONTRACT_TO_SIGN: _by_link(contracts.SignatureAsked, "signer", _SIGNED, "process"),
    LetterKind.CONSENT_TO_GIVE: _by_link(contracts.ConsentAsked, "member", _CONSENTED, "person"),
    LetterKind.CONSENT_DUE: _by_link(
        contracts.ConsentAsked,
        "member",
        _CONSENTED,
        "person",
        (LetterKind.CONSENT_TO_GIVE, LetterKind.AMENDMENT_TO_CONSENT, LetterKind.SUPERVISOR_TO_CONSENT),
    ),
    LetterKind.SIGNATURE_DUE: _by_link(
        contracts.SignatureAsked,
        "signer",
        _SIGNED,
        "process",
        (LetterKind.CONTRACT_TO_SIGN, LetterKind.AMENDMENT_TO_SIGN, LetterKind.SUPERVISOR_TO_SIGN),
    ),
    LetterKind.SIGNATURE_OVERDUE: LetterRow(
        (contracts.SignatureAsked,),
        console=PROCESS,
        why="coordinator",
        tells_with_whom=True,
        answered_by=_SIGNED,
    ),
    LetterKind.SIGNING_DECLINED: LetterRow(
        (contracts.SigningDeclined,),
        console=f"{PROCESS}/contracting",
        why="coordinator",
        tells_with_whom=True,
    ),
    LetterKind.CONSENT_REFUSED: LetterRow(
        (contracts.ConsentRefused,), console=f"{PROCESS}/contracting", why="coordinator", tells_with_whom=True
    ),
    LetterKind.CONSENT_AFTER_ALL: LetterRow(
        (contracts.ConsentGiven,), console=PROCESS, why="coordinator", tells_with_whom=True
    ),
    LetterKind.CONTRACT_WITHDRAWN: _of_an_end(contracts.ContractWithdrawn),
    LetterKind.LEFT_OUT_OF_CONTRACT: LetterRow(
        (contracts.ContractCompleted,), portal="/home", about_link=True, why="asked_before"
    ),
    LetterKind.CONTRACT_GIVEN_UP: _of_an_end(contracts.ContractGivenUp),
    LetterKind.MEETING_ARRANGED: LetterRow(
        (contracts.MeetingArranged,), portal=PROCESS, console=PROCESS, why="party", tells_with_whom=True
    ),
    LetterKind.MEETING_OFF: LetterRow(
        (
            contracts.MeetingHeld,
            contracts.MeetingWaived,
            contracts.MeetingCorrected,
            contracts.ContractGivenUp,
        ),
        portal=PROCESS,
        console=PROCESS,
        why="party",
        tells_with_whom=True,
    ),
    LetterKind.CONTRACT_SIGNED: LetterRow(
        (contracts.ContractSigned,),
        portal=f"{PROCESS}/contract",
        console=f"{PROCESS}/contracting",
        why="party",
        tells_with_whom=True,
    ),
    LetterKind.AMENDMENT_TO_SIGN: _by_link(contracts.SignatureAsked, "signer", _SIGNED, "process"),
    LetterKind.AMENDMENT_TO_CONSENT: _by_link(contracts.ConsentAsked, "party", _CONSENTED, "person"),
    LetterKind.AMENDMENT_TOLD: _of_an_amendment(contracts.AmendmentDrafted),
    LetterKind.SUPERVISOR_TO_SIGN: _by_link(
        contracts.SignatureAsked, "signer", _SIGNED, "process", names_person=True
    ),
    LetterKind.SUPERVISOR_TO_CONSENT: _by_link(
        contracts.ConsentAsked, "party", _CONSENTED, "person", names_person=True
    ),
    LetterKind.SUPERVISOR_TOLD: _of_an_amendment(contracts.AmendmentDrafted, names_person=True),
    LetterKind.AMENDMENT_TOO_LATE: LetterRow(
        (contracts.AmendmentTooLate,),
        console=f"{PROCESS}/amendment",
        why="coordinator",
        tells_with_whom=True,
        answered_by=(contracts.AmendmentEnded,),
    ),
    LetterKind.AMENDMENT_ENDED: _of_an_amendment(contracts.AmendmentEnded, ended=True),
    LetterKind.TERMS_CHANGED: LetterRow(
        (contracts.ContractAmended,), console=PROCESS, names_organisation=True, why="finance"
    ),
    LetterKind.CONTRACT_AMENDED: _of_an_amendment(contracts.ContractAmended, names_person=True),
    LetterKind.CONTRACT_EXPIRED: _of_an_end(contracts.ContractExpired),
    LetterKind.CONTRACT_NOT_SIGNED: LetterRow(
        (contracts.ContractExpired,), console=PROCESS, why="coordinator", tells_with_whom=True
    ),
}
