"""What a letter says around its news: with whom, for whom, where, why it came, and whom to call.

Asked when it is sent, once a batch. What cannot be learned now is left out: no letter waits for it.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.messages.billing import ShowSeller
from services.messages.contracts import ListPlaces, ProcessPlaces
from services.messages.directory import CustomerCard, Person, ShowContacts, ShowCustomer
from services.messages.sessions import ListOwnPlaces
from services.messages.values import Role, Viewer
from services.notices.composing.known import Known
from services.notices.composing.readers import Reader, name_of
from services.notices.composing.replying import Replies
from services.notices.letter_kinds import KINDS, LetterKind
from services.notices.wording import Fact, as_typed, one_line, wording
from services.notices.writing import AS_ROLE, ASKED, TAKES_PART, read
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.finland import local_date

Learn = Callable[[], Awaitable[Any]]
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
            said.append(self._way_out(notice, reader.language))
        return "\n".join([*said, *await self.whom_to_call([notice], reader)])

    async def whereabouts(self, notice: Any, reader: Reader) -> list[str]:
        """With whom, for whom and where, a line each."""
        if not KINDS[notice.kind].tells_with_whom:
            return []
        words, facts = wording(reader.language), await self._around(notice)
        said = [words.fill(words.word("around", name), facts) for name in facts]
        if "place" not in facts and self._takes_part(notice):
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

    async def place(self, notice: Any, at: datetime | None = None) -> str:
        """Where the reader's sessions are, where the contract names a place; empty where it tells how one is agreed.

        at: when the session begins, whose day decides; none: that of the row, or when it was written.
        """
        if not self._may_be_told_where(notice):
            return ""
        begins = at or _begins(notice)
        own = await self._once(*self._own_places(notice))
        if own is None:  # it may be elsewhere than the contract says
            return ""
        if place := own.get(at or _first_session(notice)):
            return one_line(place)
        known = await self._once(*self._places(notice))
        return one_line(known.on(local_date(begins))) if known else ""

    def _way_out(self, notice: Any, language: str) -> str:
        """Where a member says that they take part no longer: it is of their own will."""
        words = wording(language)
        link = f"{self.portal}/processes/{notice.facts['process_number']}/leave"
        return words.fill(words.word("around", "leaving"), {"link": link})

    def _takes_part(self, notice: Any) -> bool:
        return KINDS[notice.kind].why == "attendee"

    def _may_be_told_where(self, notice: Any) -> bool:
        """Contracts knows who is: to a customer's own it names no place."""
        return self._takes_part(notice) or KINDS[notice.kind].tells_place

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
        customer = await self._customer(notice) if why == "customer" else None
        return "own" if customer and customer.person_id == notice.person_id else why

    async def _around(self, notice: Any) -> dict[str, Fact]:
        """Nobody is told who they are themselves."""
        customer = await self._customer(notice)
        found: dict[str, str | None] = {}
        if supervisor := self._other_supervisor(notice):
            found["supervisor"] = await self._once(supervisor, self._named(supervisor))
        if customer and customer.person_id != notice.person_id:
            found["customer"] = as_typed(name_of(customer))
        found["place"] = await self.place(notice)
        return {name: fact for name, fact in found.items() if fact}

    def _said_around(self, notice: Any) -> Iterator[tuple[object, Learn]]:
        """What of it has to be asked, as `_once` takes it."""
        if supervisor := self._other_supervisor(notice):
            yield supervisor, self._named(supervisor)
        if customer := self.known.customers.get(notice.process_id):
            yield customer, self._card(customer)
        if self._may_be_told_where(notice):
            yield self._places(notice)
            yield self._own_places(notice)

    def _other_supervisor(self, notice: Any) -> UUID | None:
        """Of the row's day; none where its reader supervises, or pays alone."""
        if notice.facts.get(AS_ROLE) == Role.PAYER:
            return None
        if self.known.supervises(notice):
            return None
        return self.known.supervisor_on(notice.process_id, _day_told(notice))

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

    def _places(self, notice: Any) -> tuple[object, Learn]:
        role = Role.SUPERVISOR if self.known.supervises(notice) else Role.SUPERVISEE
        viewer = Viewer(person_id=notice.person_id, role=role)

        async def learn() -> ProcessPlaces | None:
            agreed = await self.ask(ListPlaces(process_id=notice.process_id, viewer=viewer))
            return agreed.processes[0] if agreed.processes else None

        own = (
            () if self._takes_part(notice) else (notice.person_id,)
        )  # whoever it goes to, not all may be told
        return (notice.process_id, role, *own), learn

    def _own_places(self, notice: Any) -> tuple[object, Learn]:
        """Of sessions that are not where the contract says: by when they begin, and by their ids."""

        async def learn() -> dict[object, str]:
            if notice.process_id in self.known.as_agreed:
                return {}
            found = (await self.ask(ListOwnPlaces(process_id=notice.process_id))).places
            return {key: one.place for one in found for key in (one.starts_at, str(one.session_id))}

        return ("own places", notice.process_id), learn

    async def _seller(self) -> dict[str, Fact] | None:
        call: dict[str, Fact] | None = await self._once("seller", self._telephone)
        return call

    async def _telephone(self) -> dict[str, Fact]:
        seller = await self.ask(ShowSeller())
        return {"who": one_line(seller.name), "phone": seller.phone} if seller.phone else {}


def _day_told(notice: Any) -> date | None:
    """The day that the row is about: that of its session, or the first day of who stands in."""
    facts = read(notice.facts)
    if notice.kind == LetterKind.SUPERVISOR_STANDS_IN and isinstance(first := facts.get("from_day"), date):
        return first
    begins = facts.get("starts_at")
    return local_date(begins) if isinstance(begins, datetime) else None


def _begins(notice: Any) -> datetime:
    """The session that the row is about; of a row about several or none, when it was written."""
    begins = read(notice.facts).get("starts_at", notice.written_at)
    assert isinstance(begins, datetime)
    return begins


def _first_session(notice: Any) -> str:
    """The one that the row is about, or the first of those whose place it tells."""
    if notice.kind == LetterKind.PLACE_CHANGED:
        return str(notice.facts["session_ids"]).split()[0]
    return str(notice.facts.get("session_id", ""))
