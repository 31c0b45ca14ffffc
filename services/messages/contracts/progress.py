"""How far the paper of a process has come, asked by who has to begin it anew."""

from uuid import UUID

from services.messages.contracts.terms import ContractStatus
from services.messages.envelope import Query, Reply
from services.messages.values import Day, Utc


class PauseStands(Reply):
    """Of a pause that goes on or lies ahead, what ProcessPaused said."""

    stops_at: Utc
    goes_on_at: Utc | None = None
    ask_again_at: Utc | None = None


class ContractProgress(Reply):
    """As the events have said it. status: none where there is no paper. is_over: nothing is waited for any more.

    waits_from: since when, or from when on, it is paused openly until there is another supervisor.
    continuation_at, ends_at: of a signed one, as ContractSigned and what came after it said.
    """

    status: ContractStatus | None
    is_over: bool = False
    is_terminated: bool = False
    continuation_at: list[Utc] = []
    ends_at: Utc | None = None
    pauses: list[PauseStands] = []
    waits_from: Day | None = None


class ShowProgress(Query[ContractProgress]):
    """Also of a process that has no paper yet."""

    process_id: UUID
