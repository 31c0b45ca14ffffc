"""What a letter says around its news: with whom, for whom, where, why it came, and whom to call.

Asked when it is sent, once a batch. What cannot be learned now is left out: no letter waits for it.
"""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.messages.billing import ShowSeller
from services.messages.directory import CustomerCard, Person, ShowContacts, ShowCustomer
from services.messages.values import Role
from services.notices.composing.known import Known
from services.notices.composing.places import Learn, Places, takes_part
from services.notices.composing.readers import Reader, name_of
from services.notices.composing.replying import Replies
from services.notices.letter_kinds import BEGINS, KINDS, NAMES_SUPERVISOR, PROPOSES_SUPERVISOR, LetterKind
from services.notices.wording import Fact, as_typed, one_line, wording
from services.notices.writing import AS_ROLE, ASKED, LEAVER, NAMED, TAKES_PART, read
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.finland import local_date

_TOLD_AS = (Role.COORDINATOR, Role.FINANCE, Role.PAYER)
"""They read some letters that go to the parties too."""


class Surroundings:
    """Of one batch. portal: its address, empty where there is none."""

    def __init__(self, ask: Asker, known: Known, replies: Replies, portal: str = "") -> None:
        self.ask = ask
        self.portal = portal
        self.replies = replies
        self.known = known
        self._told: dict[object, Any] = {}
        self.places = Places(ask, known, self._once)

    async def look_ahead(self, notices: Sequence[Any]) -> None:
        """What the letters of these rows will say around their news, asked side by side. Where a row or an answer
        cannot be read, its own letter says so.
        """
        learn: dict[object, Learn] = {}
        for notice in notices:
            if not notice.role and KINDS[notice.kind].tells_with_whom:
                with contextlib.suppress(ValueError, LookupError, TypeError):
                    learn |= dict(self._said_around(notice))
        if learn:
            asking = (self._once(key, one) for key, one in learn.items())
            await asyncio.gather(self._seller(), *asking, return_exceptions=True)

    async def of(self, notice: Any, reader: Reader) -> str:
        """The lines, in the reader's language; empty for a letter that has none."""
        said = await self.whereabouts(notice, reader)
        if why := await self._why(notice):
            said.append(wording(reader.language).word("why", why))
        if why == "attendee" and self.portal:
            said.append(await self._way_out(notice, reader.language))
        if notice.kind == LetterKind.CONTRACT_EXPIRED and NAMED in notice.facts and self.portal:
            words = wording(reader.language)
            said.append(words.fill(words.word("around", "asks_anew"), {"link": f"{self.portal}/inquiry"}))
        return "\n".join([*said, *await self.whom_to_call([notice], reader)])

    async def whereabouts(self, notice: Any, reader: Reader) -> list[str]:
        """With whom, for whom and where, a line each."""
        if not KINDS[notice.kind].tells_with_whom:
            return []
        words, facts = wording(reader.language), await self._around(notice)
        said = [words.fill(words.word("around", name), facts) for name in facts]
        if "place" not in facts and takes_part(notice) and not await self.places.are_several(notice):
            said.append(words.word("around", "place_as_agreed"))
        return said

    async def whom_to_call(self, notices: Sequence[Any], reader: Reader) -> list[str]:
        """Who sent what is told; else the coordinator in charge of all of it, by their own number; else the firm."""
        words = wording(reader.language)
        if len(notices) == 1 and (asked := await self._asked(notices[0])):
            return [words.fill(words.word("around", "call" if asked.get("phone") else "write"), asked)]
        found = {self.replies.to_call(one.process_id, reader.recipient) for one in notices}
        coordinator = found.pop() if len(found) == 1 else None
        if coordinator:
            call: dict[str, Fact] | None = {"who": as_typed(coordinator.name), "phone": coordinator.phone}
        else:
            call = await self._seller()
        return [words.fill(words.word("around", "call"), call)] if call else []

    async def _asked(self, notice: Any) -> dict[str, Fact] | None:
        """By their own number, the firm's, or their mail address; none of a letter that nobody sent by hand."""
        if not (person_id := notice.facts.get(ASKED)):
            return None
        person: Person | None = await self._once(("asked", person_id), self._contact(UUID(person_id)))
        if person is None:
            return None
        firm = await self._seller()
        phone = person.phone or (firm or {}).get("phone", "")
        return {"who": as_typed(person.name), "phone": phone, "mail": person.email}

    def _contact(self, person_id: UUID) -> Learn:
        async def learn() -> Person | None:
            return next(iter((await self.ask(ShowContacts(person_ids=[person_id]))).people), None)

        return learn

    async def _way_out(self, notice: Any, language: str) -> str:
        """Where a member says that they take part no longer: it is of their own will. Who is the customer themselves,
        or acts for it and takes part alone, ends it: by withdrawing while they may, by a notice, or by what they say
        of its trial.
        """
        words = wording(language)
        ends = await self._is_customer(notice) or (notice.process_id, notice.person_id) in self.known.alone
        way, page = ("ending", "terminate") if ends else ("leaving", "leave")
        link = f"{self.portal}/processes/{notice.facts['process_number']}/{page}"
        return words.fill(words.word("around", way), {"link": link})

    async def _is_customer(self, notice: Any) -> bool:
        """Themselves, as a private person."""
        customer = await self._customer(notice)
        return (
            customer is not None and notice.person_id is not None and customer.person_id == notice.person_id
        )

    async def _why(self, notice: Any) -> str:
        if (role := notice.facts.get(AS_ROLE)) in _TOLD_AS:
            return str(role)
        why = KINDS[notice.kind].why
        if why == "signer":
            return f"signer_{party}" if (party := notice.facts.get("party")) else why
        if notice.facts.get(TAKES_PART):
            return "member"
        if why == "attendee" and self.known.supervises(notice):
            return "supervisor"
        if why == "invoicing" and notice.person_id is None:
            return "invoiced"
        return "own" if why == "customer" and await self._is_customer(notice) else why

    async def _around(self, notice: Any) -> dict[str, Fact]:
        """Nobody is told who they are themselves."""
        customer = await self._customer(notice)
        found: dict[str, str | None] = {}
        if notice.kind in BEGINS:
            found["renewed"] = self.known.renewed.get(notice.process_id)
        if leaver := self._leaver(notice):
            found["leaving_supervisor"] = await self._once(leaver, self._named(leaver))
        if supervisor := self._other_supervisor(notice):
            found[_called(notice)] = await self._once(supervisor, self._named(supervisor))
        if customer and customer.person_id != notice.person_id:
            found["customer"] = as_typed(name_of(customer))
        found["place"] = await self.places.of(notice)
        return {name: fact for name, fact in found.items() if fact}

    def _said_around(self, notice: Any) -> Iterator[tuple[object, Learn]]:
        """What of it has to be asked, as `_once` takes it."""
        for one in (self._leaver(notice), self._other_supervisor(notice)):
            if one:
                yield one, self._named(one)
        if customer := self.known.customers.get(notice.process_id):
            yield customer, self._card(customer)
        yield from self.places.wanted(notice)

    def _other_supervisor(self, notice: Any) -> UUID | None:
        """Of the row's day; none where its reader supervises, or pays alone, where its news is who it is from a day on,
        or where nobody is; nor whoever the letter says to be leaving.
        """
        if notice.facts.get(AS_ROLE) == Role.PAYER:
            return None
        if notice.kind in NAMES_SUPERVISOR and "about_id" in notice.facts:
            return None
        if notice.facts.get("awaited"):
            return None
        if self.known.supervises(notice):
            return None
        told_on = local_date(notice.written_at)
        found = self.known.supervisor_on(notice.process_id, _day_told(notice), told_on)
        return None if found == self._leaver(notice) else found

    @staticmethod
    def _leaver(notice: Any) -> UUID | None:
        """Who was to hold the session and leaves; none to who pays alone."""
        leaver = notice.facts.get(LEAVER)
        return UUID(leaver) if leaver and notice.facts.get(AS_ROLE) != Role.PAYER else None

    async def _once(self, key: object, learn: Learn) -> Any:
        """None: its owner is away, or does not know it."""
        if key not in self._told:
            try:
                self._told[key] = await learn()
            except (Refusal, Fault):
                self._told[key] = None
        return self._told[key]

    def _named(self, person_id: UUID) -> Learn:
        async def learn() -> str:
            found = (await self.ask(ShowContacts(person_ids=[person_id]))).people
            return as_typed(found[0].name) if found else ""

        return learn

    async def _customer(self, notice: Any) -> CustomerCard | None:
        customer = self.known.customers.get(notice.process_id)
        if customer is None:
            return None
        card: CustomerCard | None = await self._once(customer, self._card(customer))
        return card

    def _card(self, customer: tuple[UUID, UUID | None]) -> Learn:
        query = ShowCustomer(organisation_id=customer[0], department_id=customer[1])
        return lambda: self.ask(query)

    async def _seller(self) -> dict[str, Fact] | None:
        call: dict[str, Fact] | None = await self._once("seller", self._telephone)
        return call

    async def _telephone(self) -> dict[str, Fact]:
        seller = await self.ask(ShowSeller())
        return {"who": one_line(seller.name), "phone": seller.phone} if seller.phone else {}


def _called(notice: Any) -> str:
    """Where another one is proposed, both are named: who it would be, and who it is."""
    proposed = notice.kind in PROPOSES_SUPERVISOR and "about_id" in notice.facts
    return "present_supervisor" if proposed else "supervisor"


def _day_told(notice: Any) -> date | None:
    """The day that the row is about: that of its session, or the first day of who stands in."""
    facts = read(notice.facts)
    if notice.kind == LetterKind.SUPERVISOR_STANDS_IN and isinstance(first := facts.get("from_day"), date):
        return first
    begins = facts.get("starts_at")
    return local_date(begins) if isinstance(begins, datetime) else None
