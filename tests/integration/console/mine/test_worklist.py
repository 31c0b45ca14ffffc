"""What waits comes by an event and leaves by an event."""

from datetime import timedelta

import pytest

from services.console.board import assignments
from services.console.board.queries.worklist import Worklist, worklist
from services.messages import contracts, directory, intake, sessions
from services.messages.values import Party, Role
from services.runtime.finland import end_of, local_date
from tests import told
from tests.integration.console.board_of import Board
from tests.told import (
    ANNA,
    BO,
    CONTACT,
    FIRM,
    SUPERVISOR,
    TOWN,
    YEAR,
    of_session,
)

COORDINATOR, ITS_SUPERVISOR = Role.COORDINATOR.value, Role.SUPERVISOR.value


async def test_each_step_waits_until_it_is_done(board: Board) -> None:
    for event, waiting in (
        (told.inquiry(YEAR, "TO-1001"), "decide_screening"),
        (told.screened(YEAR), "match"),
        (told.matched(YEAR), "send_proposal"),
        (told.proposed(YEAR), None),
        (intake.StepOverdue(process_id=YEAR, step="proposal_answer", level=1), "chase_answer"),
        (told.answered(YEAR, "ask_change"), "change_proposal"),
        (told.proposed(YEAR, 5), None),
        (told.answered(YEAR, "accept", 6), "complete_contract"),
        (told.asked_to_sign(YEAR, Party.COMMISSIONER), None),
        (told.asked_to_sign(YEAR, Party.COMMISSIONER, 3), "chase_signature"),
        (told.signature(YEAR, Party.COMMISSIONER, 7), None),
        (told.asked_to_sign(YEAR, Party.SUPERVISEE), None),
        (told.declined(YEAR, Party.SUPERVISEE), "mend_contract"),
        (told.asked_to_sign(YEAR, Party.COMMISSIONER), None),
        (told.signed(YEAR), None),
        (_continuation_due(), "chase_continuation"),
        (
            contracts.ContinuationChosen(
                process_id=YEAR, choice="close", successor_id=None, chosen_at=told.BEGIN
            ),
            None,
        ),
    ):
        await board.tell(event)
        assert await board.tasks(YEAR) == ({(waiting, COORDINATOR)} if waiting else set()), event


async def test_staff_have_a_task_while_nobody_acts_for_a_customer_any_more(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"), told.screened(YEAR))
    matching, naming = ("match", COORDINATOR), ("name_commissioner", COORDINATOR)
    hr = {"relation": "hr", "organisation_id": TOWN}
    for event, waiting in (
        (directory.PersonRelated(person_id=CONTACT, **hr), {matching}),
        (directory.PersonUnrelated(person_id=CONTACT, **hr), {matching, naming}),
        (directory.PersonRelated(person_id=BO, relation="payer", organisation_id=TOWN), {matching, naming}),
        (directory.PersonRelated(person_id=BO, department_id=FIRM, **hr), {matching, naming}),
        (directory.PersonRelated(person_id=BO, **hr), {matching}),
    ):
        await board.tell(event)
        assert await board.tasks(YEAR) == waiting, event


async def test_for_what_goes_on_after_a_supervisor_who_leaves_another_is_to_be_found(board: Board) -> None:
    await _in_sessions(board)
    last = told.signed(YEAR).terms.ends_on
    leaves = directory.SupervisorLeaves(supervisor_id=SUPERVISOR, last_day=last - timedelta(days=30))
    other = {"process_id": YEAR, "supervisor_id": ANNA, "other_supervisor_id": SUPERVISOR}
    finding = {("find_supervisor", COORDINATOR)}
    for event, waiting in (
        (directory.SupervisorLeaves(supervisor_id=BO, last_day=told.BEGIN.date()), set()),
        (leaves, finding),
        (leaves.model_copy(update={"last_day": last}), set()),
        (leaves, finding),
        (leaves.model_copy(update={"last_day": None}), set()),
        (leaves, finding),
        (intake.SupervisorReplaced.model_validate(other | {"other_until": None}), set()),
    ):
        await board.tell(event)
        assert await board.tasks(YEAR) == waiting, event


async def test_once_it_is_terminated_and_no_session_is_left_nobody_is_found_for_it(board: Board) -> None:
    await _in_sessions(board)
    first, *later = told.planned(YEAR).sessions
    last_day = local_date(first.starts_at)
    await board.tell(directory.SupervisorLeaves(supervisor_id=SUPERVISOR, last_day=last_day))
    ended = contracts.ProcessTerminated(
        process_id=YEAR,
        version=1,
        by=Party.SUPERVISEE,
        last_day=last_day + timedelta(days=1),
        ends_at=end_of(last_day + timedelta(days=1)),
        final_review="waived",
        terminated_at=told.BEGIN,
    )
    off = [
        of_session(sessions.SessionCancelled, YEAR, number, cancelled_by="end")
        for number in range(2, len(later) + 2)
    ]
    finding = ("find_supervisor", COORDINATOR)
    await board.tell(ended, *off)
    assert finding in await board.tasks(YEAR), "its first session is to come"
    await board.tell(of_session(sessions.SessionHeld, YEAR, 1))
    assert finding not in await board.tasks(YEAR)


async def test_before_a_contract_another_than_who_leaves_is_chosen(board: Board) -> None:
    leaves = directory.SupervisorLeaves(supervisor_id=SUPERVISOR, last_day=told.BEGIN.date())
    await board.tell(leaves, told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR))
    assert await board.tasks(YEAR) == {("match", COORDINATOR), ("send_proposal", COORDINATOR)}


async def test_for_a_draft_of_who_leaves_another_is_chosen(board: Board) -> None:
    leaves = directory.SupervisorLeaves(supervisor_id=SUPERVISOR, last_day=told.BEGIN.date())
    begun = told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR), told.proposed(YEAR)
    await board.tell(*begun, leaves)
    for event, waiting in (
        (told.answered(YEAR, "accept"), {"complete_contract", "replace_chosen"}),
        (told.asked_to_sign(YEAR, Party.COMMISSIONER), {"replace_chosen"}),
        (told.matched(YEAR).model_copy(update={"supervisor_id": ANNA}), set()),
    ):
        await board.tell(event)
        assert await board.tasks(YEAR) == {(kind, COORDINATOR) for kind in waiting}, event


async def test_what_a_coordinator_who_has_left_looked_after_is_everybodys_again(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"))
    async with board.database() as db:
        await assignments.assign(db, [YEAR], ANNA, BO, told.BEGIN)
    now = told.BEGIN
    assert await _kinds(board, Role.COORDINATOR, BO, now) == []
    await board.tell(directory.PersonUnrelated(person_id=ANNA, relation="coordinator", organisation_id=None))
    assert await _kinds(board, Role.COORDINATOR, BO, now) == ["decide_screening"]


async def test_a_redirected_inquiry_waits_for_nobody(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"), told.screened(YEAR, "training"))
    assert await board.tasks(YEAR) == set()


async def test_a_session_that_is_over_waits_for_its_supervisor_and_overdue_for_the_coordinator(
    board: Board,
) -> None:
    await _in_sessions(board)
    over = told.meeting(YEAR, 1).ends_at
    assert await _kinds(board, Role.SUPERVISOR, SUPERVISOR, over - timedelta(minutes=1)) == []
    [item] = (await _worklist(board, Role.SUPERVISOR, SUPERVISOR, over)).items
    assert (item.kind, item.number, item.session_number, item.late) == (
        "confirm_session",
        "TO-1001",
        1,
        False,
    )
    assert item.due_at == over + timedelta(days=1)
    assert await _kinds(board, Role.COORDINATOR, ANNA, over) == []
    await board.tell(of_session(sessions.ConfirmationOverdue, YEAR, 1))
    [item] = (await _worklist(board, Role.COORDINATOR, ANNA, over)).items
    assert (item.kind, item.session_number, item.session_id) == (
        "chase_confirmation", 1, told.meeting(YEAR, 1).session_id,
    )  # fmt: skip
    await board.tell(of_session(sessions.SessionHeld, YEAR, 1))
    assert await _kinds(board, Role.COORDINATOR, ANNA, over) == []
    assert await _kinds(board, Role.SUPERVISOR, SUPERVISOR, over) == []


@pytest.mark.parametrize(
    "ending", [sessions.ReviewDone(process_id=YEAR, kind="interim", wants_to_continue=True, benefit=True),
               sessions.ReviewWaived(process_id=YEAR, kind="interim")],
)  # fmt: skip
async def test_a_review_waits_for_the_supervisor_and_late_for_the_coordinator_too(
    board: Board, ending
) -> None:
    await _in_sessions(board)
    await board.tell(told.review_due(YEAR, "interim"))
    assert await board.tasks(YEAR) == {("record_review", ITS_SUPERVISOR)}
    await board.tell(sessions.ReviewOverdue(process_id=YEAR, kind="interim"))
    assert await board.tasks(YEAR) == {("record_review", ITS_SUPERVISOR), ("chase_review", COORDINATOR)}
    # Whose it is on the day, its owner says.
    assert (await _worklist(board, Role.SUPERVISOR, SUPERVISOR, told.BEGIN)).items == []
    theirs = [sessions.ReviewToHold(process_id=YEAR, kind="interim")]
    [item] = (await _worklist(board, Role.SUPERVISOR, SUPERVISOR, told.BEGIN, theirs)).items
    assert (item.kind, item.review) == ("record_review", "interim")
    await board.tell(ending)
    assert await board.tasks(YEAR) == set()


async def test_a_coordinator_sees_their_own_and_what_nobody_looks_after(board: Board) -> None:
    from services.console.board.assignments import assign

    ids = [told.known(name) for name in ("hers", "his", "nobodys")]
    await board.tell(*(told.inquiry(one, f"TO-{n}") for n, one in enumerate(ids, start=1)))
    async with board.database() as db:
        await assign(db, ids[:1], ANNA, ANNA, told.BEGIN)
        await assign(db, ids[1:2], BO, ANNA, told.BEGIN)
    assert await _numbers(board, ANNA) == {"TO-1", "TO-3"}
    assert await _numbers(board, BO) == {"TO-2", "TO-3"}
    await board.tell(intake.StepOverdue(process_id=ids[1], step="screening", level=2))
    assert await _numbers(board, ANNA) == {"TO-1", "TO-2", "TO-3"}, "what is escalated is everybody's"
    await board.tell(told.screened(ids[0]))
    assert await _numbers(board, BO) == {"TO-2", "TO-3"}, "a new task of hers stays hers"


async def test_the_most_urgent_is_first_and_only_so_much_is_shown(board: Board) -> None:
    many = [
        told.inquiry(told.known(str(n)), f"TO-{n}", received_at=told.BEGIN + n * told.A_DAY)
        for n in range(60)
    ]
    await board.tell(*reversed(many))
    found = await _worklist(board, Role.COORDINATOR, ANNA, told.BEGIN)
    assert (len(found.items), found.more) == (50, True)
    assert [one.due_at for one in found.items] == sorted(one.due_at for one in found.items)
    assert found.items[0].number == "TO-0"


async def _in_sessions(board: Board) -> None:
    await board.tell(
        told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR), told.proposed(YEAR),
        told.answered(YEAR, "accept"), told.signed(YEAR), told.planned(YEAR),
    )  # fmt: skip


def _continuation_due() -> contracts.ContinuationDue:
    return contracts.ContinuationDue(
        process_id=YEAR, ends_on=told.TERMS.ends_on, commissioner_id=told.CONTACT, representative_id=ANNA
    )


async def _worklist(board: Board, role: Role, person_id, now, reviews=()) -> Worklist:
    async with board.database() as db:
        return await worklist(db, role, person_id, now, reviews)


async def _kinds(board: Board, role: Role, person_id, now) -> list[str]:
    return [item.kind for item in (await _worklist(board, role, person_id, now)).items]


async def _numbers(board: Board, person_id) -> set[str]:
    return {item.number for item in (await _worklist(board, Role.COORDINATOR, person_id, told.BEGIN)).items}
