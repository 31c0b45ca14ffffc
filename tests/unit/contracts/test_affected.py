"""Whom each change of a signed contract concerns, by the table."""

import pytest

from services.contracts.changes.affected import concerned
from services.messages.contracts import Clause
from services.messages.values import Party

C, M, S = Party.COMMISSIONER, Party.SUPERVISEE, Party.SUPERVISOR
TABLE = [
    (["price_cents", "payment_days"], {C}, False, {S}),
    (["duration_minutes"], {C, M, S}, True, set()),
    (["base_interval_days", "sessions_agreed", "ends_on"], {C, M, S}, True, set()),
    (["cancellation_tiers"], {C, M, S}, True, set()),
    (["no_show_percent"], {C, M, S}, True, set()),
    ([Clause.PLACE], {M, S}, False, {C}),
    ([Clause.AGREEING_MEETINGS], {M, S}, False, {C}),
    (["supervisor_id"], {M, S}, True, {C}),
    (["commissioner_id"], set(), False, {C, M, S}),
    ([Clause.METHODS], {C, M, S}, True, set()),
    ([Clause.GOALS], {C, M, S}, True, set()),
    # Together: whoever any part of it concerns, and nobody who is asked is told besides.
    (["price_cents", Clause.PLACE], {C, M, S}, False, set()),
    (["price_cents", "commissioner_id"], {C}, False, {M, S}),
]


@pytest.mark.parametrize(("changed", "signs", "members", "told"), TABLE)
def test_who_signs_who_consents_and_who_is_told(changed, signs, members, told):
    whom = concerned([str(one) for one in changed])
    assert (whom.signs, whom.members, whom.told) == (signs, members, told)
