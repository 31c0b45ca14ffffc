"""Who does what and who sees what, written out once more: role by role, and by what the person has to do with it."""

from dataclasses import replace
from typing import get_args
from uuid import UUID, uuid4

import pytest

from services.directory.rights.authority import right_to
from services.messages.directory import Relation
from services.messages.policy import WHO_DOES_WHAT, WHO_SEES_WHAT, Right
from services.messages.values import Role, Viewer
from services.runtime.policy import Belongs, can, may, reaches, sees

ROLES = ("commissioner", "payer", "supervisee", "supervisor", "coordinator", "finance", "administrator")

DOES = """
answer_proposal      x . . . . . .
prepare_trial        . . . . x . .
agree_to_trial       x . x x . . .
decide_trial         . . x x . . .
read_contract        x . x x x . .
sign_contract        x . x x . . .
consent_to_contract  . . x . . . .
choose_continuation  x . x . . . .
terminate_process    x . x x x . .
confirm_ending       . . . . x . .
pause_process        x . x x x . .
propose_plan         . . . x x . .
confirm_plan         . . x . . . .
move_session         x . x x x . .
cancel_session       x . x x x . .
report_absence       . . x . . . .
replan_session       . . . . x . .
record_session       . . . x . . .
write_note           . . . x . . .
set_goal             . . x . . . .
score_goal           . . x x . . .
release_goal         . . x . . . .
record_review        . . . x . . .
waive_review         . . . x x . .
consent_to_review    . . x x . . .
leave_group          . . x . . . .
settle_group         . . . . x . .
name_representative  . . x . x . .
propose_member       . . x . x . .
correct_record       . . . . x . .
offer_availability   . . . x x . .
report_days_away     . . . x x . .
manage_organisation  x . . . x . .
manage_invoicing     x x . . x x .
close_customer       . . . . x . .
change_inquiry       x . . . x . .
withdraw_inquiry     x . . . x . .
decide_screening     . . . . x . .
match                . . . . x . .
declare_interest     . . . x x . .
send_proposal        . . . . x . .
complete_contract    . . . . x . .
propose_supervisor   . . . . x . .
part_with_supervisor . . . . x . .
assign_process       . . . . x . .
give_administrator   . . . . . . x
give_coordinator     . . . . . . x
give_finance         . . . . . . x
give_hr              x . . . x . .
give_line_manager    x . . . x . .
give_payer           x . . . x . .
end_administrator    . . . . . . x
end_coordinator      . . . . . . x
end_finance          . . . . . . x
end_hr               x . . . x . .
end_line_manager     x . . . x . .
end_payer            x . . . x . .
admit_contact        x . . . x . .
manage_people        . . . . x . x
merge_people         . . . . x . x
merge_staff          . . . . . . x
remove_lost_passkeys . . . . . . x
change_address       . . . . x . x
change_staff_address . . . . . . x
correct_name         . . . . x . x
correct_staff_name   . . . . . . x
manage_supervisors   . . . . x . x
manage_prices        . . . . x x .
run_billing          . . . . . x .
enter_item           . . . . x x .
report_cost          . . . x . . .
exempt_from_vat      . . . . . x .
open_dispute         x x x . . . .
resolve_dispute      . . . . . x .
manage_seller        . . . . . x .
set_logo             . . . . . x x
set_promises         . . . . . . x
set_texts            . . . . . . x
handle_exceptions    . . . . x . x
mend_mail            . . . . x x x
try_mail             . . . . . . x
read_audit           . . . . . . x
watch_system         . . . . x x x
"""
SEES = """
phase_dates_units    yes           yes  yes       yes       yes      yes  yes
attendance_count     yes           no   yes       yes       yes      no   no
attendance_by_name   no            no   own_group yes       no       no   no
absence_count        yes           no   yes       yes       yes      no   no
absence_by_name      no            no   own       yes       no       no   no
record_grounds       no            no   no        yes       yes      no   no
place                no            no   yes       yes       yes      no   no
expectations         own           no   after_signing yes    yes      no   no
interests            yes           no   yes       own       yes      no   no
interest_words       no            no   no        own       yes      no   no
supervisor_reason    no            no   no        no        yes      no   no
three_way_meeting    yes           no   yes       yes       yes      no   no
meeting_reason       no            no   no        no        yes      no   no
goals                released      no   own_group yes       no       no   no
review_statement     after_consent no   yes       yes       released no   no
session_notes        no            no   no        own       no       no   no
contract             yes           no   yes       yes       yes      no   no
prices_and_invoices  yes           yes  no        own       yes      yes  no
disputes             yes           yes  own       no        yes      yes  no
trial_words          no            no   own       own       no       no   no
access_log           no            no   own       own       no       no   yes
"""

OURS, THEIRS = UUID(int=1), UUID(int=2)
ASKED, MEMBER, ANOTHER_MEMBER = UUID(int=11), UUID(int=12), UUID(int=13)
SUPERVISOR, ANOTHER_SUPERVISOR, NOBODY = UUID(int=14), UUID(int=15), UUID(int=16)

OUR_DEPARTMENT, ANOTHER_DEPARTMENT = UUID(int=21), UUID(int=22)

OBJECT = Belongs(OURS, ASKED, frozenset({MEMBER, ANOTHER_MEMBER}), SUPERVISOR, OUR_DEPARTMENT, MEMBER)
OF_THE_WHOLE = Belongs(OURS, supervisor_id=SUPERVISOR)
BEFORE_ANYONE = Belongs()
NOT_YET_AN_ORGANISATIONS = Belongs(contact_id=ASKED)

IN_DEPARTMENT = {
    "own department": OUR_DEPARTMENT,
    "department beside": ANOTHER_DEPARTMENT,
    "department of another": OUR_DEPARTMENT,
}
RELATIONS = {
    "own organisation": (NOBODY, OURS),
    "own department": (NOBODY, OURS),
    "department beside": (NOBODY, OURS),
    "department of another": (NOBODY, THEIRS),
    "other organisation": (NOBODY, THEIRS),
    "no organisation": (NOBODY, None),
    "contact": (ASKED, None),
    "contact elsewhere by now": (ASKED, THEIRS),
    "member": (MEMBER, OURS),
    "member signed in without it": (MEMBER, None),
    "non-member colleague": (NOBODY, OURS),
    "own supervisor": (SUPERVISOR, None),
    "other supervisor": (ANOTHER_SUPERVISOR, None),
    "nobody": (uuid4(), None),
}
REACHED = """
own organisation             x x . . x x x
own department               x x . . x x x
department beside            . . . . . . .
department of another        . . . . . . .
other organisation           . . . . . . .
no organisation              . . . . x x x
contact                      x . . . x x x
contact elsewhere by now     x . . . . . .
member                       x x x . x x x
member signed in without it  . . x . x x x
non-member colleague         x x . . x x x
own supervisor               . . . x x x x
other supervisor             . . . . x x x
nobody                       . . . . x x x
"""


def rows(table: str) -> dict[str, dict[Role, str]]:
    """Name -> role -> cell, as written."""
    read = [line.split() for line in table.strip().splitlines()]
    return {" ".join(cells[:-7]): dict(zip(map(Role, ROLES), cells[-7:], strict=True)) for cells in read}


def viewer(role: Role, relation: str) -> Viewer:
    person_id, organisation_id = RELATIONS[relation]
    department_id = IN_DEPARTMENT.get(relation)
    return Viewer(
        person_id=person_id, role=role, organisation_id=organisation_id, department_id=department_id
    )


MAY, SCOPES, REACH = rows(DOES), rows(SEES), rows(REACHED)
EVERY = [(role, relation) for role in Role for relation in RELATIONS]


def test_the_tables_here_name_every_role_action_row_and_relation() -> None:
    assert set(map(Role, ROLES)) == set(Role)
    assert set(MAY) == set(WHO_DOES_WHAT)
    assert set(SCOPES) == set(WHO_SEES_WHAT)
    assert set(REACH) == set(RELATIONS)


def test_an_action_is_for_these_roles() -> None:
    done = {action: {role: "x" if may(role, action) else "." for role in Role} for action in WHO_DOES_WHAT}
    assert done == MAY


def test_a_role_reaches_what_it_has_to_do_with() -> None:
    for role, relation in EVERY:
        reached = reaches(viewer(role, relation), OBJECT)
        assert reached is (REACH[relation][role] == "x"), f"{role}, {relation}"


@pytest.mark.parametrize("relation", RELATIONS)
def test_what_is_out_of_reach_is_neither_done_nor_seen_and_the_rest_is_as_the_tables_say(
    relation: str,
) -> None:
    for role in Role:
        who, near = viewer(role, relation), REACH[relation][role] == "x"
        only_asked = role is Role.COMMISSIONER and relation.startswith("contact")
        for action in get_args(Right):
            done = near and not only_asked and MAY[action][role] == "x"
            assert can(who, action, OBJECT) is done, f"{role}, {action}"
        for what, cells in SCOPES.items():
            assert sees(who, what, OBJECT) == (cells[role] if near else "no"), f"{role}, {what}"


def test_of_a_group_only_who_acts_for_it_confirms_moves_and_cancels_its_sessions_and_proposes_members() -> (
    None
):
    of_the_group = {"decide_trial", "confirm_plan", "move_session", "cancel_session", "propose_member"}
    other = Viewer(person_id=ANOTHER_MEMBER, role=Role.SUPERVISEE)
    for action in get_args(Right):
        allowed = MAY[action][Role.SUPERVISEE] == "x" and action not in of_the_group
        assert can(other, action, OBJECT) is allowed, action
    nobody_signs = replace(OBJECT, representative_id=None)
    assert not can(viewer(Role.SUPERVISEE, "member"), "move_session", nobody_signs)
    assert can(viewer(Role.SUPERVISOR, "own supervisor"), "move_session", nobody_signs)


def test_what_belongs_to_nobody_yet_is_reached_by_the_provider_alone() -> None:
    for role, relation in EVERY:
        provider = role in (Role.COORDINATOR, Role.FINANCE, Role.ADMINISTRATOR)
        bound = RELATIONS[relation][1] is not None
        reached = reaches(viewer(role, relation), BEFORE_ANYONE)
        assert reached is (provider and not bound), f"{role}, {relation}"


def test_what_is_the_whole_organisations_is_no_departments() -> None:
    for role in (Role.COMMISSIONER, Role.PAYER):
        assert reaches(viewer(role, "own organisation"), OF_THE_WHOLE)
        assert not reaches(viewer(role, "own department"), OF_THE_WHOLE)


@pytest.mark.parametrize("role", Role)
def test_before_there_is_an_organisation_the_person_who_asked_reaches_it_as_a_commissioner_only(
    role: Role,
) -> None:
    who = viewer(role, "contact")
    provider = role in (Role.COORDINATOR, Role.FINANCE, Role.ADMINISTRATOR)
    assert reaches(who, NOT_YET_AN_ORGANISATIONS) is (provider or role is Role.COMMISSIONER)


def test_every_right_has_its_row() -> None:
    assert set(get_args(Right)) == set(WHO_DOES_WHAT)
    for relation in get_args(Relation):
        for right in (right_to("give", relation), right_to("end", relation)):
            assert right in get_args(Right)


def test_an_action_or_a_row_that_is_not_in_the_table_is_a_fault_and_no_yes() -> None:
    who = viewer(Role.COORDINATOR, "nobody")
    with pytest.raises(KeyError):
        can(who, "fly", OBJECT)  # type: ignore[arg-type]  # as a template might
    with pytest.raises(KeyError):
        sees(who, "thoughts", OBJECT)
