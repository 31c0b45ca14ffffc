"""One thin function per message: what sessions answers, and what it listens to."""

from services.messages import contracts
from services.messages import sessions as words
from services.messages.envelope import Done
from services.runtime.asking import Work
from services.runtime.refusal import Refusal
from services.sessions import (
    agenda,
    agreements,
    attendance,
    booking,
    goals,
    notes,
    openings,
    reviews,
    settling,
    weekly_hours,
)
from services.sessions.confidential import Vault, key_of_keys
from services.sessions.tables import Agreement


async def contract_signed(event: contracts.ContractSigned, work: Work) -> None:
    """Goals may be set from now on."""
    await agreements.keep(work.session, event.process_id, event.terms, event.parties)


async def offer_availability(order: words.OfferAvailability, work: Work) -> Done:
    await weekly_hours.offer(work.session, order)
    return Done()


async def withdraw_availability(order: words.WithdrawAvailability, work: Work) -> Done:
    await weekly_hours.withdraw(work.session, order)
    return Done()


async def list_availability(query: words.ListAvailability, work: Work) -> words.AvailabilityList:
    return await weekly_hours.shown_to(work.session, query.supervisor_id, query.viewer)


async def preview_series(query: words.PreviewSeries, work: Work) -> words.SeriesPlan:
    """Of the contract as it stands, signed or not."""
    card = await work.ask(contracts.ShowContract(process_id=query.process_id))
    agreement = Agreement(**agreements.facts(query.process_id, card.terms, card.parties))
    return await booking.preview(work.session, agreement, query.as_of)


async def plan_series(order: words.PlanSeries, work: Work) -> words.SeriesPlan:
    """Next: services/sessions/booking.py:plan_series"""
    card = await work.ask(contracts.ShowContract(process_id=order.process_id))
    if card.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    await agreements.keep(work.session, order.process_id, card.terms, card.parties)
    return await booking.plan_series(work.session, order.process_id, order.as_of)


async def list_sessions(query: words.ListSessions, work: Work) -> words.SessionList:
    await agreements.reached(work.session, query.process_id, query.viewer)
    rows = await booking.all_of(work.session, query.process_id)
    return words.SessionList(sessions=[agenda.card(row) for row in rows])


async def list_my_sessions(query: words.ListMySessions, work: Work) -> words.SessionList:
    rows = await agenda.own(work.session, query)
    return words.SessionList(sessions=[agenda.card(row) for row in rows])


async def show_session(query: words.ShowSession, work: Work) -> words.SessionShown:
    return await agenda.show(work.session, query)


async def list_free_times(query: words.ListFreeTimes, work: Work) -> words.FreeTimes:
    return await openings.of_session(work.session, query)


async def move_session(order: words.MoveSession, work: Work) -> words.SessionCard:
    return agenda.card(await booking.move(work.session, order))


async def preview_cancellation(query: words.PreviewCancellation, work: Work) -> words.CancellationPreview:
    """Next: services/billing/handlers.py:quote_cancellation"""
    return await attendance.preview_cancellation(work.session, query)


async def cancel_session(order: words.CancelSession, work: Work) -> words.SessionCard:
    return agenda.card(await attendance.cancel(work.session, order))


async def record_held(order: words.RecordHeld, work: Work) -> words.SessionCard:
    return agenda.card(await attendance.record_held(work.session, order))


async def record_no_show(order: words.RecordNoShow, work: Work) -> words.SessionCard:
    return agenda.card(await attendance.record_no_show(work.session, order))


async def settle_series(order: words.SettleSeries, work: Work) -> words.SeriesState:
    return await settling.settle_series(work.session, order.process_id, order.as_of)


async def open_review(order: words.OpenReview, work: Work) -> Done:
    await reviews.open_review(work.session, order)
    return Done()


async def record_review(order: words.RecordReview, work: Work) -> Done:
    await reviews.record(work.session, _vault(work), order)
    return Done()


async def waive_review(order: words.WaiveReview, work: Work) -> Done:
    await reviews.waive(work.session, _vault(work), order)
    return Done()


async def remind_review(order: words.RemindReview, work: Work) -> Done:
    await reviews.remind(work.session, order)
    return Done()


async def list_reviews(query: words.ListReviews, work: Work) -> words.ReviewList:
    return await reviews.shown_to(work.session, _vault(work), query.process_id, query.viewer)


async def consent_to_review(order: words.ConsentToReview, work: Work) -> Done:
    await reviews.consent(work.session, order)
    return Done()


async def set_goal(order: words.SetGoal, work: Work) -> Done:
    await goals.set_goal(work.session, _vault(work), order)
    return Done()


async def score_goal(order: words.ScoreGoal, work: Work) -> Done:
    await goals.score(work.session, order)
    return Done()


async def release_goal(order: words.ReleaseGoal, work: Work) -> Done:
    await goals.release(work.session, order)
    return Done()


async def list_goals(query: words.ListGoals, work: Work) -> words.Goals:
    return await goals.shown_to(work.session, _vault(work), query.process_id, query.viewer)


async def write_note(order: words.WriteNote, work: Work) -> Done:
    await notes.write(work.session, _vault(work), order)
    return Done()


async def read_note(query: words.ReadNote, work: Work) -> words.Note:
    return await notes.read(work.session, _vault(work), query)


def _vault(work: Work) -> Vault:
    return Vault(work.session, key_of_keys(work.settings.keys))
