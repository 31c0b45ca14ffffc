"""Somebody else for what is accepted, tried or renewed, as long as its paper is not with its signers.

Nobody accepts a proposal anew for it: who signs the contract or agrees to the trial reads there who the supervisor is.
"""

from services.intake.offers import correcting
from services.intake.tables import Inquiry
from services.messages.contracts import ShowTrial
from services.messages.intake import ChooseSupervisor, InquiryStatus
from services.messages.values import Role, Viewer
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal

_WAITS_FOR_ITS_PAPER = (InquiryStatus.ACCEPTED, InquiryStatus.RENEWAL)


def may_replace(inquiry: Inquiry) -> bool:
    """How far its paper is, that paper's owner knows."""
    waits = inquiry.status in _WAITS_FOR_ITS_PAPER
    return waits and not inquiry.ended and inquiry.contract_signed_at is None


async def check_paper(ask: Asker, inquiry: Inquiry, order: ChooseSupervisor) -> None:
    """Whoever is chosen already is chosen. Refuses: already_signing, trial_agreed."""
    if not may_replace(inquiry) or inquiry.supervisor_id == order.supervisor_id:
        return
    if not inquiry.trial_open:
        await correcting.check_is_draft(ask, inquiry.process_id, tries_first=False)
    elif await _is_agreed(ask, order):
        raise Refusal("trial_agreed", "process_id")


async def _is_agreed(ask: Asker, order: ChooseSupervisor) -> bool:
    viewer = Viewer(person_id=order.chosen_by, role=Role.COORDINATOR)
    try:
        trial = await ask(ShowTrial(process_id=order.process_id, viewer=viewer))
    except Refusal as refusal:
        if refusal.code not in ("unknown_process", "no_trial"):
            raise
        return False
    return trial.status == "agreed" and not trial.may_hand_over
