"""What a cancellation would cost, told before it is made: the percent and the price of the item that it would be."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.items import terms, vat
from services.billing.items.cancellation import Notice
from services.billing.tables import DatedTerms
from services.messages.billing import CancellationQuote, ItemKind, QuoteCancellation, ShowRecordCharge
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import Belongs, reaches, sees


async def cancellation(db: AsyncSession, query: QuoteCancellation) -> CancellationQuote:
    """By the same terms, percent and rounding as services/billing/items/recording.py.

    Refuses: unknown_process, terms_not_known.
    """
    holding = await of_its_day(db, query)
    belongs = await reached(db, query, holding)
    if holding is None:
        raise Refusal("terms_not_known", "performed_on")
    notice = Notice(query.cancelled_by, query.notice_hours, query.notice_working_days)
    percent = terms.percent_for(ItemKind.CANCELLED, notice, holding)
    priced = sees(query.viewer, "prices_and_invoices", belongs) == "yes"
    cents = vat.percent_of(holding.price_cents, percent)
    theirs = vat.with_vat(cents, holding.vat_category, query.performed_on) if holding.consumer else None
    return CancellationQuote(
        percent=percent,
        net_cents=cents if priced else None,
        consumer_cents=theirs if priced else None,
        tiers=sorted(
            terms.tiers_of(holding), key=lambda t: (t.notice_hours or 0, t.notice_working_days or 0)
        ),
    )


async def of_its_day(db: AsyncSession, query: QuoteCancellation | ShowRecordCharge) -> DatedTerms | None:
    """None where there is no price for the session."""
    try:
        return await terms.in_force(
            db, query.process_id, query.performed_on, query.minutes, trial=query.trial
        )
    except terms.TermsNotKnownYet:
        return None


async def reached(
    db: AsyncSession, query: QuoteCancellation | ShowRecordCharge, of_day: DatedTerms | None
) -> Belongs:
    """Whose the process is, or whose that day of it is: who stands in, and who has it until another one's first day.

    Refuses: unknown_process.
    """
    for one in (await terms.latest(db, query.process_id), of_day):
        if one and reaches(query.viewer, _belongs(one)):
            return _belongs(one)
    raise Refusal("unknown_process", "process_id")


def _belongs(row: DatedTerms) -> Belongs:
    return Belongs(
        organisation_id=row.organisation_id,
        department_id=row.department_id,
        supervisee_ids=frozenset(row.supervisee_ids),
        supervisor_id=row.supervisor_id,
    )
