"""Where the answer to a letter goes: to the coordinator in charge, and an invitation's with it.

Asked when the letter is sent, once a batch. Whoever cannot be learned now is passed over: no letter waits for it.
"""

import asyncio
from collections.abc import Sequence
from email.utils import parseaddr, quote
from typing import Any, Self, TypedDict
from uuid import UUID

from services.messages.console import ShowCoordinators
from services.messages.directory import Person, ShowContacts, ShowStaff
from services.notices.composing.invitations import Organiser
from services.notices.composing.letters import Recipient
from services.notices.wording import one_line
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.settings import Settings
from services.wording.blanks import Held

_PATIENCE_S = 3.0
_MOST = 5
"""Coordinators who all get an answer where nobody is in charge."""


def mailbox_of(text: str) -> Recipient | None:
    """Of a setting: `Name <address>`, an address, or nothing."""
    name, address = parseaddr(text)
    return Recipient(name, address) if address else None


def sent_by(settings: Settings, provider: str | None) -> Settings:
    """With that name before the sender's address; as they are where none was told."""
    if provider is None:
        return settings
    address = parseaddr(settings.mail_from)[1]
    return settings.model_copy(update={"mail_from": f'"{quote(one_line(provider))}" <{address}>'})


class Head(TypedDict):
    """Of a letter, as `compose` takes it. own: the provider's own texts of letters."""

    sender: str
    reply_to: Sequence[Recipient]
    own: Held


def shared_head(settings: Settings) -> Head:
    """Of a mail about no process, by the settings alone."""
    mailbox = mailbox_of(settings.mail_reply_to)
    return {"sender": settings.mail_from, "reply_to": [mailbox] if mailbox else [], "own": {}}


class Replies:
    """Of one batch. in_charge: by process. shared: whoever else reads answers, the setting's mailbox before people.

    own: the provider's own texts of letters, as they hold now.
    """

    def __init__(
        self,
        settings: Settings,
        in_charge: dict[UUID, Recipient] | None = None,
        shared: Sequence[Recipient] = (),
        own: Held | None = None,
    ) -> None:
        self._settings = settings
        self._in_charge = in_charge or {}
        self._shared = shared
        self._own = own or {}

    @classmethod
    async def look_up(cls, settings: Settings, ask: Asker, notices: Sequence[Any]) -> Self:
        """Of the rows' processes."""
        in_charge = _in_charge(ask, {one.process_id for one in notices if one.process_id})
        if mailbox := mailbox_of(settings.mail_reply_to):
            return cls(settings, await in_charge, [mailbox])
        return cls(settings, *await asyncio.gather(in_charge, _coordinators(ask)))

    async def also_of(self, ask: Asker, notices: Sequence[Any]) -> "Replies":
        """With the coordinators in charge of these rows' processes too."""
        more = await _in_charge(ask, {one.process_id for one in notices} - self._in_charge.keys())
        return Replies(self._settings, {**self._in_charge, **more}, self._shared, self._own)

    def worded(self, own: Held) -> "Replies":
        """The same, for letters with these texts."""
        return Replies(self._settings, self._in_charge, self._shared, own)

    def head(self, notice: Any, reader: Recipient) -> Head:
        return {"sender": self._settings.mail_from, "reply_to": self.of(notice, reader), "own": self._own}

    def of(self, notice: Any, reader: Recipient) -> Sequence[Recipient]:
        """Where an answer goes; nobody is sent their own."""
        coordinator = self._in_charge.get(notice.process_id)
        first = [coordinator] if coordinator else self._shared
        others = [one for one in first if one.address != reader.address]
        return others or [one for one in self._shared if one.address != reader.address]

    def to_call(self, process_id: UUID | None, reader: Recipient) -> Recipient | None:
        """The coordinator in charge, where they have a number; nobody calls themselves."""
        found = self._in_charge.get(process_id) if process_id else None
        return found if found and found.phone and found.address != reader.address else None

    def organiser(self, notice: Any) -> Organiser:
        """Of the row's invitation: who says no to it by the calendar is heard there."""
        chosen = mailbox_of(self._settings.mail_organiser) or self._in_charge.get(notice.process_id)
        sender = mailbox_of(self._settings.mail_from)
        assert sender, "settings have one"
        found = chosen or next(iter(self._shared), sender)
        return Organiser(found.name, found.address, sent_by=sender.address)


async def _in_charge(ask: Asker, process_ids: set[UUID]) -> dict[UUID, Recipient]:
    if not process_ids:
        return {}
    try:
        query = ShowCoordinators(process_ids=sorted(process_ids))
        given = (await ask(query, timeout_s=_PATIENCE_S)).coordinators
        people = (await ask(ShowContacts(person_ids=sorted(set(given.values()))))).people if given else []
    except (Fault, Refusal):
        return {}
    known = {one.person_id: _recipient(one) for one in people}
    return {process_id: known[one] for process_id, one in given.items() if one in known}


async def _coordinators(ask: Asker) -> list[Recipient]:
    try:
        people = (await ask(ShowStaff(relation="coordinator"))).people
    except (Fault, Refusal):
        return []
    return [_recipient(one) for one in people[:_MOST]]


def _recipient(person: Person) -> Recipient:
    return Recipient(person.name, person.email, person.phone)
