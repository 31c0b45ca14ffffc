"""What people say: goals, reviews and notes."""

from services.messages import sessions as messages
from services.messages.envelope import Done
from services.runtime import permitted
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.sessions import asked_first, reaching
from services.sessions.content import goals, notes, reviews
from services.sessions.content.vault import vault_of


async def look_at_series(order: messages.LookAtSeries, work: Work) -> messages.SeriesState:
    return await reaching.look_at_series(work.db, order.process_id, order.as_of)


async def open_review(order: messages.OpenReview, work: Work) -> messages.ReviewAwaited:
    return await reviews.open_review(work.db, order)


async def record_review(order: messages.RecordReview, work: Work) -> Done:
    await asked_first.check_still(work, order.recorded_by, "record_review", "recorded_by")
    await reviews.record(work.db, vault_of(work), order)
    return Done()


async def waive_review(order: messages.WaiveReview, work: Work) -> Done:
    by = order.waived_by
    staff = await permitted.may(work.ask, by, "waive_review")
    if not staff:
        await permitted.check(work.ask, by, "waive_review", "waived_by", supervisor_id=by)
    await reviews.waive(work.db, vault_of(work), order, staff=staff)
    return Done()


async def list_reviews(query: messages.ListReviews, work: Work) -> messages.ReviewList:
    return await reviews.shown_to(work.db, vault_of(work), query, local_date(work.clock.now()))


async def consent_to_review(order: messages.ConsentToReview, work: Work) -> Done:
    await reviews.consent(work, order)
    return Done()


async def refuse_review(order: messages.RefuseReview, work: Work) -> Done:
    await reviews.refuse(work, order)
    return Done()


async def set_goal(order: messages.SetGoal, work: Work) -> messages.GroupAsked:
    return messages.GroupAsked(waits=await goals.set_goal(work.db, vault_of(work), order))


async def score_goal(order: messages.ScoreGoal, work: Work) -> messages.GroupAsked:
    return messages.GroupAsked(waits=await goals.score(work, vault_of(work), order))


async def release_goal(order: messages.ReleaseGoal, work: Work) -> messages.GroupAsked:
    return messages.GroupAsked(waits=await goals.release(work.db, vault_of(work), order))


async def share_goal(order: messages.ShareGoal, work: Work) -> messages.GroupAsked:
    return messages.GroupAsked(waits=await goals.share(work.db, vault_of(work), order))


async def carry_goal_on(order: messages.CarryGoalOn, work: Work) -> messages.GroupAsked:
    return messages.GroupAsked(waits=await goals.carry_on(work.db, vault_of(work), order))


async def agree_to_goal_change(order: messages.AgreeToGoalChange, work: Work) -> Done:
    await goals.answer(work.db, vault_of(work), order)
    return Done()


async def list_goals(query: messages.ListGoals, work: Work) -> messages.Goals:
    return await goals.shown_to(work.db, vault_of(work), query, work.clock.now())


async def write_note(order: messages.WriteNote, work: Work) -> Done:
    await asked_first.check_still(work, order.author_id, "write_note", "author_id")
    await notes.write(work.db, vault_of(work), order)
    return Done()


async def read_note(query: messages.ReadNote, work: Work) -> messages.Note:
    return await notes.read(work.db, vault_of(work), query)
