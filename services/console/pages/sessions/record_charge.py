"""What the record of a session comes to, before the press: billing says, to whoever may record it or put it right."""

from services.console.pages.sessions.opened_session import Opened
from services.messages.billing import RecordCharge, ShowRecordCharge
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.pages.visit import Visit


async def charge_of(visit: Visit, opened: Opened) -> RecordCharge:
    """Empty for who may do neither, and while billing does not know the contract yet."""
    card = opened.card
    if not (card.may_record or card.may_correct):
        return RecordCharge()
    query = ShowRecordCharge(
        process_id=opened.shown.process_id,
        session_id=card.session_id,
        performed_on=local_date(card.starts_at),
        minutes=opened.minutes,
        trial=card.trial,
        viewer=visit.viewer,
    )
    try:
        return await visit.ask(query)
    except Refusal as refusal:
        if refusal.code != "unknown_process":
            raise
        return RecordCharge()
