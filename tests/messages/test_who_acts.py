"""Whoever orders something is named, so that its owner can look up what they may; a page's word is nobody's."""

from typing import Any

from services.messages import operations, process
from services.messages.envelope import SERVICES, Command, Query, commands_of, named_in

# Programs order it, and people nowhere: a process when its time has come, the month's run, a door while somebody
# signs in, a service for an order whose giver it has asked for.
_OF_A_PROCESS = {
    "AskContinuation", "DraftContract", "EndProcess", "ExpireContract", "ExpireProposal", "OpenReview",
    "LookAtTrial", "ProposeFirstPlan", "RemindOfDraft", "RemindOfPause", "RemindOfStep", "RemindSigner",
}  # fmt: skip
_OF_THE_RUN = {"PlanBilling"}
_OF_A_DOOR = {
    "AskChallenge", "AskSignInCode", "EndProofs", "KeepFirstLink", "ProveFeed", "ProvePasskey",
    "ProveSingleSignOn", "TakeSignInCode", "UseFirstLink",
}  # fmt: skip
_OF_INTAKE = {"AskAdmission", "DropAdmission", "RegisterOrganisation"}
_OF_SESSIONS = {"HoldItem"}
_OF_NOTICES = {"TellMailRefused"}
# On the machine itself; the clock moves in the local profile alone.
_OF_WHO_RUNS_IT = {"BeginLost", "MoveClock", "RebuildBoard", "SwitchRelease"}


def test_every_order_names_who_gives_it() -> None:
    nobody = {one.__name__ for one in _orders() if not _who(one)}
    programs = _OF_A_PROCESS | _OF_THE_RUN | _OF_A_DOOR | _OF_INTAKE | _OF_SESSIONS | _OF_NOTICES
    assert nobody == programs | _OF_WHO_RUNS_IT


def test_who_gives_an_order_is_left_out_only_where_nobody_can_be_named() -> None:
    """A stranger's own inquiry, the code of somebody who comes in, the first administrator, whom nobody can have given
    the role, the month's own run, and what whoever runs the machine has handled again.
    """
    optional = {
        f"{one.__name__}.{name}"
        for one in _orders()
        for name in _who(one)
        if not one.model_fields[name].is_required()
    }
    assert optional == {
        "MailSignInCode.asked_by",
        "RegisterPerson.registered_by",
        "RelatePerson.given_by",
        "ReplayParked.replayed_by",
        "RunBilling.ordered_by",
        "SubmitInquiry.entered_by",
    }


def test_no_order_tells_its_owner_as_whom_it_is_given() -> None:
    """A viewer holds a role, which is a page's word: who gives an order is named by their id alone."""
    assert [one.__name__ for one in _orders() if "viewer" in one.model_fields] == []


def _orders() -> list[type[Command[Any]]]:
    of_all = [one for module in (operations, process) for one in vars(module).values()]
    known = [one for service in SERVICES for one in commands_of(service).values()]
    known += [one for one in of_all if isinstance(one, type) and issubclass(one, Command)]
    orders = [one for one in known if not issubclass(one, Query) and one is not Command]
    return [one for one in orders if "[" not in one.__name__]


def _who(order: type[Command[Any]]) -> list[str]:
    named = named_in(order)
    return [named] if named else []
