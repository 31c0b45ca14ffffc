"""What was agreed is changed from a day on, and what was before stays as it was."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from deploy.demo import people as who
from deploy.demo.commission import Seen, Turn
from deploy.demo.letters.letter import Letter, to_each
from deploy.demo.script import Act, Ask, Check, Order, local
from deploy.demo.turns.reading import lines_of
from services.messages import contracts
from services.messages.values import Party


@dataclass(frozen=True)
class AnotherPrice(Turn):
    """Drafted three weeks before from_day, and signed by the commissioner a week later: it concerns nobody else."""

    told: ClassVar[tuple[str, ...]] = ("amendment_drafted", "contract_amended")
    recounted: ClassVar[bool] = True
    cents: int
    from_day: tuple[int, int]

    def _day(self, seen: Seen) -> date:
        return date(seen.calendar.year, *self.from_day)

    def acts(self, seen: Seen) -> list[Act]:
        at, signed_at = (local(self._day(seen) - timedelta(days=days), 13) for days in (21, 14))
        process_id, contact = seen.commission.process_id, seen.commission.contact
        draft = contracts.DraftAmendment(
            process_id=process_id,
            changes=contracts.Changes(price_cents=self.cents),
            effective_from=self._day(seen),
            drafted_by=who.COORDINATOR.person_id,
            as_of=at,
        )

        async def sign(ask: Ask) -> Order:
            paper = await ask(contracts.ShowContract(process_id=process_id))
            return contracts.SignContract(
                process_id=process_id,
                version=paper.open_amendment or paper.version,
                party=Party.COMMISSIONER,
                signer_id=contact.person_id,
                way="signed_in",
                as_of=signed_at,
            )

        name = seen.commission.name
        return [
            Act(
                at, str(who.COORDINATOR), f"drafts another price for {name} from {self._day(seen)}", (draft,)
            ),
            Act(signed_at, str(contact), f"signs the other price of {name}", press=sign),
        ]

    def letters(self, seen: Seen) -> list[Letter]:
        """Whose yes it needs is asked, its supervisor is told; then all three, and finance."""
        commission, name = seen.commission, seen.commission.name
        drafted, signed = (self._day(seen) - timedelta(days=days) for days in (21, 14))
        parties = [commission.contact, commission.acts_for_on(signed), commission.led_by]
        return [
            *to_each("amendment_to_sign", [commission.contact], drafted, name),
            *to_each("amendment_told", [commission.led_by], drafted, name),
            *to_each("contract_amended", parties, signed, name),
            *to_each("terms_changed", [who.FINANCE], signed, name),
        ]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        lines = [line for line in await lines_of(seen.commission, ask) if line.number is not None]
        before = {line.price_cents for line in lines if line.performed_on < self._day(seen)}
        after = {line.price_cents for line in lines if line.performed_on >= self._day(seen)}
        return [
            Check(
                f"{seen.commission.name}: each session has the price of its day",
                after == {self.cents} and len(before) == 1 and self.cents not in before,
                f"{before} and then {after} cents",
            )
        ]
