"""Pauses, changes, another supervisor, and ends: what the parties agree on or one of them says."""

from datetime import date
from typing import Any

from services.messages import contracts, sessions
from services.messages.contracts import ContractCard
from services.messages.values import Party, Role
from services.runtime.finland import ONE_DAY, local_date
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS, show
from tests.integration.intake.builders import declaration
from tests.integration.sessions.builders import viewer
from tests.integration.sessions.changes.test_amending import amendment, signature
from tests.integration.sessions.changes.test_handing_over import proposal
from tests.integration.sessions.changes.test_pausing import goes_on, pause, shown
from tests.integration.sessions.turns.turning import Turning


class TurnsOfTheContract(Turning):
    async def pause_for(self, ahead: int, size: int) -> None:
        first = self.today + ahead * ONE_DAY
        await self._pause(first, first + size * ONE_DAY)

    async def pause_openly(self, ahead: int, _: int) -> None:
        await self._pause(self.today + ahead * ONE_DAY, None)

    async def _pause(self, first: date, until: date | None) -> None:
        order = pause(self.contract, from_day=first, until_day=until, **self.at())
        told, before = await shown(self.house, order), await self.ends_on()
        await self.ask(order.model_copy(update={"ends_on": told.ends_on}))
        await self.house.quiet()
        self.ended_before = {first: before}
        await self._as_shown(told.planned)

    async def resume(self, ahead: int, size: int) -> None:
        """The first that stands, or the last."""
        standing = await self.house.rows(
            "sessions",
            "select from_day, goes_on from pause where goes_on is null or goes_on > $1 order by 1",
            self.today,
        )
        first = standing[0 if size % 2 else -1]["from_day"] if standing else None
        on = max(self.today, first or self.today) + ahead // 2 * ONE_DAY
        if ahead % 3 == 0 and first and first > self.today:
            on = first
        asked = sessions.PreviewResuming(process_id=self.process_id, on=on, from_day=first, **self.at())
        told, before = await self.ask(asked), await self.ends_on()
        await self.ask(await goes_on(self.house, self.contract, on, from_day=first, **self.at()))
        await self.house.quiet()
        await self._as_shown(told.planned)
        if [one for one in standing if one["from_day"] == first and one["goes_on"]]:
            assert await self.ends_on() <= before, (before, self.story)
        await self._gives_back(first, on)

    async def _gives_back(self, first: date | None, on: date) -> None:
        """What is called off before it began: but for a session that lies later and stays."""
        before = self.ended_before.pop(on, None)
        self.ended_before = {}
        if before and on == first:
            last = max((local_date(one.starts_at) for one in await self.ahead()), default=before)
            assert await self.ends_on() == max(before, last), (before, last, self.story)

    async def draft_number(self, ahead: int, size: int) -> None:
        number = await self.agreed() + size % 9 - 4
        await self._draft(ahead, sessions_agreed=max(1, number))

    async def draft_interval(self, ahead: int, size: int) -> None:
        await self._draft(ahead, base_interval_days=14 + size % 22)

    async def draft_length(self, ahead: int, size: int) -> None:
        await self._draft(ahead, duration_minutes=60 if size % 2 else 120)

    async def draft_end(self, ahead: int, size: int) -> None:
        now = await self.ends_on()
        await self._draft(ahead, ends_on=now + (2 * size - 60) * ONE_DAY)

    async def _draft(self, ahead: int, **changes: Any) -> None:
        first = self.today + (ahead + 1) * ONE_DAY
        await self.ask(amendment(self.contract, first, **self.at(), **changes))
        self.asked_for = changes

    async def other_for_good(self, ahead: int, _: int) -> None:
        await self._propose(self.today + (ahead + 1) * ONE_DAY, None)

    async def other_for_a_while(self, ahead: int, size: int) -> None:
        first = self.today + (ahead + 1) * ONE_DAY
        await self._propose(first, first + size * ONE_DAY)

    async def _propose(self, first: date, until: date | None) -> None:
        now = (await show(self.house, self.process_id)).parties.supervisor_id
        who = self.other if now != self.other else self.contract.parties.supervisor_id
        await self.ask(declaration(self.process_id, who, **self.at()))
        order = proposal(self.contract, who, from_day=first, until_day=until, **self.at())
        await self.ask(order)
        self.asked_for = {}

    async def sign(self, _: int, __: int) -> None:
        """What is open: everybody who is asked."""
        card = await show(self.house, self.process_id)
        if card.open_amendment is None:
            return
        facts = {"process_id": self.process_id, "version": card.open_amendment}
        draft = await self.ask(contracts.ShowContract(**facts))
        told = await self._previewed(draft) if self.asked_for else None
        for member in draft.missing_consents:
            await self.ask(contracts.RecordConsent(person_id=member, **facts, **self.at()))
        for signer in draft.signers:
            await self.ask(signature(draft, signer.party, self.now))
        await self.house.quiet()
        if told is not None:
            await self._as_shown(told.planned)
        if "ends_on" in self.asked_for:
            self.ended_before = {}

    async def _previewed(self, draft: ContractCard) -> sessions.ChangePlan:
        asked = {"process_id": self.process_id, "effective_from": draft.effective_from, **self.at()}
        found: sessions.ChangePlan = await self.ask(
            sessions.PreviewChange.model_validate(asked | self.asked_for)
        )
        return found

    async def withdraw(self, _: int, __: int) -> None:
        card = await show(self.house, self.process_id)
        if card.open_amendment:
            told = {"process_id": self.process_id, "version": card.open_amendment}
            who = {"withdrawn_by": self.coordinator, "reason": "Ei sittenkään."}
            await self.ask(contracts.WithdrawAmendment(**told, **who, **self.at()))

    async def terminate(self, _: int, size: int) -> None:
        who = {"by": "supervisee", "terminated_by": MEMBERS[0]}
        looks = viewer(MEMBERS[0], Role.SUPERVISEE)
        asked = contracts.PreviewTermination(process_id=self.process_id, viewer=looks, **self.at())
        told = await self.ask(asked)
        order = {"process_id": self.process_id, "reason_code": "wish_of_supervisees", "reason": ""}
        order |= {"last_day": told.last_day, **who, **self.at()}
        await self.ask(contracts.TerminateProcess.model_validate(order))

    async def all_agree_to_an_earlier_end(self, ahead: int, size: int) -> None:
        last = self.today + (ahead + size) * ONE_DAY
        day = {"process_id": self.process_id, "last_day": last, **self.at()}
        await self.ask(contracts.ProposeEarlierEnd(by=Party.COMMISSIONER, proposed_by=COMMISSIONER, **day))
        parties = (await show(self.house, self.process_id)).parties
        for by, who in ((Party.SUPERVISEE, MEMBERS[0]), (Party.SUPERVISOR, parties.supervisor_id)):
            await self.ask(contracts.AnswerEarlierEnd(by=by, agrees=True, answered_by=who, **day))
