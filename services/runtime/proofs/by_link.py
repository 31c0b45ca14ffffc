"""Who has a mailed link is its reader, for what it is for: the owner of the paper opens it, and believes no door.

A door sends the link along where who is signed in has a proof (`services/runtime/commands/proving.py`), and can make
none itself.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal
from uuid import UUID

from services.messages.directory import PersonCard, ShowPerson
from services.messages.envelope import Command, command_subject
from services.messages.mailed_links import LinkQuery, LinkShown
from services.runtime.clock import Clock
from services.runtime.commands.refusal import Refusal
from services.runtime.proofs.links import (
    CONFIRMING,
    ENTERING,
    JOINING,
    SIGNING,
    TRYING,
    BrokenLink,
    ExpiredLink,
    LinkKeys,
    mark_of,
    open_link,
)
from services.runtime.proofs.people import KnownKeys, NotProved

_OF_ITS_READER = ("directory.show_relations", "directory.show_person", "contracts.is_member")
_OF_ITS_PEOPLE = (*_OF_ITS_READER, "directory.show_contacts")
BY_LINK: dict[str, frozenset[str]] = {
    SIGNING: frozenset(
        {
            *_OF_ITS_PEOPLE,
            *("contracts.show_contract", "contracts.show_contract_text", "contracts.show_contract_pdf"),
            *("contracts.show_contract_parties", "contracts.show_amendment", "contracts.sign_contract"),
            *("contracts.show_handing_over", "contracts.show_changed_days"),
            *("contracts.record_consent", "contracts.refuse_consent", "contracts.decline_signing"),
            "contracts.join_group",
        }
    ),
    JOINING: frozenset({*_OF_ITS_PEOPLE, "contracts.show_newcomers", "contracts.agree_to_member"}),
    TRYING: frozenset(
        {
            *_OF_ITS_PEOPLE,
            *("contracts.show_trial", "contracts.show_trial_paper"),
            *("contracts.agree_to_trial", "contracts.decline_trial"),
        }
    ),
    CONFIRMING: frozenset({"intake.show_typed_inquiry", "intake.confirm_inquiry"}),
    ENTERING: frozenset(
        {
            *("directory.show_person", "intake.show_typed_inquiry"),
            *("intake.submit_inquiry", "intake.change_inquiry"),
        }
    ),
}
"""Purpose of a link -> what it proves its reader for."""
_OF_WHAT_IS_TO_BE = {"intake.submit_inquiry"}
"""A link for it names no process."""
_PROCESS = ("process_id", "inquiry_id")
_SAID_TOO = ("version", "revision", "party", "from_day", "newcomer_id")
"""What a link may name besides the process: as the message has it, where that has it."""


class WithLinks(KnownKeys):
    """Of a service whose mails lead to its papers."""

    def __init__(
        self,
        public: Mapping[str, str],
        ask: Callable[..., Awaitable[Any]],
        keys: LinkKeys,
        clock: Clock,
        *,
        is_local: bool = False,
    ) -> None:
        """public, is_local: as `KnownKeys`. keys: of links."""
        super().__init__(public, ask, is_local=is_local)
        self.keys = keys
        self._people, self._clock = ask, clock

    async def check_link(self, token: str, message: Command[Any]) -> None:
        """Raises NotProved: made up, over, for something else, of somebody else, or sent to an address that is no
        longer theirs.
        """
        facts = self._opened(token, _asked(message))
        shown = await self._shown(facts, "good")
        if shown.standing != "good" or shown.person_id != message.is_from() or not fits(shown, message):
            raise NotProved

    async def show(self, query: LinkQuery) -> LinkShown:
        """For the page to which it leads. Refuses: unknown_link."""
        try:
            facts = open_link(self.keys, query.purpose, query.token, self._clock.now())
        except BrokenLink:
            raise Refusal("unknown_link", "token") from None
        except ExpiredLink as over:
            return await self._shown(over.facts, "over")
        return await self._shown(facts, "good")

    def _opened(self, token: str, command: str) -> dict[str, str]:
        for purpose in (one for one, commands in BY_LINK.items() if command in commands):
            try:
                return open_link(self.keys, purpose, token, self._clock.now())
            except (BrokenLink, ExpiredLink):
                continue
        raise NotProved

    async def _shown(self, facts: dict[str, str], in_time: Literal["good", "over"]) -> LinkShown:
        holder = await self._person(facts["person_id"])
        newcomer = await self._person(facts["newcomer_id"]) if "newcomer_id" in facts else None
        return LinkShown(
            facts=facts,
            person_id=holder.person_id if holder else None,
            newcomer_id=newcomer.person_id if newcomer else None,
            standing=in_time if holder and _went_to(facts, holder.email) else "not_theirs",
        )

    async def _person(self, person_id: str) -> PersonCard | None:
        try:
            found: PersonCard = await self._people(ShowPerson(person_id=UUID(person_id)))
            return found
        except Refusal:
            return None


def fits(link: LinkShown, message: Command[Any]) -> bool:
    """Whether the message is about what the link names; one that names no process is about its people."""
    named = [getattr(message, name) for name in _PROCESS if hasattr(message, name)]
    is_to_be = _asked(message) in _OF_WHAT_IS_TO_BE
    wanted = {"process_id": "" if is_to_be else str(named[0])} if named or is_to_be else {}
    wanted |= {name: _written(getattr(message, name)) for name in _SAID_TOO if hasattr(message, name)}
    told = link.facts | ({"newcomer_id": str(link.newcomer_id)} if link.newcomer_id else {})
    return all(told[name] == said for name, said in wanted.items() if name in told)


def _asked(message: Command[Any]) -> str:
    return command_subject(type(message)).partition(".")[2]


def _written(value: Any) -> str:
    return str(getattr(value, "value", value))


def _went_to(facts: Mapping[str, str], address: str) -> bool:
    """Not once their address was put right, nor once their entry was made one with another: the link may lie with a
    stranger, who had the address by a slip. What waits goes to the address that stays. One that was never mailed
    names no address.
    """
    return facts.get("sent_to", mark_of(address)) == mark_of(address)
