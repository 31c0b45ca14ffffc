"""The sessions' year: what happens at each meeting, the goals, the reviews, and the choice at the end.

The dates come from the services; what was done already is seen in their answers and not done again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from deploy.demo.commission import CHOSEN_BEFORE, Commission, Seen
from deploy.demo.commissions import GROUP, MANAGER, TEACHERS
from deploy.demo.goals import CARRIED_ON, goal_id
from deploy.demo.script import Act, local
from deploy.demo.turns.sessions import record_held
from services.messages import contracts, sessions
from services.messages.sessions import PlanShown, ReviewCard, SessionCard
from services.runtime.finland import local_date, to_local, working_days_after

GOALS: dict[str, tuple[str, ...]] = {
    GROUP.name: (
        "Puhumme vaikeista asiakastilanteista yhdessä ennen kuin ne kasautuvat.",
        "Jokaisella on selvä paikka tiimissä.",
    ),
    MANAGER.name: ("Jag vet vad som hör till min roll som chef.",),
    TEACHERS.name: (CARRIED_ON,),
}
NOTE = "Muistiinpano: ryhmä pysähtyi tapaukseen HAUKKA-7719 ja palaa siihen."
"""Only its author may ever read it: tests search for these words where they must not be."""


def confirm(commission: Commission, plan: PlanShown) -> Act:
    """The next working day, by whoever acts for those who meet."""
    assert plan.proposed_at
    at = local(local_date(working_days_after(plan.proposed_at, 1)), 10)
    person = commission.supervisees[0]
    order = sessions.ConfirmPlan(
        process_id=commission.process_id, revision=plan.revision, person_id=person.person_id, as_of=at
    )
    return Act(at, str(person), f"confirms the days of {commission.name}", (order,))


def meet(seen: Seen) -> list[Act]:
    """What is still to be done at the commission's planned sessions, and what else turns in its year."""
    planned = [one for one in seen.sessions if one.status == "planned"]
    turned = [act for turn in seen.commission.turns for act in turn.acts(seen)]
    return [*(act for one in planned for act in at_session(seen, one)), *turned]


def at_session(seen: Seen, session: SessionCard) -> list[Act]:
    for turn in seen.commission.turns:
        if (acts := turn.at_session(seen, session)) is not None:
            return acts
    return [record_held(seen.commission, session)]


def set_goals(commission: Commission, first: SessionCard) -> list[Act]:
    """After the first session, in the supervisees' own words, where they set any; the supervisor writes a note."""
    at = to_local(first.ends_at + timedelta(hours=2))
    orders = tuple(
        sessions.SetGoal(
            goal_id=goal_id(commission, words),
            process_id=commission.process_id,
            text=words,
            set_by=commission.supervisees[0].person_id,
            as_of=at,
        )
        for words in GOALS.get(commission.name, ())
    )
    note = sessions.WriteNote(
        session_id=first.session_id,
        author_id=commission.led_by.person_id,
        text=NOTE,
        as_of=at,
    )
    goals = [Act(at, f"The supervisee(s) of {commission.name}", "set goals of their own", orders)]
    own = Act(at, str(commission.led_by), "writes a note that only they can read", (note,))
    return [*(goals if orders else ()), own]


def review(commission: Commission, opened: Sequence[ReviewCard]) -> list[Act]:
    """Each open review is held five days after it was opened: goals are scored, then the review is recorded."""
    return [hold_review(commission, one) for one in opened if one.status == "open"]


def hold_review(commission: Commission, opened: ReviewCard) -> Act:
    day = local_date(opened.opened_at) + timedelta(days=5)
    at = local(day, 10)
    leader = commission.led_on(day)
    scores = tuple(
        sessions.ScoreGoal(
            goal_id=goal_id(commission, words),
            score=1 if opened.kind == "final" else 0,
            scored_by=leader.person_id,
            as_of=at,
        )
        for words in GOALS.get(commission.name, ())
    )
    done = sessions.RecordReview(
        process_id=commission.process_id,
        kind=opened.kind,
        benefit=True,
        wants_to_continue=commission.renews,
        recorded_by=leader.person_id,
        as_of=at,
    )
    what = f"holds the {opened.kind} review of {commission.name}"
    return Act(at, str(leader), what, (*scores, done))


def choose(seen: Seen) -> list[Act]:
    """Twenty days before its last day, both sides where it goes on; of one that ends before, nobody asks."""
    commission = seen.commission
    if any(turn.ends_early for turn in commission.turns):
        return []
    at = local(seen.contract.terms.ends_on - CHOSEN_BEFORE, 11)
    choosing = [commission.contact.person_id]
    if commission.renews:
        choosing.append(commission.acts_for_on(local_date(at)).person_id)
    orders = tuple(_choice(commission, who_says_so, at) for who_says_so in dict.fromkeys(choosing))
    what = f"chooses to {'renew' if commission.renews else 'close'} {commission.name}"
    return [Act(at, str(commission.contact), what, orders)]


def _choice(commission: Commission, chosen_by: UUID, at: datetime) -> contracts.ChooseContinuation:
    return contracts.ChooseContinuation(
        process_id=commission.process_id,
        choice="renew" if commission.renews else "close",
        successor_id=commission.successor_id if commission.renews else None,
        chosen_by=chosen_by,
        as_of=at,
    )
