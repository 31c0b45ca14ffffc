"""Another supervisor holds the sessions of a signed contract from a day on, for good or until a day."""

from enum import StrEnum
from uuid import UUID

from services.messages.contracts.card import ContractCard
from services.messages.envelope import Command
from services.messages.values import Day, Utc


class SupervisorReason(StrEnum):
    """Why another one is needed: in no event, for illness is health data."""

    ILLNESS = "illness"
    LEFT = "left"
    WISH_OF_SUPERVISEES = "wish_of_supervisees"
    WISH_OF_SUPERVISOR = "wish_of_supervisor"
    CREDENTIAL_LAPSED = "credential_lapsed"


class ProposeSupervisor(Command[ContractCard]):
    """The next version, with another supervisor from a day on: each member consents to it, the new one signs it.

    until_day: the last day of one who stands in; none: for good. Asked twice: the one that is open. What ends on a day
    to come has sessions until then, which another one may hold.
    Refuses: unknown_process, not_yours_to_decide, contract_not_signed, process_ended, already_terminated (at once),
    amendment_open, nothing_changes (who has it already), effective_in_the_past, change_to_come,
    outside_the_contract,
    ends_before_start, supervisor_is_a_party, supervisor_not_eligible, interest_not_declared, interest_blocks.
    """

    process_id: UUID
    supervisor_id: UUID
    reason_code: SupervisorReason
    from_day: Day
    until_day: Day | None = None
    proposed_by: UUID
    as_of: Utc
