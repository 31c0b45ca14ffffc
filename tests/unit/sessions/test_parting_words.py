"""A group that many have left is shown with all its members, whatever they wrote when they left."""

from datetime import date, timedelta
from uuid import uuid4

from services.messages.sessions import Group, MemberShown
from services.runtime.commands.sizes import LARGEST_BODY
from services.sessions.members.parting_words import that_fit

FIRST = date(2027, 1, 1)


def left(number: int, reason: str) -> MemberShown:
    return MemberShown(person_id=uuid4(), left_on=FIRST + timedelta(days=number), reason=reason)


def test_a_group_with_many_long_reasons_fits_into_one_answer_and_misses_nobody() -> None:
    stays = MemberShown(person_id=uuid4())
    members = [stays, *(left(number, "ä" * 4000) for number in range(200))]
    shown = that_fit(Group(members=members, unsettled=True))
    assert len(shown.model_dump_json().encode()) <= LARGEST_BODY
    assert [one.person_id for one in shown.members] == [one.person_id for one in members]
    told = [bool(one.reason) for one in shown.members]
    assert told[0] is False and told[1:] == sorted(told[1:]) and True in told
    assert shown.unsettled


def test_what_fits_is_shown_as_it_was_said() -> None:
    group = Group(members=[left(1, "Muutan pois."), left(2, "")])
    assert that_fit(group) == group
