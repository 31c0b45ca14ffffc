"""The sessions' year: what happens at each meeting, the goals, the reviews, and the choice at the end.

The dates come from the services; what was done already is seen in their answers and not done again.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from deploy.demo import people as who
from deploy.demo.arranging import GROUP, MANAGER, Commission
from deploy.demo.script import Act, Calendar, local
from services.messages import contracts, sessions
from services.messages.sessions import PlanShown, ReviewCard, SessionCard
from services.runtime.finland import days_after, local_date, to_local, working_days_after

RECORDED_AFTER = timedelta(minutes=30)
LATE_NOTICE = timedelta(hours=20)
GOALS: dict[str, tuple[str, ...]] = {
    GROUP.name: (
        "Puhumme vaikeista asiakastilanteista yhdessä ennen kuin ne kasautuvat.",
        "Jokaisella on selvä paikka tiimissä.",
    ),
    MANAGER.name: ("Jag vet vad som hör till min roll som chef.",),
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


def meet(commission: Commission, held: Sequence[SessionCard]) -> list[Act]:
    """What is still to be done at the commission's planned sessions."""
    return [act for one in held if one.status == "planned" for act in at_session(commission, one)]


def at_session(commission: Commission, session: SessionCard) -> list[Act]:
    if commission is not MANAGER:
        return [record_held(commission, session)]
    match session.number:
        case 4:
            return [cancel_late(commission, session)]
        case 7:
            return [record_no_show(commission, session)]
        case 9 if session.sequence == 0:
            return [move(commission, session)]
        case _:
            return [record_held(commission, session)]


def record_held(commission: Commission, session: SessionCard) -> Act:
    at = to_local(session.ends_at + RECORDED_AFTER)
    missing = 1 if commission is GROUP and session.number % 5 == 0 else 0
    present = commission.supervisees[missing:]
    order = sessions.RecordHeld(
        session_id=session.session_id,
        present=[one.person_id for one in present],
        recorded_by=supervisor(commission).person_id,
        as_of=at,
    )
    what = f"records session {session.number} of {commission.name} as held"
    return Act(at, str(supervisor(commission)), what, (order,))


def record_no_show(commission: Commission, session: SessionCard) -> Act:
    at = to_local(session.ends_at + RECORDED_AFTER)
    order = sessions.RecordNoShow(
        session_id=session.session_id, recorded_by=supervisor(commission).person_id, as_of=at
    )
    what = f"records a no-show at session {session.number} of {commission.name}"
    return Act(at, str(supervisor(commission)), what, (order,))


def cancel_late(commission: Commission, session: SessionCard) -> Act:
    at = to_local(session.starts_at - LATE_NOTICE)
    person = commission.supervisees[0]
    order = sessions.CancelSession(
        session_id=session.session_id, cancelled_by="supervisee", person_id=person.person_id, as_of=at
    )
    return Act(at, str(person), f"cancels session {session.number} of {commission.name} late", (order,))


def move(commission: Commission, session: SessionCard) -> Act:
    """To the next day at the same time, told six days before."""
    at = to_local(session.starts_at - timedelta(days=6))
    order = sessions.MoveSession(
        session_id=session.session_id,
        starts_at=days_after(session.starts_at, 1),
        moved_by=commission.supervisees[0].person_id,
        party="supervisee",
        as_of=at,
    )
    what = f"moves session {session.number} of {commission.name} by a day"
    return Act(at, str(commission.supervisees[0]), what, (order,))


def set_goals(commission: Commission, first: SessionCard) -> list[Act]:
    """After the first session, in the supervisees' own words; the supervisor writes a private note."""
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
        author_id=supervisor(commission).person_id,
        text=NOTE,
        as_of=at,
    )
    return [
        Act(at, f"The supervisee(s) of {commission.name}", "set goals of their own", orders),
        Act(at, str(supervisor(commission)), "writes a note that only they can read", (note,)),
    ]


def goal_id(commission: Commission, words: str) -> UUID:
    return who.id_of(f"{commission.name}: {words}")


def review(commission: Commission, opened: Sequence[ReviewCard]) -> list[Act]:
    """Each open review is held five days after it was opened: goals are scored, then the review is recorded."""
    return [hold_review(commission, one) for one in opened if one.status == "open"]


def hold_review(commission: Commission, opened: ReviewCard) -> Act:
    day = local_date(opened.opened_at) + timedelta(days=5)
    at = local(day, 10)
    scores = tuple(
        sessions.ScoreGoal(
            goal_id=goal_id(commission, words),
            score=1 if opened.kind == "final" else 0,
            scored_by=supervisor(commission).person_id,
            as_of=at,
        )
        for words in GOALS.get(commission.name, ())
    )
    done = sessions.RecordReview(
        process_id=commission.process_id,
        kind=opened.kind,
        benefit=True,
        wants_to_continue=commission is GROUP,
        recorded_by=supervisor(commission).person_id,
        as_of=at,
    )
    what = f"holds the {opened.kind} review of {commission.name}"
    return Act(at, str(supervisor(commission)), what, (*scores, done))


def choose(commission: Commission, calendar: Calendar) -> Act:
    """The group goes on for another year, the manager's process closes."""
    day: date = calendar.ends_on - timedelta(days=20)
    at = local(day, 11)
    renews = commission is GROUP
    order = contracts.ChooseContinuation(
        process_id=commission.process_id,
        choice="renew" if renews else "close",
        successor_id=successor_id(commission) if renews else None,
        chosen_by=commission.contact.person_id,
        as_of=at,
    )
    what = f"chooses to {'renew' if renews else 'close'} {commission.name}"
    return Act(at, str(commission.contact), what, (order,))


def successor_id(commission: Commission) -> UUID:
    return who.id_of(f"successor of {commission.name}")


def supervisor(commission: Commission) -> who.Someone:
    assert commission.supervisor is not None
    return commission.supervisor
