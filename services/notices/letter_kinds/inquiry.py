"""Letters about inquiries, their screening and matching, and proposals."""

from collections.abc import Mapping

from services.messages import intake
from services.notices.letter_kinds.kinds import LetterKind
from services.notices.letter_kinds.rows import PROCESS, LetterRow, for_coordinators

_PROPOSAL_ANSWERED = (
    intake.ProposalSent,
    intake.ProposalAnswered,
    intake.ProposalExpired,
    intake.InquiryWithdrawn,
)

ROWS: Mapping[LetterKind, LetterRow] = {
    LetterKind.INQUIRY_RECEIVED: LetterRow((intake.InquiryReceived,), portal=PROCESS, why="asked"),
    LetterKind.INQUIRY_ENTERED: LetterRow(
        (intake.InquiryReceived,),
        confirmed_by_link=True,
        why="entered",
        answered_by=(intake.InquiryConfirmed, intake.InquiryWithdrawn),
    ),
    LetterKind.INQUIRY_TO_CONFIRM: LetterRow(
        (intake.InquiryChanged,),
        confirmed_by_link=True,
        why="corrected",
        answered_by=(intake.InquiryConfirmed, intake.InquiryWithdrawn),
    ),
    LetterKind.INQUIRY_CORRECTED: LetterRow((intake.InquiryChanged,), portal=PROCESS, why="asked"),
    LetterKind.INQUIRY_WITHDRAWN: LetterRow((intake.InquiryWithdrawn,), portal="/inquiry", why="asked"),
    LetterKind.INQUIRY_TAKEN_BACK: LetterRow((intake.InquiryWithdrawn,), console=PROCESS, why="coordinator"),
    LetterKind.INQUIRY_REDIRECTED: LetterRow((intake.ScreeningDecided,), portal=PROCESS, why="asked"),
    LetterKind.SCREENING_DUE: for_coordinators(intake.ScreeningDecided, intake.InquiryWithdrawn),
    LetterKind.SCREENING_OVERDUE: for_coordinators(intake.ScreeningDecided, intake.InquiryWithdrawn),
    LetterKind.MATCHING_DUE: for_coordinators(intake.SupervisorMatched, intake.InquiryWithdrawn),
    LetterKind.MATCHING_OVERDUE: for_coordinators(intake.SupervisorMatched, intake.InquiryWithdrawn),
    LetterKind.INTEREST_ASKED: LetterRow(
        (intake.InterestAsked,),
        console="/interests/{process_id}",
        names_organisation=True,
        answered_by=(intake.SupervisorMatched, intake.InquiryWithdrawn),
    ),
    LetterKind.INTEREST_DECLARED: LetterRow(
        (intake.InterestDeclared,),
        console="/matching/{process_number}",
        names_organisation=True,
        why="coordinator",
    ),
    LetterKind.INTEREST_HINDERS: LetterRow(
        (intake.InterestDeclared,),
        console=f"{PROCESS}/interest",
        names_organisation=True,
        why="coordinator",
    ),
    LetterKind.INTEREST_SETTLED: LetterRow(
        (intake.InterestDeclared,), console="/papers/{process_id}", names_organisation=True
    ),
    LetterKind.PROPOSAL_TO_MAKE: for_coordinators(intake.ProposalSent, intake.InquiryWithdrawn),
    LetterKind.PROPOSAL_OVERDUE: for_coordinators(intake.ProposalSent, intake.InquiryWithdrawn),
    LetterKind.PROPOSAL_SENT: LetterRow(
        (intake.ProposalSent,),
        portal=f"{PROCESS}/proposal",
        why="customer",
        tells_with_whom=True,
        answered_by=_PROPOSAL_ANSWERED,
    ),
    LetterKind.PROPOSAL_SENT_ANEW: LetterRow(
        (intake.ProposalSent,),
        portal=f"{PROCESS}/proposal",
        why="customer",
        tells_with_whom=True,
        answered_by=_PROPOSAL_ANSWERED,
    ),
    LetterKind.PROPOSAL_CORRECTED: LetterRow(
        (intake.ProposalSent,),
        portal=f"{PROCESS}/proposal",
        why="customer",
        tells_with_whom=True,
        answered_by=_PROPOSAL_ANSWERED,
    ),
    LetterKind.PROPOSAL_DUE: LetterRow(
        (intake.StepOverdue,),
        reminds_of=(LetterKind.PROPOSAL_SENT, LetterKind.PROPOSAL_SENT_ANEW, LetterKind.PROPOSAL_CORRECTED),
        portal=f"{PROCESS}/proposal",
        why="customer",
        tells_with_whom=True,
        answered_by=_PROPOSAL_ANSWERED,
    ),
    LetterKind.PROPOSAL_EXPIRED: LetterRow(
        (intake.ProposalExpired,), portal=PROCESS, why="customer", tells_with_whom=True
    ),
    LetterKind.PROPOSAL_WITHDRAWN: LetterRow(
        (intake.InquiryWithdrawn,), portal=f"{PROCESS}/proposal", why="customer", tells_with_whom=True
    ),
    LetterKind.CORRECTION_EXPIRED: LetterRow(
        (intake.ProposalExpired,), portal=PROCESS, why="customer", tells_with_whom=True
    ),
    LetterKind.PROPOSAL_UNANSWERED: LetterRow(
        (intake.ProposalExpired,), console=PROCESS, why="coordinator", tells_with_whom=True
    ),
    LetterKind.PROPOSAL_DECLINED: LetterRow(
        (intake.ProposalAnswered,),
        console=f"{PROCESS}/proposing",
        why="coordinator",
        tells_with_whom=True,
        answered_by=(intake.ProposalSent,),
    ),
}
