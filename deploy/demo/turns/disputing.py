"""Two words about one session: nothing of it is invoiced until finance has decided."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from deploy.demo import people as who
from deploy.demo.commission import Seen, Turn
from deploy.demo.letters.letter import Letter, to_each
from deploy.demo.script import Act, Ask, Check, Order, local
from deploy.demo.turns.reading import FINANCE, lines_of
from services.messages import billing
from services.runtime.finland import local_date


@dataclass(frozen=True)
class Denied(Turn):
    """A supervisee says on the next day that nobody came; after forty days finance lets half of it be owed."""

    told: ClassVar[tuple[str, ...]] = ("dispute_opened", "dispute_resolved")
    recounted: ClassVar[bool] = True
    number: int

    def acts(self, seen: Seen) -> list[Act]:
        session = seen.numbered(self.number)
        if session is None or session.status != "held":
            return []
        at, decided_at = (local(local_date(session.ends_at) + timedelta(days=days), 9) for days in (1, 40))
        person, process_id = seen.commission.supervisees[1], seen.commission.process_id
        deny = billing.DenySession(
            process_id=process_id,
            session_id=session.session_id,
            words="Odotimme, kukaan ei tullut.",
            denied_by=person.person_id,
            as_of=at,
        )

        async def decide(ask: Ask) -> Order:
            [dispute] = (await ask(billing.ListDisputes(viewer=FINANCE, process_id=process_id))).disputes
            return billing.ResolveDispute(
                dispute_id=dispute.dispute_id,
                outcome="upheld",
                percent=50,
                ground="Puolet ajasta jäi pitämättä.",
                resolved_by=who.FINANCE.person_id,
                as_of=decided_at,
            )

        what = f"session {session.number} of {seen.commission.name}"
        return [
            Act(at, str(person), f"says that nobody came to {what}", (deny,)),
            Act(decided_at, str(who.FINANCE), f"decides the dispute about {what}", press=decide),
        ]

    def letters(self, seen: Seen) -> list[Letter]:
        """Who pays hears of both; who has said it, of what is decided; who decides it, that it is to be decided, and
        whose record it is, also how it was.
        """
        commission, session = seen.commission, seen.numbered(self.number)
        if session is None:
            return []
        opened, decided = (local_date(session.ends_at) + timedelta(days=days) for days in (1, 40))
        both = [commission.contact, commission.supervisees[1]]
        return [
            *to_each("dispute_opened", [commission.contact], opened, commission.name),
            *to_each("dispute_to_decide", [who.FINANCE], opened, commission.name),
            *to_each("record_denied", [commission.led_on(opened)], opened, commission.name),
            *to_each("dispute_resolved", both, decided, commission.name),
            *to_each("record_decided", [commission.led_on(opened)], decided, commission.name),
        ]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        """Half of the price, once, on a later month's invoice than its own."""
        lines = [line for line in await lines_of(seen.commission, ask) if line.number == self.number]
        halves = [line.net_cents * 2 == line.price_cents for line in lines]
        return [
            Check(
                f"{seen.commission.name}: half of what was disputed is charged, once",
                halves == [True],
                f"{[line.net_cents for line in lines]} cents",
            )
        ]
