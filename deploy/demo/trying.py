"""From an accepted proposal to what is said after the trial, and the contract where it goes on."""

import dataclasses
from datetime import date, datetime
from uuid import UUID

from deploy.demo import people as who
from deploy.demo.arranging import sign
from deploy.demo.clauses import CLAUSES
from deploy.demo.commission import Commission, Tried
from deploy.demo.script import Act, Calendar
from deploy.demo.setting_up import register
from deploy.demo.turns.sessions import record_held
from services.messages import contracts
from services.runtime.finland import local_date


def try_out(tried: Tried) -> list[Act]:
    """Prepared, agreed to by everybody, held and decided; then what its turn says, and the contract after a go."""
    commission, calendar = tried.commission, tried.calendar
    agreed = [prepare(commission, calendar), *agree(commission, calendar)]
    if not tried.sessions:
        return agreed
    planned = [one for one in tried.sessions if one.status == "planned"]
    decided = [act for turn in commission.turns for act in turn.decides(tried)]
    return [*agreed, *(record_held(commission, one) for one in planned), *decided, *sign_after(tried)]


def prepare(commission: Commission, calendar: Calendar) -> Act:
    assert commission.trial is not None
    at = calendar.working_day(commission.begins + 5, 10)
    order = contracts.PrepareTrial(
        process_id=commission.process_id,
        replaces=0,
        commissioner_id=commission.contact.person_id,
        representative_id=commission.supervisees[0].person_id,
        supervisee_ids=[one.person_id for one in commission.supervisees],
        first_day=date(calendar.year, *commission.trial.first_day),
        place=CLAUSES[commission.organisation.language][contracts.Clause.PLACE],
        prepared_by=who.COORDINATOR.person_id,
        as_of=at,
    )
    people = tuple(register(one, at, who.COORDINATOR.person_id) for one in commission.supervisees)
    return Act(at, str(who.COORDINATOR), f"prepares the trial of {commission.name}", (*people, order))


def agree(commission: Commission, calendar: Calendar) -> list[Act]:
    """The customer and the supervisor first, the members on the next day."""
    at, later = (calendar.working_day(commission.begins + days, 9) for days in (6, 7))
    name = commission.name
    members = tuple(_yes(commission, one.person_id, later) for one in commission.supervisees)
    return [
        *(
            Act(at, str(one), f"says yes to the trial of {name}", (_yes(commission, one.person_id, at),))
            for one in (commission.contact, commission.led_by)
        ),
        Act(later, f"{len(members)} supervisee(s)", f"say yes to the trial of {name}", members),
    ]


def _yes(commission: Commission, person_id: UUID, at: datetime) -> contracts.AgreeToTrial:
    return contracts.AgreeToTrial(process_id=commission.process_id, revision=1, person_id=person_id, as_of=at)


def sign_after(tried: Tried) -> list[Act]:
    """The contract of what goes on, from the fifth working day after the last session that was tried."""
    if not tried.commission.comes_about:
        return []
    last = max(local_date(one.starts_at) for one in tried.sessions)
    return sign(tried.commission, dataclasses.replace(tried.calendar, start=last), 5)
