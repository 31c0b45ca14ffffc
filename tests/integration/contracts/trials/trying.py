"""A trial of one session on Monday 11 January 2027; until the end of 31 December it can be called off for nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.messages.contracts import (
    AgreeToTrial,
    DeclineTrial,
    LookAtTrial,
    PrepareTrial,
    SayTrialDecision,
    ShowTrial,
)
from services.messages.sessions import TrialPlanned, TrialSession
from services.messages.values import Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import end_of
from tests.integration.contracts.builders import (
    COMMISSIONER,
    COORDINATOR,
    MEMBERS,
)

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
T1 = datetime(2027, 1, 11, 11, 0, tzinfo=UTC)
FREE_UNTIL = end_of(date(2026, 12, 31))
ENDS_BY = date(2027, 2, 28)
AFTER = T1 + timedelta(days=1)


def prepared(process_id, **facts) -> PrepareTrial:
    order = {
        "process_id": process_id,
        "replaces": 0,
        "commissioner_id": COMMISSIONER,
        "prepared_by": COORDINATOR,
    }
    order |= {"representative_id": MEMBERS[0], "supervisee_ids": MEMBERS, "first_day": date(2027, 1, 4)}
    return PrepareTrial.model_validate(order | {"as_of": NOW} | facts)


async def plan(house, process_id, *starts_at, revision=1, called_off=()) -> None:
    """As sessions says it."""
    planned = [_session(number, at) for number, at in enumerate(starts_at, 1)]
    said_so = TrialPlanned(
        process_id=process_id,
        revision=revision,
        sessions=planned,
        free_until=FREE_UNTIL if planned else None,
        called_off=[_session(number, at) for number, at in enumerate(called_off, 1)],
    )
    await house.say("sessions", said_so)
    await house.quiet()


def _session(number, at) -> TrialSession:
    return TrialSession(number=number, starts_at=at, ends_at=at + timedelta(minutes=90))


def yes(process_id, person_id, revision=1, at=NOW) -> AgreeToTrial:
    return AgreeToTrial(process_id=process_id, revision=revision, person_id=person_id, as_of=at)


def no(process_id, person_id, revision=1, at=NOW, reason="") -> DeclineTrial:
    order = {"process_id": process_id, "revision": revision, "person_id": person_id, "reason": reason}
    return DeclineTrial.model_validate(order | {"as_of": at})


def word(process_id, person_id, what, at=AFTER, **facts) -> SayTrialDecision:
    order = {"process_id": process_id, "word": what, "person_id": person_id, "as_of": at}
    return SayTrialDecision.model_validate(order | {"members_heard": True} | facts)


def look(process_id, at) -> LookAtTrial:
    return LookAtTrial(process_id=process_id, as_of=at)


async def agreed(house, trial, **facts):
    process_id, who = trial
    await house.ask(prepared(process_id, **facts))
    await plan(house, process_id, T1)
    for person in (COMMISSIONER, who, *MEMBERS):
        await house.ask(yes(process_id, person))
    return process_id, who


async def code(house, order) -> str:
    with pytest.raises(Refusal) as no:
        await house.ask(order)
    return no.value.code


async def shown(house, process_id, person_id, role, **facts):
    viewer = Viewer(person_id=person_id, role=role, **facts)
    return await house.ask(ShowTrial(process_id=process_id, viewer=viewer))
