"""All services at once, as a process sees them: answers from a short script, and everything that was asked."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.messages import billing, contracts, intake, sessions
from services.messages.envelope import Command, Done, Reply, snake
from services.runtime.commands.asking import Asker
from services.runtime.finland import HELSINKI, days_after

A_DAY = timedelta(days=1)
SESSION = timedelta(minutes=90)
INTERIM_AFTER = 8
KINDS: tuple[sessions.ReviewKind, ...] = ("interim", "final")
COMPLETING_DAYS = (3, 6)
REVIEW_DAYS = 14
NOT_TOLD = {"process_id", "as_of", "renews", "reviewed"}


class StandIn(Asker):
    """session_starts: the series of every process. faults: raised once each, in order, for that command.

    finds: how it stands when the process asks whether its time is over, once each; nothing told: it is over.
    meanwhile: what happens elsewhere before that command is answered, once each.
    """

    def __init__(self, session_starts: list[datetime] | None = None) -> None:
        self.session_starts = session_starts or []
        self.faults: dict[type[Command[Any]], list[Exception]] = {}
        self.finds: dict[type[Command[Any]], list[Reply]] = {}
        self.meanwhile: dict[type[Command[Any]], list[Callable[[], Awaitable[object]]]] = {}
        self.asked: list[Command[Any]] = []
        self.billing_plans: list[billing.BillingPlan] = []
        self.billing_remains: list[int] = []
        self._reviews: set[tuple[UUID, str]] = set()

    async def __call__(self, command: Command[Any], *_: Any, **__: Any) -> Any:
        self.asked.append(command)
        if happens := self.meanwhile.get(type(command)):
            await happens.pop(0)()
        if faults := self.faults.get(type(command)):
            raise faults.pop(0)
        if finds := self.finds.get(type(command)):
            return finds.pop(0)
        match command:
            case intake.ExpireProposal():
                return proposal_found(command.as_of, expired=True)
            case contracts.ExpireContract():
                return paper_found("expired")
            case contracts.LookAtTrial():
                return contracts.TrialFound(outcome="lapsed", look_at=None)
            case contracts.EndProcess():
                return contracts.EndFound(ended_as="closed", ends_at=command.as_of)
            case sessions.LookAtSeries():
                return self._look_at(command)
            case contracts.DraftContract():
                return drafted(command)
            case sessions.OpenReview():
                self._reviews.add((command.process_id, command.kind))
                return sessions.ReviewAwaited(due_at=days_after(command.as_of, REVIEW_DAYS))
            case billing.PlanBilling():
                return self.billing_plans[0]
            case billing.RunBilling():
                return self._bill(command)
        return Done()

    def diary(self, process_id: UUID, began: datetime) -> list[str]:
        """What the process asked for: the day, counted from its first one, the command and its choices."""
        mine = [one for one in self.asked if getattr(one, "process_id", None) == process_id]
        return [f"day {days_between(began, when(one))}: {words_of(one)}" for one in mine]

    def _look_at(self, command: sessions.LookAtSeries) -> sessions.SeriesState:
        ahead = [kind for kind in KINDS if (command.process_id, kind) not in self._reviews]
        reached = next((kind for kind in ahead if self.reached_at(kind) <= command.as_of), None)
        then = [self.reached_at(kind) for kind in ahead if kind != reached]
        return sessions.SeriesState(wake_at=min(then, default=None), review=reached)

    def reached_at(self, kind: sessions.ReviewKind) -> datetime:
        """The day after its session."""
        number = INTERIM_AFTER if kind == "interim" else len(self.session_starts) - 1
        return self.session_starts[number - 1] + SESSION + A_DAY

    def _bill(self, command: billing.RunBilling) -> billing.BillingReport:
        remaining = self.billing_remains.pop(0) if self.billing_remains else 0
        if not remaining:
            self.billing_plans.pop(0)
        return billing.BillingReport(period=command.period, issued=1, total_cents=100, remaining=remaining)


def drafted(command: contracts.DraftContract) -> contracts.ContractDrafted:
    """Only what a process reads of the answer."""
    read: dict[str, Any] = {
        "completing_reminders_at": [days_after(command.as_of, days) for days in COMPLETING_DAYS],
        "signing_reminders_at": [],
        "signing_expires_at": None,
    }
    return contracts.ContractDrafted.model_construct(**read)


def proposal_found(at: datetime, **facts: Any) -> intake.ProposalFound:
    known: dict[str, Any] = {
        "expired": False,
        "answer": None,
        "answered_at": None,
        "reminders_at": [],
        "expires_at": at,
    }
    return intake.ProposalFound.model_validate(known | facts)


def paper_found(status: contracts.ContractStatus, **facts: Any) -> contracts.SigningFound:
    known: dict[str, Any] = {
        "version": 1,
        "status": status,
        "reminders_at": [],
        "expires_at": None,
        "agreed": None,
    }
    return contracts.SigningFound.model_validate(known | facts)


def when(command: Any) -> datetime:
    """Every command of a process carries it."""
    instant: datetime = command.as_of
    return instant


def words_of(command: Command[Any]) -> str:
    told = command.model_dump(exclude=NOT_TOLD)
    return " ".join([snake(type(command).__name__), *map(str, told.values())])


def days_between(began: datetime, instant: datetime) -> int:
    return (instant.astimezone(HELSINKI).date() - began.astimezone(HELSINKI).date()).days
