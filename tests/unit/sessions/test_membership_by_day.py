"""A group over a year of Mondays: whose session, and whose review, each day was."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import to_utc
from services.runtime.policy import reaches
from services.sessions import access
from services.sessions.content import consents
from services.sessions.content.goal_changes import asked
from services.sessions.members.of_a_day import roster_of
from services.sessions.members.roster import FROM_THE_BEGINNING
from services.sessions.tables import (
    Agreement,
    GroupMember,
    Representative,
    Review,
    Session,
    SupervisionProcess,
)

PROCESS, SIGNS, STAYS, SHE, SUPERVISOR, OUTSIDE = (UUID(int=number) for number in range(1, 7))
MONDAYS = [
    date(2027, month, day)
    for day, month in (
        (18, 1), (1, 2), (15, 2), (8, 3), (5, 4), (26, 4), (17, 5), (7, 6),
        (28, 6), (2, 8), (23, 8), (13, 9), (4, 10), (25, 10), (15, 11), (13, 12),
    )
]  # fmt: skip
JOINS, LEAVES = date(2027, 4, 10), date(2027, 10, 5)


def group(*stretches: tuple[UUID, date, date | None]) -> access.Process:
    rows = [
        GroupMember(process_id=PROCESS, person_id=person_id, from_day=from_day, until_day=until_day)
        for person_id, from_day, until_day in stretches
    ]
    return access.Process(
        SupervisionProcess(process_id=PROCESS, organisation_id=OUTSIDE), [agreement()], rows
    )


def agreement() -> Agreement:
    facts: dict[str, Any] = {"supervisor_id": SUPERVISOR, "representative_id": SIGNS}
    facts |= {"starts_on": date(2027, 1, 13), "ends_on": date(2027, 12, 15)}
    return Agreement(process_id=PROCESS, version=1, effective_from=MONDAYS[0], **facts)


THE_GROUP = group((SIGNS, FROM_THE_BEGINNING, None), (STAYS, FROM_THE_BEGINNING, None), (SHE, JOINS, LEAVES))


def test_who_joins_on_10_april_and_leaves_on_5_october_has_sessions_6_to_13() -> None:
    hers = [number for number, day in enumerate(MONDAYS, start=1) if SHE in THE_GROUP.members(day)]
    assert hers == list(range(6, 14))


@pytest.mark.parametrize("number, is_asked", [(9, True), (15, False)])
def test_a_review_needs_the_consent_of_the_members_of_its_day(number: int, *, is_asked: bool) -> None:
    opened = to_utc(MONDAYS[number - 1], time(13))
    review = Review(process_id=PROCESS, kind="interim", opened_at=opened, due_at=opened)
    needed = consents.required(consents.belongs(review, THE_GROUP, MONDAYS[-1]))
    assert (SHE in needed) is is_asked and {SIGNS, STAYS, SUPERVISOR} <= needed


def test_both_ends_of_a_membership_are_counted() -> None:
    for day, is_in in ((JOINS, True), (LEAVES, True), (date(2027, 4, 9), False), (date(2027, 10, 6), False)):
        assert (SHE in THE_GROUP.members(day)) is is_in, day


def test_who_signs_for_the_group_does_so_only_on_days_on_which_they_belong_to_it() -> None:
    left = group((SIGNS, FROM_THE_BEGINNING, LEAVES), (STAYS, FROM_THE_BEGINNING, None))
    assert [left.representative(MONDAYS[number - 1]) for number in (13, 14)] == [SIGNS, None]


def test_whom_the_members_name_acts_for_them_from_that_day_on() -> None:
    rows = [GroupMember(process_id=PROCESS, person_id=one, from_day=date.min) for one in (SIGNS, STAYS)]
    before = date(2026, 12, 1)
    for named, day, signs in (
        ([], MONDAYS[3], SIGNS),
        ([(MONDAYS[3], STAYS)], MONDAYS[2], SIGNS),
        ([(MONDAYS[3], STAYS)], MONDAYS[3], STAYS),
        ([(before, STAYS)], MONDAYS[0], STAYS),
        ([(MONDAYS[3], STAYS), (MONDAYS[5], SIGNS)], MONDAYS[6], SIGNS),
    ):
        told = [Representative(process_id=PROCESS, from_day=since, person_id=who) for since, who in named]
        process = SupervisionProcess(process_id=PROCESS, organisation_id=OUTSIDE)
        assert access.Process(process, [agreement()], rows, told).representative(day) == signs


def test_a_goal_is_asked_about_of_those_who_were_there_when_it_was_set_and_are() -> None:
    before, after = THE_GROUP.members(MONDAYS[4]), THE_GROUP.members(MONDAYS[5])
    assert asked(before, after) == [SIGNS, STAYS], "not who came later"
    assert asked(after, THE_GROUP.members(MONDAYS[13])) == [SIGNS, STAYS], "nor who has left"


def test_a_session_late_in_the_evening_belongs_to_helsinkis_day() -> None:
    late = datetime(2027, 4, 9, 21, 30, tzinfo=UTC)
    review = Review(process_id=PROCESS, kind="interim", opened_at=late, due_at=late)
    assert SHE in consents.belongs(review, THE_GROUP, JOINS).supervisee_ids


def as_seen(person_id: UUID, role: Role) -> Viewer:
    return Viewer(person_id=person_id, role=role)


def told(viewer: Viewer, process: access.Process, day: date) -> list[UUID | str]:
    """Who was in it, or why that is not told."""
    try:
        return [*roster_of(process, viewer, day).members]
    except Refusal as refusal:
        return [refusal.code]


_DAYS = st.dates(date(2027, 1, 13), date(2027, 12, 15))


@st.composite
def _comes_and_goes(draw: st.DrawFn) -> list[tuple[date, date | None]]:
    """One person's stretches: they never overlap, and the last one may go on."""
    ends = sorted(draw(st.sets(_DAYS, min_size=1, max_size=6)))
    stretches: list[tuple[date, date | None]] = list(zip(ends[::2], ends[1::2], strict=False))
    return stretches if len(ends) % 2 == 0 else [*stretches, (ends[-1], None)]


@given(hers=_comes_and_goes(), day=_DAYS)
def test_nobody_sees_a_row_of_a_day_on_which_they_were_no_member(
    hers: list[tuple[date, date | None]], day: date
) -> None:
    process = group((SIGNS, FROM_THE_BEGINNING, None), *((SHE, first, last) for first, last in hers))
    was_in = any(first <= day and (last is None or day <= last) for first, last in hers)
    she = as_seen(SHE, Role.SUPERVISEE)
    facts: dict[str, Any] = {"supervisor_id": SUPERVISOR, "starts_at": to_utc(day, time(13))}
    held = Session(process_id=PROCESS, **facts)
    assert reaches(she, process.session(held)) is was_in
    assert told(she, process, day) == ([SIGNS, SHE] if was_in else ["no_part_in_it_then"])
    assert (SHE in told(as_seen(OUTSIDE, Role.COORDINATOR), process, day)) is was_in


@pytest.mark.parametrize(
    "person_id, role, sees", [(OUTSIDE, Role.COORDINATOR, True), (SUPERVISOR, Role.SUPERVISOR, True),
                              (OUTSIDE, Role.SUPERVISOR, False), (OUTSIDE, Role.COMMISSIONER, False),
                              (OUTSIDE, Role.FINANCE, False)],
)  # fmt: skip
def test_who_was_a_member_on_a_day_is_told_by_name_to_those_who_know_names(
    person_id: UUID, role: Role, *, sees: bool
) -> None:
    viewer = as_seen(person_id, role)
    there = [SHE in told(viewer, THE_GROUP, day) for day in (date(2027, 4, 9), JOINS, LEAVES)]
    assert there == [False, sees, sees]


@pytest.mark.parametrize("day", [date(2027, 1, 12), date(2027, 12, 16)])
def test_outside_the_contracts_days_there_is_no_roster(day: date) -> None:
    assert told(as_seen(OUTSIDE, Role.COORDINATOR), THE_GROUP, day) == ["outside_the_contract"]
