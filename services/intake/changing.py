"""An inquiry is put right: changed, confirmed by who asks, withdrawn."""

from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import inquiries, queries
from services.intake.askers import registering
from services.intake.tables import Inquiry, InquiryChange, Proposal
from services.messages import intake as messages
from services.messages.directory import PRIVATE_PERSON, AdmissionEnd, ShowLanguages
from services.messages.intake import InquiryStatus
from services.messages.values import Role, Viewer
from services.runtime import commissioners, permitted
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import can
from services.runtime.storage.database import take_in

# What is asked for; who asks stands in directory, once it is decided for whom the process is.
_ASKED_FOR = {
    "language", "audience", "headcount", "wishes", "themes", "region", "remote_ok", "duration_minutes",
    "template", "preferred_weekdays", "preferred_times", "preferred_from", "message",
}  # fmt: skip
_CONTACT = {"contact_given_name", "contact_family_name", "contact_email"}
_CHANGES_UNTIL = (InquiryStatus.RECEIVED, InquiryStatus.IN_MATCHING)
_WITHDRAWN_UNTIL = (
    InquiryStatus.RECEIVED,
    InquiryStatus.IN_MATCHING,
    InquiryStatus.MATCHED,
    InquiryStatus.PROPOSED,
    InquiryStatus.EXPIRED,
)


async def is_staff(ask: Asker, person_id: UUID) -> bool:
    """Who types for somebody does so in the portal's own form, and comes there from the console."""
    return await permitted.may(ask, person_id, "decide_screening", by_a_link=True)


async def check_enters(ask: Asker, person_id: UUID | None) -> None:
    """Refuses: not_yours_to_decide."""
    if person_id and not await is_staff(ask, person_id):
        raise Refusal("not_yours_to_decide", "entered_by")


async def check_language(ask: Asker, order: messages.SubmitInquiry) -> None:
    """Refuses: language_not_served."""
    served = await ask(ShowLanguages(on=local_date(order.as_of)))
    if order.language not in served.languages:
        raise Refusal("language_not_served", "language", "is not one that is served today")


def changed_fields(inquiry: Inquiry, order: messages.ChangeInquiry) -> dict[str, Any]:
    """What it is to say, of what says something else now."""
    return {
        field: value for field, value in inquiries.as_typed(order).items() if getattr(inquiry, field) != value
    }


def check_may_change(
    inquiry: Inquiry, order: messages.ChangeInquiry, changed: dict[str, Any], *, staff: bool
) -> None:
    """Refuses: not_yours_to_decide, contact_is_who_asks, already_decided, asked_back, inquiry_changed."""
    if not staff and inquiry.contact_id != order.changed_by:
        raise Refusal("not_yours_to_decide", "changed_by")
    if not staff and "contact_email" in changed:
        raise Refusal("contact_is_who_asks", "contact_email", "is who asks")
    until = _CHANGES_UNTIL if staff else _CHANGES_UNTIL[:1]
    settled = sorted(set(changed) - _ASKED_FOR)
    if inquiry.status not in until or (settled and inquiry.status != InquiryStatus.RECEIVED):
        raise inquiries.refusal(inquiry, "already_decided", settled[0] if settled else "inquiry_id")
    if order.revision != inquiry.revision:
        raise Refusal("inquiry_changed", "revision", "is not the newest any more")


def is_another_contact(changed: dict[str, Any]) -> bool:
    return bool(_CONTACT & changed.keys())


async def change(
    db: AsyncSession, order: messages.ChangeInquiry, contact_id: UUID | None, *, staff: bool
) -> Inquiry:
    """The same again changes nothing. contact_id: where it is another one from now on.

    Refuses: unknown_process, not_yours_to_decide, contact_is_who_asks, already_decided, asked_back,
    inquiry_changed.
    """
    inquiry = await inquiries.hold(db, order.inquiry_id)
    changed = changed_fields(inquiry, order)
    if not changed:
        return inquiry
    check_may_change(inquiry, order, changed, staff=staff)
    inquiry.revision += 1
    db.add(_noted(inquiry, order, changed))
    asks_anew = contact_id is not None and contact_id != inquiry.contact_id
    if asks_anew:
        changed |= {"contact_id": contact_id, "asker_id": contact_id, "confirmed_at": None}
    take_in(inquiry, changed)
    await db.flush()
    facts = inquiry.model_dump(include=set(messages.InquiryChanged.model_fields))
    if inquiry.organisation_kind == PRIVATE_PERSON:
        facts["organisation_name"] = None
    event = messages.InquiryChanged(**facts, asks_anew=asks_anew, by_staff=staff, changed_at=order.as_of)
    await announce(db, event)
    return inquiry


def _noted(inquiry: Inquiry, order: messages.ChangeInquiry, changed: dict[str, Any]) -> InquiryChange:
    return InquiryChange(
        process_id=inquiry.process_id,
        revision=inquiry.revision,
        changed_by=order.changed_by,
        changed_at=order.as_of,
        before=to_jsonable_python({field: getattr(inquiry, field) for field in changed}),
    )


async def may_withdraw_as(ask: Asker, inquiry: Inquiry, person_id: UUID) -> bool:
    """Whether the person stands on the customer's side of it, today."""
    if inquiry.asker_id == person_id:
        return True
    customer = (inquiry.organisation_id, inquiry.department_id)
    return customer[0] is not None and person_id in await commissioners.acting_for(
        ask, customer[0], customer[1]
    )


async def withdraw(work: Work, order: messages.WithdrawInquiry, *, staff: bool) -> None:
    """The same again changes nothing. Refuses: unknown_process, already_withdrawn, already_decided."""
    db = work.db
    inquiry = await inquiries.hold(db, order.process_id)
    reason = order.reason.strip() or None
    if inquiry.status == InquiryStatus.WITHDRAWN:
        if inquiry.withdrawn_because != reason:
            raise Refusal("already_withdrawn", "reason", "was given otherwise")
        return
    if inquiry.status not in _WITHDRAWN_UNTIL:
        raise Refusal("already_decided", "process_id")
    because: AdmissionEnd = "asked_back_by_staff" if staff else "asked_back"
    await registering.drop_admission(work.ask, inquiry, order.as_of, because)
    offered = await _has_proposal(db, inquiry.process_id)
    inquiry.status = InquiryStatus.WITHDRAWN
    inquiry.withdrawn_by, inquiry.withdrawn_by_staff = order.withdrawn_by, staff
    inquiry.withdrawn_at, inquiry.withdrawn_because = order.as_of, reason
    inquiry.is_test = order.is_test
    withdrawn = messages.InquiryWithdrawn(
        process_id=order.process_id,
        withdrawn_at=order.as_of,
        by_staff=staff,
        offered=offered,
        is_test=order.is_test,
    )
    await announce(db, withdrawn)


async def _has_proposal(db: AsyncSession, process_id: UUID) -> bool:
    return (
        await db.exec(select(Proposal.process_id).where(Proposal.process_id == process_id).limit(1))
    ).first() is not None


async def confirm(db: AsyncSession, order: messages.ConfirmInquiry) -> None:
    """Once. Refuses: unknown_process, not_the_asker, asked_back."""
    inquiry = await inquiries.hold(db, order.process_id)
    if inquiry.contact_id != order.person_id:
        raise Refusal("not_the_asker", "person_id")
    if inquiry.confirmed_at:
        return
    inquiries.check_stands(inquiry)
    inquiry.confirmed_at = order.as_of
    await announce(db, messages.InquiryConfirmed(process_id=order.process_id, confirmed_at=order.as_of))


def own_part(inquiry: Inquiry, viewer: Viewer) -> dict[str, bool]:
    """Whether this viewer may change it, withdraw it and confirm it now."""
    staff = viewer.role is Role.COORDINATOR
    asks = inquiry.asker_id == viewer.person_id
    until = _CHANGES_UNTIL if staff else _CHANGES_UNTIL[:1]
    acts = staff or asks or can(viewer, "withdraw_inquiry", queries.belongs(inquiry))
    return {
        "may_change": (staff or asks) and inquiry.status in until and not inquiry.renews,
        "may_withdraw": acts and inquiry.status in _WITHDRAWN_UNTIL,
        "may_confirm": _waits_for_word(inquiry) and inquiry.contact_id == viewer.person_id,
    }


def _waits_for_word(inquiry: Inquiry) -> bool:
    """It was entered for somebody, who has not said that it is right; an answer to its proposal says more."""
    entered = inquiry.entered_by is not None and inquiry.confirmed_at is None
    return entered and inquiry.status in _CHANGES_UNTIL
