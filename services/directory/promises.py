"""What the provider promises, dated: set from a day on, and what holds on a day."""

from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.rights import authority
from services.directory.tables import DatedPromises, SaidPromises
from services.messages import directory as messages
from services.messages.cancelling import tiers_fault
from services.messages.promises import MOST_MONTHS, Promises
from services.runtime.commands.refusal import Refusal
from services.runtime.far_days import refuse_far
from services.runtime.finland import local_date
from services.runtime.policy import Belongs
from services.runtime.provider import standing

# What falls due first, then what has to fall due after it (or be told of, before a last day).
_ONE_AFTER_THE_OTHER = (
    ("screening_working_days", "screening_escalates_working_days"),
    ("matching_working_days", "matching_escalates_working_days"),
    ("proposal_working_days", "proposal_escalates_working_days"),
    ("contract_working_days", "contract_escalates_working_days"),
    ("proposal_reminder_days", "proposal_valid_days"),
    ("proposal_valid_days", "begins_after_days"),
    ("signing_reminder_days", "signing_second_reminder_days"),
    ("signing_second_reminder_days", "signing_escalates_days"),
    ("signing_escalates_days", "signing_ends_days"),
    ("continuation_again_days", "continuation_days"),
)


async def set_from(db: AsyncSession, order: messages.SetPromises) -> None:
    """A new row, or other numbers in that day's; the same again changes nothing.

    Refuses: administrators_only, validity_in_the_past, falls_due_too_early, notice_too_long, day_too_late,
    set_meanwhile.
    """
    await _check_administrator(db, order)
    check(order.promises)
    await standing.hold(db, "promises")
    row = await db.get(DatedPromises, order.valid_from, with_for_update=True)
    if row and Promises.model_validate(row.promises) == order.promises:
        return
    if order.valid_from < local_date(order.as_of):
        raise Refusal("validity_in_the_past", "valid_from", "is a day that has passed")
    refuse_far("valid_from", order.valid_from, order.as_of, years_back=0, years_ahead=5)
    standing.check_seen(order.seen, (await all_set(db)).mark)
    facts = order.model_dump(include={"valid_from", "promises", "set_by"}) | {"set_at": order.as_of}
    await db.merge(DatedPromises(**facts))
    db.add(SaidPromises(**facts))
    await db.flush()


def check(promises: Promises) -> None:
    """Refuses: falls_due_too_early, notice_too_long, tiers_in_two_units, notice_twice, later_costs_less."""
    if promises.notice_unit == "months" and promises.notice_number > MOST_MONTHS:
        raise Refusal("notice_too_long", "promises.notice_number", f"is at most {MOST_MONTHS} months")
    for first, later in _ONE_AFTER_THE_OTHER:
        if getattr(promises, later) <= getattr(promises, first):
            raise Refusal("falls_due_too_early", f"promises.{later}", f"is not more than {first}")
    for name in ("individual_tiers", "group_tiers"):
        if wrong := tiers_fault(getattr(promises, name)):
            raise Refusal(wrong, f"promises.{name}")


async def in_force(db: AsyncSession, on: date) -> messages.PromisesInForce:
    begun = select(DatedPromises).where(DatedPromises.valid_from <= on)
    row = (await db.exec(begun.order_by(col(DatedPromises.valid_from).desc()).limit(1))).first()
    if row is None:
        return messages.PromisesInForce(promises=Promises())
    return messages.PromisesInForce(promises=Promises.model_validate(row.promises), valid_from=row.valid_from)


async def all_set(db: AsyncSession) -> messages.PromisesList:
    """What was said first for a day as well, when that was said otherwise afterwards."""
    said: list[DatedPromises | SaidPromises] = [*(await db.exec(select(SaidPromises))).all()]
    kept = {(one.valid_from, one.set_at) for one in said}
    dated = (await db.exec(select(DatedPromises))).all()
    said += [one for one in dated if (one.valid_from, one.set_at) not in kept]
    rows = sorted(said, key=lambda one: (one.valid_from, one.set_at), reverse=True)
    return messages.PromisesList(
        promises=[messages.PromisesInForce.model_validate(row.model_dump()) for row in rows],
        mark=standing.mark_of([(one.valid_from, one.set_at) for one in rows]),
    )


async def _check_administrator(db: AsyncSession, order: messages.SetPromises) -> None:
    if not await authority.may(db, order.set_by, "set_promises", Belongs()):
        raise Refusal("administrators_only", "set_by")
