"""The year after a renewal: its contract is signed as the first one was, and its sessions begin."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar

from deploy.demo.commission import Seen, Turn, following
from deploy.demo.goals import CARRIED_ON
from deploy.demo.people import FINANCE
from deploy.demo.script import Act, Ask, Check, local
from deploy.demo.turns.reading import COORDINATOR
from services.messages import contracts, intake, sessions
from services.messages.sessions import SessionCard
from services.messages.values import Role, Viewer
from services.runtime.finland import ONE_DAY, local_date


@dataclass(frozen=True)
class PriceRises(Turn):
    """Finance enters a month before that day what a session of a group costs from next year's first day on."""

    recounted: ClassVar[bool] = True
    cents: int

    def acts(self, seen: Seen) -> list[Act]:
        from_day = seen.contract.terms.ends_on + ONE_DAY
        at = local(from_day - timedelta(days=30), 9)
        order = intake.SetPrice(
            format=seen.commission.audience.session_format,
            duration_minutes=seen.contract.terms.duration_minutes,
            price_cents=self.cents,
            valid_from=from_day,
            set_by=FINANCE.person_id,
            as_of=at,
        )
        return [Act(at, str(FINANCE), f"enters what a session costs from {from_day} on", (order,))]


@dataclass(frozen=True)
class AnotherYear(Turn):
    """Goes on after the demo's own; its first sessions may be held by then. cents: of one, by the list of its first
    day. score: what the goal that goes on with it had come to.
    """

    told: ClassVar[tuple[str, ...]] = ("contract_signed", "series_planned", "session_held")
    recounted: ClassVar[bool] = True
    cents: int
    score: int

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        assert seen.commission.follows is not None
        before_id = seen.commission.follows.process_id
        before = await ask(contracts.ShowContract(process_id=before_id))
        held = (await ask(sessions.ListSessions(process_id=before_id))).sessions
        last = max(local_date(one.starts_at) for one in held if one.status in ("held", "no_show"))
        return [
            self._of_paper(seen, before),
            self._of_first(seen, last),
            of_plan(seen),
            await of_number(seen, ask),
            await self._of_goal(seen, ask),
        ]

    def _of_paper(self, seen: Seen, before: contracts.ContractCard) -> Check:
        terms, old = seen.contract.terms, before.terms
        return Check(
            f"{seen.commission.name}: signed for the year after the last day, at the price of its first day",
            (before.renewal, seen.contract.status, seen.contract.ended) == ("signed", "signed", False)
            and seen.contract.renews == before.process_id
            and terms.starts_on == old.ends_on + ONE_DAY
            and terms.ends_on == following(old.ends_on)
            and terms.price_cents == self.cents != old.price_cents
            and (terms.duration_minutes, terms.base_interval_days)
            == (old.duration_minutes, old.base_interval_days),
            f"{terms.starts_on} to {terms.ends_on}, {terms.price_cents} cents after {old.price_cents}",
        )

    def _of_first(self, seen: Seen, last: date) -> Check:
        """Its people have met before: no closer start."""
        days = days_of(seen.live())
        gap = (days[0] - last).days
        return Check(
            f"{seen.commission.name}: its first session comes no sooner after the last one than any other",
            gap >= seen.contract.terms.base_interval_days and days[0] >= seen.contract.terms.starts_on,
            f"{gap} days",
        )

    async def _of_goal(self, seen: Seen, ask: Ask) -> Check:
        viewer = Viewer(person_id=seen.commission.led_by.person_id, role=Role.SUPERVISOR)
        shown = (await ask(sessions.ListGoals(process_id=seen.commission.process_id, viewer=viewer))).goals
        found = [(one.text, one.carried, one.score, one.baseline) for one in shown]
        return Check(
            f"{seen.commission.name}: the goal goes on, without its score, which stays as where it began",
            found == [(CARRIED_ON, True, None, self.score)],
            f"{[one.baseline for one in shown]}",
        )


def days_of(series: list[SessionCard]) -> list[date]:
    return [local_date(one.starts_at) for one in series]


def of_plan(seen: Seen) -> Check:
    """As many as were agreed, by their numbers, each its interval after the other, and no more fit in; what has passed
    by the demo's end was held.
    """
    terms, live = seen.contract.terms, seen.live()
    days, over = days_of(live), seen.calendar.over.date()
    gaps = [(later - day).days for day, later in pairwise(days)]
    return Check(
        f"{seen.commission.name}: a whole year of sessions is agreed, and what has passed of it was held",
        [one.number for one in live] == list(range(1, (terms.sessions_agreed or 0) + 1))
        and all(gap >= terms.base_interval_days for gap in gaps)
        and days[-1] <= terms.ends_on < days[-1] + timedelta(days=2 * terms.base_interval_days)
        and [one.status for one in live] == ["held" if day <= over else "planned" for day in days],
        f"{len(live)} sessions, {days[0]} to {days[-1]}",
    )


async def of_number(seen: Seen, ask: Ask) -> Check:
    """Its own, after all that were asked for."""
    listed = (await ask(intake.ListInquiries(viewer=COORDINATOR))).inquiries
    numbers = [one.number for one in listed]
    shown = await ask(intake.ShowInquiry(process_id=seen.commission.process_id, viewer=COORDINATOR))
    asked = [one.number for one in listed if one.status is not intake.InquiryStatus.RENEWAL]
    return Check(
        f"{seen.commission.name}: has a number of its own, after all that were asked for",
        numbers.count(shown.number) == 1 and all(shown.number > one for one in asked),
        shown.number,
    )
