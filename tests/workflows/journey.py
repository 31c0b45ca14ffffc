"""One supervision process on the real server: its clock is moved by days, and facts are told to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from services.messages.contracts import SigningAgreed, TrialFound
from services.messages.intake import Answer
from services.runtime.clock import SystemClock
from services.runtime.finland import HELSINKI
from services.runtime.version import VERSION
from tests.workflows.stand_in import StandIn
from workflows.activities import Activities
from workflows.clock import fast_forward
from workflows.histories.cost import Cost, history_cost
from workflows.releases import Releases
from workflows.running_processes import Processes, workflow_id
from workflows.supervision import facts
from workflows.supervision.facts import Fact, Told
from workflows.supervision.process import SupervisionProcess
from workflows.supervision.state import Phase, ProcessState, ProcessView, Resolution
from workflows.worker import temporal_worker

LOOK_AGAIN_S = 0.02
SESSIONS = 16
SATURDAY = 5


@dataclass
class Journey:
    """began: the Monday, nine o'clock, on which the inquiry came; days are counted from it."""

    client: Client
    services: StandIn
    process_id: UUID
    began: datetime
    first_run: str
    today: int = 0

    @property
    def handle(self) -> WorkflowHandle[SupervisionProcess, str]:
        return self.client.get_workflow_handle_for(SupervisionProcess.run, workflow_id(self.process_id))

    async def until_day(self, number: int, hour: int = 12) -> None:
        """Moves the process's clock to that day's local hour; what falls due on the way is done then."""
        self.today = max(number, 0)
        await fast_forward(self.client, self.handle.id, at(self.began, number, hour))
        await self.quiet()

    async def hear(self, fact: Fact) -> Told:
        """Tells a service's fact, and waits until the process has acted on it."""
        told = Told(event_id=str(uuid4()), fact=fact)
        await self.tell(told)
        return told

    async def tell(self, told: Told) -> None:
        await self.handle.signal(SupervisionProcess.fact, told)
        await asyncio.sleep(LOOK_AGAIN_S)
        await self.quiet()

    async def take_up(self, fact: Fact) -> None:
        """Tells a fact with which a process that has ended goes on, on its day of now."""
        state = ProcessState(
            process_id=self.process_id, began_at=at(self.began, self.today), phase=Phase.PROPOSAL
        )
        await Processes(self.client, SystemClock()).reopen(state, Told(event_id=str(uuid4()), fact=fact))
        await self.until_day(self.today)

    def decided(self, outcome: str = "supervision") -> Fact:
        return facts.ScreeningDecided.model_validate(
            {"outcome": outcome, "reminders_at": self.weekdays(3, 6)}
        )

    def matched(self) -> Fact:
        return facts.SupervisorMatched(reminders_at=self.weekdays(3, 6))

    def sent(self, last_day: int) -> Fact:
        """Reminded of in the morning three days before its last day."""
        reminder, ends = at(self.began, last_day - 3, 8), at(self.began, last_day + 1, 0)
        return facts.ProposalSent(reminders_at=[reminder], expires_at=ends)

    def answered(self, answer: Answer, trial_ends: int | None = None) -> Fact:
        """trial_ends: the last day of a trial that comes before the contract."""
        ends_at = at(self.began, trial_ends + 1, 0) if trial_ends else None
        reminders_at = self.weekdays(3, 6)
        return facts.ProposalAnswered(answer=answer, reminders_at=reminders_at, trial_ends_at=ends_at)

    def trial_stands(self, look_on: int | None) -> Fact:
        """Something of it is due at noon of that day."""
        look_at = at(self.began, look_on) if look_on else None
        return facts.TrialStands(since=at(self.began, self.today), look_at=look_at)

    def trial_found(self, look_on: int) -> TrialFound:
        """How it stands, as its owner answers it when asked."""
        return TrialFound(outcome=None, look_at=at(self.began, look_on))

    def completed(self) -> Fact:
        """The paper is ready: the first signature is asked for."""
        day = self.today
        return facts.SigningBegun(
            since=at(self.began, day),
            reminders_at=[at(self.began, day + days) for days in (3, 7, 14)],
            expires_at=at(self.began, day + 30),
        )

    def declined(self) -> Fact:
        """Somebody said no to the paper."""
        return facts.SigningDeclined(since=at(self.began, self.today), reminders_at=self.weekdays(3, 6))

    def signed(self, last_day: int) -> Fact:
        """How to go on is asked 30 and 14 days before the last day."""
        return facts.ContractSigned(
            continuation_at=[at(self.began, last_day - days, 8) for days in (30, 14)],
            ends_at=at(self.began, last_day, 8),
        )

    def planned(self) -> Fact:
        """The plan that was proposed is confirmed."""
        return facts.SeriesPlanned(wake_at=self.services.reached_at("interim"))

    def paused(self, first: int, until: int | None, ends: int, long: int | None = None) -> Fact:
        """From the beginning of one day to that of another. long: on which day an open one has been long."""
        return facts.Paused(
            stops_at=at(self.began, first, 0),
            goes_on_at=at(self.began, until, 0) if until else None,
            ask_again_at=at(self.began, long, 8) if long else None,
            continuation_at=[at(self.began, ends - days, 8) for days in (30, 14)],
            ends_at=at(self.began, ends, 8),
        )

    def resumed(self, on: int, ends: int, first: int | None = None) -> Fact:
        """first: the day on which the pause begins whose end had been agreed; none: of the open one."""
        return facts.Resumed(
            stops_at=at(self.began, first, 0) if first else None,
            goes_on_at=at(self.began, on, 0),
            continuation_at=[at(self.began, ends - days, 8) for days in (30, 14)],
            ends_at=at(self.began, ends, 8),
        )

    def amended(self, ends: int) -> Fact:
        """Signed today: the last day is another."""
        return facts.Amended(
            since=at(self.began, self.today),
            continuation_at=[at(self.began, ends - days, 8) for days in (30, 14)],
            ends_at=at(self.began, ends, 8),
        )

    def agreed(self, last_day: int) -> SigningAgreed:
        """The same, as its owner answers it when asked."""
        told = self.signed(last_day)
        assert isinstance(told, facts.ContractSigned)
        return SigningAgreed(
            organisation_id=self.process_id,
            supervisor_id=self.process_id,
            signed_at=at(self.began, self.today),
            continuation_reminders_at=told.continuation_at,
            ends_at=told.ends_at,
        )

    def weekdays(self, *numbers: int) -> list[datetime]:
        """So many weekdays after today, at noon."""
        return [at(self.began, weekday_after(self.began, self.today, number)) for number in numbers]

    async def resolve(self, resolution: Resolution) -> None:
        await self.handle.signal(SupervisionProcess.resolve, resolution)
        await self.quiet()

    async def quiet(self) -> None:
        """Until no activity and no workflow task is pending; the time limit of the test is the only one.

        Each look costs the server as much as a step of the process.
        """
        while True:
            seen = (await self.handle.describe()).raw_description
            if not seen.pending_activities and not seen.HasField("pending_workflow_task"):
                return
            await asyncio.sleep(LOOK_AGAIN_S)

    async def view(self) -> ProcessView:
        return await self.handle.query(SupervisionProcess.view)

    async def waits_until_day(self) -> tuple[int, str] | None:
        """The day and the local time of the next deadline."""
        if (until := (await self.view()).waits_until) is None:
            return None
        local = until.astimezone(HELSINKI)
        return (local.date() - self.began.date()).days, f"{local:%H:%M}"

    def day(self, number: int) -> date:
        return self.began.date() + timedelta(days=number)

    def asked(self) -> list[str]:
        return self.services.diary(self.process_id, self.began)

    async def runs(self) -> list[list[HistoryEvent]]:
        return await chain_from(self.client, self.handle.id, self.first_run)

    async def cost(self) -> Cost:
        return sum((history_cost(run) for run in await self.runs()), Cost())


async def chain_from(client: Client, of_workflow: str, first_run: str) -> list[list[HistoryEvent]]:
    """The histories of the whole chain, from the first run on."""
    chain: list[list[HistoryEvent]] = []
    run_id = first_run
    while run_id:
        handle = client.get_workflow_handle(of_workflow, run_id=run_id)
        chain.append(list((await handle.fetch_history()).events))
        last = chain[-1][-1].workflow_execution_continued_as_new_event_attributes
        run_id = last.new_execution_run_id
    return chain


async def begin(client: Client, services: StandIn, **state: object) -> Journey:
    """A process that is received on the first Monday of next year, as the worker begins it."""
    began, process_id = first_monday(), uuid4()
    reminders = [at(began, number, 9) for number in (2, 4)]
    told = ProcessState.model_validate(
        {"process_id": process_id, "began_at": began, "screening_reminders_at": reminders, **state}
    )
    await Processes(client, SystemClock()).begin(told)
    run_id = (await client.get_workflow_handle(workflow_id(process_id)).describe()).run_id
    return Journey(client, services, process_id, began, run_id)


@asynccontextmanager
async def working(client: Client, services: StandIn) -> AsyncIterator[Worker]:
    """The worker as it is, with a stand-in for the services."""
    async with temporal_worker(client, Activities(services)) as worker:
        await Releases(client).make_current_once_it_works(VERSION)
        yield worker


def a_year_of_sessions() -> list[datetime]:
    """Sixteen, every 21 days from day 14 on, at ten; the last one is on day 329."""
    return [at(first_monday(), 14 + 21 * number, 10) for number in range(SESSIONS)]


def first_monday() -> datetime:
    day = date(datetime.now(UTC).year + 1, 1, 1)
    day += timedelta(days=-day.weekday() % 7)
    return datetime.combine(day, time(9), HELSINKI)


def at(began: datetime, number: int, hour: int = 12) -> datetime:
    """A local hour of the day that many days after the first."""
    return datetime.combine(began.date() + timedelta(days=number), time(hour), HELSINKI)


def weekday_after(began: datetime, day: int, number: int) -> int:
    """The day that is so many weekdays after another one; both are counted from the first."""
    while number:
        day += 1
        number -= (began.date() + timedelta(days=day)).weekday() < SATURDAY
    return day
