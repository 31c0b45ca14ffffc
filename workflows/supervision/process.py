"""One supervision process, from inquiry to closure or renewal: its phases, what it hears, what it shows.

What happens is for the services to decide: these files hold none of their rules.
Before touching the order of activities, timers or signals, read workflows/patches.py.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.supervision.continuation import renew_or_close
    from workflows.supervision.contract import agree_contract
    from workflows.supervision.course import Course, Ended
    from workflows.supervision.facts import Told
    from workflows.supervision.matching import match
    from workflows.supervision.proposal import propose
    from workflows.supervision.screening import screen
    from workflows.supervision.sessions import hold_sessions
    from workflows.supervision.state import Phase, ProcessState, ProcessView, Resolution
    from workflows.supervision.trial import try_out


@workflow.defn
class SupervisionProcess:
    @workflow.init
    def __init__(self, state: ProcessState) -> None:
        self.course = Course(state)

    @workflow.run
    async def run(self, state: ProcessState) -> str:
        """Next: workflows/supervision/screening.py:screen"""
        course = self.course
        course.commanding.ask_anew()
        await course.waiting.until_begun()
        try:
            await screen(course)
            await match(course)
            await propose(course)
            await try_out(course)
            await agree_contract(course)
            while course.state.ended_as is None:
                await hold_sessions(course)
                await renew_or_close(course)
        except Ended as end:
            course.state.ended_as = str(end)
        course.state.phase = Phase.ENDED  # the server says by itself of a workflow that it has ended
        return str(course.state.ended_as)

    @workflow.signal
    def fact(self, told: Told) -> None:
        """A service's event; the same one again changes nothing."""
        self.course.state.take(told)

    @workflow.signal
    def resolve(self, resolution: Resolution) -> None:
        """A person's decision about what failed; heard only while attention is asked for."""
        self.course.commanding.resolve(resolution)

    @workflow.signal
    def nudge(self) -> None:
        """Only wakes it: a worker with newer code takes it up."""

    @workflow.query
    def view(self) -> ProcessView:
        return self.course.state.view()
