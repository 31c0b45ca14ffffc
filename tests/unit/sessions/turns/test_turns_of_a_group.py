"""Who comes and goes while the series turns: a session is reached by the members of its day, and its supervisor."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.messages.values import Role, Viewer
from services.runtime.finland import local_date
from services.runtime.policy import reaches
from tests.searching import examples
from tests.unit.sessions.turns.turning_group import PEOPLE, TurningGroup
from tests.unit.sessions.turns.turning_series import FIRST, OTHER

TURNS = st.lists(
    st.tuples(
        st.sampled_from(["join", "leave", "join", "leave", "pause", "away", "other_supervisor", "terminate"]),
        st.integers(0, 60),
        st.integers(1, 90),
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=examples(0.5))
@given(turns=TURNS)
# She comes, leaves, and comes back; meanwhile the sessions go to another supervisor and through a pause.
@example(turns=[("join", 5, 90, 40), ("leave", 0, 1, 30), ("other_supervisor", 9, 1, 9), ("join", 0, 90, 9)])
@example(turns=[("join", 60, 90, 9), ("pause", 30, 60, 50), ("leave", 0, 1, 0), ("join", 0, 90, 1)])
def test_nobody_reaches_a_session_of_a_day_on_which_they_were_no_member(
    turns: list[tuple[str, int, int, int]],
) -> None:
    """Nor a supervisor one that is another's."""
    group = TurningGroup()
    for what, ahead, length, then in turns:
        group.take(what, ahead, length)
        process = group.process()
        for row in group.sessions():
            day, belongs = local_date(row.starts_at), process.session(row)
            for one in PEOPLE:
                reached = reaches(Viewer(person_id=one, role=Role.SUPERVISEE), belongs)
                assert reached is group.is_in(one, day), (one, day, group.words)
            for one in (FIRST, OTHER):
                own = Viewer(person_id=one, role=Role.SUPERVISOR)
                assert reaches(own, belongs) is (one == row.supervisor_id)
        group.pass_days(then)
