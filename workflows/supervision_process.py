"""One supervision process, from inquiry to closure or renewal: when things happen, and who is waited for.

What happens is for the services to decide: this file holds none of their rules.
Before touching the order of activities, timers or signals, read patches.py.
"""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy, SearchAttributeKey, SearchAttributePair, TypedSearchAttributes
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from services.messages import contracts, intake, sessions
    from services.messages.envelope import Command
    from workflows.activities import Activities
    from workflows.deadlines import days_after, end_of, morning_of, working_days_after
    from workflows.state import Fact, Phase, ProcessState, ProcessView, Resolution
    from workflows.timeouts import until

PHASE = SearchAttributeKey.for_keyword("Phase")
ORGANISATION = SearchAttributeKey.for_keyword("Organisation")
SUPERVISOR = SearchAttributeKey.for_keyword("Supervisor")
ATTENTION = SearchAttributeKey.for_keyword("Attention")

# An activity that keeps failing for this long asks for a person; the process itself never fails.
PATIENCE = timedelta(days=3)
ONE_TRY = timedelta(seconds=30)
BACKING_OFF = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=10))

SCREENING_DAYS = (2, 4)
MATCHING_DAYS = (3, 6)
PROPOSAL_DAYS = (3, 6)
PROPOSAL_REMINDER_DAYS = 3
SIGNING_DAYS = (3, 7, 14)
SIGNING_ENDS_DAYS = 30
REVIEW_DAYS = 14
CONTINUATION_DAYS = (30, 14)

Order = TypeVar("Order", bound=Command[Any])
Answer = TypeVar("Answer")
Reminder = tuple[datetime, Callable[[], Awaitable[object]]]


class Ended(Exception):
    """The process has come to its end before its year; str(error) says how."""


@workflow.defn
class SupervisionProcess:
    @workflow.init
    def __init__(self, state: ProcessState) -> None:
        self.state = state
        self.waits_until: datetime | None = None
        self.resolution: Resolution | None = None
        self.id = state.process_id

    @workflow.run
    async def run(self, state: ProcessState) -> str:
        """Next: workflows/supervision_process.py:SupervisionProcess.screen"""
        await until(state.began_at)
        try:
            await self.screen()
            await self.match()
            await self.propose()
            await self.agree_contract()
            await self.hold_sessions()
            await self.renew_or_close()
        except Ended as end:
            self.state.ended_as = str(end)
        self.enter(Phase.ENDED)
        return self.state.ended_as or "closed"

    # --- the phases, in the order of the year -------------------------------------------------------------

    async def screen(self) -> None:
        """Is this supervision? A coordinator decides within two working days.

        Next: services/intake/screening.py:decide
        """
        if not self.enter(Phase.SCREENING):
            return
        await self.expect("screening_decided", self.step_reminders("screening", SCREENING_DAYS))
        if self.state.outcomes["screening_decided"] != intake.ScreeningOutcome.SUPERVISION:
            raise Ended("redirected")

    async def match(self) -> None:
        if self.enter(Phase.MATCHING):
            await self.expect("supervisor_matched", self.step_reminders("matching", MATCHING_DAYS))

    async def propose(self) -> None:
        """Until the commissioner accepts or declines, or the proposal's last day has passed."""
        if not self.enter(Phase.PROPOSAL):
            return
        answer = "ask_change"
        while answer == "ask_change":
            await self.expect("proposal_sent", self.step_reminders("proposal", PROPOSAL_DAYS))
            answer = await self.answer_to_proposal()
            self.state.forget("proposal_sent", "proposal_answered")
        if answer != "accept":
            raise Ended(f"proposal_{answer}")

    async def answer_to_proposal(self) -> str:
        """The last day is the validity's that was sent last: a proposal may be sent anew while one is open."""
        last_day = None
        while last_day != self.valid_until:
            last_day = self.valid_until
            reminder = morning_of(last_day - timedelta(days=PROPOSAL_REMINDER_DAYS))
            chase = [(reminder, self.step_reminder("proposal_answer", 1))]
            if await self.comes_true("proposal_answered", chase, end_of(last_day)):
                return self.state.outcomes["proposal_answered"]
        await self.do(
            Activities.expire_proposal, intake.ExpireProposal(process_id=self.id, as_of=workflow.now())
        )
        return "expired"

    async def agree_contract(self) -> None:
        """Drafted here; people complete and sign it in order. Reminders at 3, 7 and 14 days, the end at 30.

        Next: workflows/activities.py:Activities.draft_contract
        """
        if not self.enter(Phase.CONTRACT):
            return
        await self.do(
            Activities.draft_contract,
            contracts.DraftContract(process_id=self.id, renews=self.state.renews, as_of=workflow.now()),
        )
        drafted = workflow.now()  # people have their full time, however long the draft had to wait
        chase = [
            (days_after(drafted, days), self.signing_reminder(level))
            for level, days in enumerate(SIGNING_DAYS, start=1)
        ]
        # A renewal's contract may be drafted long before its people come together.
        ends = None if self.state.renews else days_after(drafted, SIGNING_ENDS_DAYS)
        if not await self.comes_true("contract_signed", chase, ends):
            await self.do(
                Activities.expire_contract, contracts.ExpireContract(process_id=self.id, as_of=workflow.now())
            )
            raise Ended("contract_expired")
        await self.start_afresh(Phase.SESSIONS)

    async def hold_sessions(self) -> None:
        """One wake a session, a day after it: what nobody recorded is asked for, a review that is due is opened.

        Next: workflows/activities.py:Activities.plan_series
        """
        if not self.enter(Phase.SESSIONS):
            return
        state = self.state
        if not state.due:
            plan = await self.do(
                Activities.plan_series, sessions.PlanSeries(process_id=self.id, as_of=workflow.now())
            )
            state.due = {"series": (plan and plan.wake_at) or days_after(workflow.now(), 1)}
            state.due["continuation"] = self.days_before_end(CONTINUATION_DAYS[0])
        while state.due:
            name = min(state.due, key=lambda what: state.due[what])
            await self.sleep_until(state.due[name], partial(self.is_done, name))
            await self.look_at(name, state.due.pop(name))

    def is_done(self, name: str) -> bool:
        """A review that is over is not waited for any longer."""
        return f"review_{name}" in self.state.outcomes

    async def look_at(self, name: str, was_due: datetime) -> None:
        match name:
            case "series":
                await self.settle_series()
            case "continuation":
                await self.ask_continuation()
            case "interim" | "final":
                await self.chase_review(name, was_due)

    async def settle_series(self) -> None:
        seen = await self.do(
            Activities.settle_series, sessions.SettleSeries(process_id=self.id, as_of=workflow.now())
        )
        if seen is None:  # skipped by a person: look again tomorrow
            self.state.due["series"] = days_after(workflow.now(), 1)
            return
        if seen.review:
            await self.open_review(seen.review)
        if seen.wake_at:
            self.state.due["series"] = seen.wake_at

    async def open_review(self, kind: sessions.ReviewKind) -> None:
        order = sessions.OpenReview(process_id=self.id, kind=kind, as_of=workflow.now())
        await self.do(Activities.open_review, order)
        self.state.due[kind] = days_after(workflow.now(), REVIEW_DAYS)

    async def chase_review(self, kind: sessions.ReviewKind, was_due: datetime) -> None:
        if self.is_done(kind):
            return
        order = sessions.RemindReview(process_id=self.id, kind=kind, as_of=workflow.now())
        await self.do(Activities.remind_review, order)
        self.state.due[kind] = days_after(was_due, REVIEW_DAYS)

    async def ask_continuation(self) -> None:
        """Renew or close? Asked 30 days before the end and once more; the service knows if it was answered."""
        await self.do(
            Activities.ask_continuation, contracts.AskContinuation(process_id=self.id, as_of=workflow.now())
        )
        again = self.days_before_end(CONTINUATION_DAYS[1])
        if workflow.now() < again:
            self.state.due["continuation"] = again

    async def renew_or_close(self) -> None:
        """On the contract's last day what was chosen is carried out; no choice closes."""
        if not self.enter(Phase.CONTINUATION):
            return
        await self.sleep_until(morning_of(self.last_day))
        await self.do(Activities.end_process, contracts.EndProcess(process_id=self.id, as_of=workflow.now()))

    # --- waiting ------------------------------------------------------------------------------------------

    async def expect(self, fact: str, chase: list[Reminder]) -> None:
        """Waits for a fact for as long as it takes, with reminders on the way."""
        await self.comes_true(fact, chase, None)

    async def comes_true(self, fact: str, chase: list[Reminder], ends: datetime | None) -> bool:
        def happened() -> bool:
            return fact in self.state.outcomes

        for number, (at, remind) in enumerate(chase, start=1):
            if await self.sleep_until(at, happened):
                break
            # After an outage the latest reminder alone goes out, and none where the end has come as well.
            overtaken_by = [*(later for later, _ in chase[number:]), *([ends] if ends else [])]
            if all(workflow.now() < later for later in overtaken_by):
                await remind()
        if ends:
            return await self.sleep_until(ends, happened)
        self.waits_until = None
        await workflow.wait_condition(happened)
        return True

    async def sleep_until(self, deadline: datetime, *conditions: Callable[[], bool]) -> bool:
        self.waits_until = deadline
        return await until(deadline, *conditions)

    def step_reminders(self, step: intake.Step, days: tuple[int, int]) -> list[Reminder]:
        now = workflow.now()
        return [
            (working_days_after(now, after), self.step_reminder(step, level))
            for level, after in enumerate(days, start=1)
        ]

    def step_reminder(self, step: intake.Step, level: int) -> Callable[[], Awaitable[object]]:
        return lambda: self.do(
            Activities.remind_of_step,
            intake.RemindOfStep(process_id=self.id, step=step, level=level, as_of=workflow.now()),
        )

    def signing_reminder(self, level: int) -> Callable[[], Awaitable[object]]:
        return lambda: self.do(
            Activities.remind_signer,
            contracts.RemindSigner(process_id=self.id, level=level, as_of=workflow.now()),
        )

    # --- commanding ---------------------------------------------------------------------------------------

    async def do(
        self, act: Callable[[Activities, Order], Coroutine[Any, Any, Answer]], order: Order
    ) -> Answer | None:
        """Asks a service through an activity. What fails for too long, or is refused, waits for a person;

        None: the person chose to skip it.
        """
        while True:
            try:
                return await workflow.execute_activity_method(
                    act,
                    order,
                    start_to_close_timeout=ONE_TRY,
                    schedule_to_close_timeout=PATIENCE,
                    retry_policy=BACKING_OFF,
                )
            except ActivityError as error:
                resolution = await self.attention(code_of(error))
                if resolution.action == "skip":
                    return None

    async def attention(self, code: str) -> Resolution:
        self.state.attention = code
        workflow.upsert_search_attributes([ATTENTION.value_set(code)])
        self.waits_until = None
        await workflow.wait_condition(lambda: self.resolution is not None)
        resolution, self.resolution = self.resolution, None
        self.state.attention = None
        workflow.upsert_search_attributes([ATTENTION.value_unset()])
        assert resolution is not None
        return resolution

    # --- where it stands ----------------------------------------------------------------------------------

    def enter(self, phase: Phase) -> bool:
        """False if the process is past this phase: it was continued as new, or began later in the year."""
        order = list(Phase)
        if order.index(phase) < order.index(self.state.phase):
            return False
        self.state.phase = phase
        workflow.upsert_search_attributes([PHASE.value_set(phase), *self.known_ids()])
        return True

    def known_ids(self) -> list[Any]:
        state = self.state
        known = ((ORGANISATION, state.organisation_id), (SUPERVISOR, state.supervisor_id))
        return [key.value_set(str(value)) for key, value in known if value]

    async def start_afresh(self, phase: Phase) -> None:
        """A new history for the next phase, once every signal in hand has been noted."""
        await workflow.wait_condition(workflow.all_handlers_finished)
        self.state.phase = phase
        pairs = [SearchAttributePair(PHASE, str(phase))]
        workflow.continue_as_new(self.state, search_attributes=TypedSearchAttributes(pairs))

    @property
    def valid_until(self) -> date:
        return self.state.valid_until or self.state.began_at.date()

    @property
    def last_day(self) -> date:
        return self.state.ends_on or workflow.now().date()

    def days_before_end(self, days: int) -> datetime:
        return morning_of(self.last_day - timedelta(days=days))

    # --- what it hears ------------------------------------------------------------------------------------

    @workflow.signal
    def fact(self, fact: Fact) -> None:
        """A service's event; the same one again changes nothing."""
        self.state.take(fact)

    @workflow.signal
    def resolve(self, resolution: Resolution) -> None:
        """A person's decision about what failed; heard only while attention is asked for."""
        if self.state.attention:
            self.resolution = resolution

    @workflow.signal
    def nudge(self) -> None:
        """Only wakes it: a worker with newer code takes it up."""

    @workflow.query
    def view(self) -> ProcessView:
        return ProcessView(
            phase=self.state.phase, attention=self.state.attention, waits_until=self.waits_until
        )


def code_of(error: ActivityError) -> str:
    """The refusal's code, or the kind of fault; never its text."""
    cause = error.cause
    return (cause.type if isinstance(cause, ApplicationError) else type(cause).__name__) or "unknown"
