"""Where a letter leads: the page on which its reader does what it asks for.

Made when the mail is composed and never kept: the link for signing is as good as its reader's name.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from services.messages.values import Role
from services.notices.composing.letters import Link
from services.notices.letter_kinds import KINDS, LetterKind
from services.notices.writing import AS_ROLE, AT_CONSOLE
from services.runtime.proofs.links import CONFIRMING, JOINING, SIGNING, TRYING, LinkKeys, mark_of, seal
from services.runtime.settings import Settings

CONSENTS = (
    LetterKind.CONSENT_TO_GIVE,
    LetterKind.CONSENT_DUE,
    LetterKind.NEWCOMER_TO_CONSENT,
    LetterKind.AMENDMENT_TO_CONSENT,
    LetterKind.SUPERVISOR_TO_CONSENT,
)


def leads_to_a_door(settings: Settings, link: str) -> bool:
    """Whether one that somebody else made may go out in our name: to a door's host alone, where those are known."""
    ours = {urlsplit(address).hostname for address in (settings.portal_url, settings.console_url) if address}
    return not ours or urlsplit(link).hostname in ours


@dataclass(frozen=True)
class Doors:
    """portal, console: addresses without a slash at the end, empty where there is none: no link then.

    settles: for how long a letter about a changed session waits for the next change.
    """

    portal: str
    console: str
    keys: LinkKeys | None
    settles: timedelta = timedelta()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Raises LookupError for a portal without the keys that its links need."""
        portal, console = settings.portal_url.rstrip("/"), settings.console_url.rstrip("/")
        keys = LinkKeys.read(settings.keys) if portal else None
        return cls(portal, console, keys, timedelta(seconds=settings.mail_settles_s))

    def link(self, notice: Any, address: str, *, supervises: bool) -> Link | None:
        """notice: a row for one reader. address: theirs, to which it goes: what it proves, it proves as long as it is
        theirs. supervises: the reader is the process's supervisor.

        A coordinator reads some letters that go to the customer's people too: theirs lead to the other door.
        """
        row = KINDS[notice.kind]
        if row.signed_by_link:
            return self._signing(notice, address)
        if row.about_link and "link_ends_at" in notice.facts and not (supervises and row.console):
            link = self._signing(notice, address)
            return link and Link("became", link.url)
        if row.confirmed_by_link:
            return self._confirming(notice, address)
        if row.answered_by_link == "join":
            return self._answering(notice, address)
        if row.answered_by_link == "trial" and "revision" in notice.facts:
            return self._trying(notice, address)
        is_theirs = supervises or notice.facts.get(AT_CONSOLE) == 1
        at_console = row.console is not None and (
            is_theirs or notice.facts.get(AS_ROLE) == Role.COORDINATOR or row.portal is None
        )
        door, page = (self.console, row.console) if at_console else (self.portal, row.portal)
        return (
            Link("page", door + page.format(**notice.facts, process_id=notice.process_id))
            if door and page
            else None
        )

    def _confirming(self, notice: Any, address: str) -> Link | None:
        """Works without an account; it shows what was typed to whoever has the mail."""
        if self.keys is None:
            return None
        facts = {
            "process_id": str(notice.process_id),
            "person_id": str(notice.person_id),
            "sent_to": mark_of(address),
        }
        token = seal(self.keys, CONFIRMING, facts, datetime.fromisoformat(notice.facts["link_ends_at"]))
        return Link("confirming", f"{self.portal}/confirm/{token}")

    def _answering(self, notice: Any, address: str) -> Link | None:
        """Works without an account, for this member's word on this newcomer."""
        if self.keys is None:
            return None
        facts = {
            "process_id": str(notice.process_id),
            "newcomer_id": notice.facts["about_id"],
            "from_day": notice.facts["from_day"],
            "person_id": str(notice.person_id),
            "sent_to": mark_of(address),
        }
        token = seal(self.keys, JOINING, facts, datetime.fromisoformat(notice.facts["link_ends_at"]))
        return Link("answering", f"{self.portal}/join/{token}")

    def _trying(self, notice: Any, address: str) -> Link | None:
        """Works without an account, for this reader's yes or no to this trial."""
        if self.keys is None:
            return None
        facts = {
            "process_id": str(notice.process_id),
            "revision": str(notice.facts["revision"]),
            "person_id": str(notice.person_id),
            "sent_to": mark_of(address),
        }
        token = seal(self.keys, TRYING, facts, datetime.fromisoformat(notice.facts["link_ends_at"]))
        return Link("answering", f"{self.portal}/trial/{token}")

    def _signing(self, notice: Any, address: str) -> Link | None:
        """Works without an account until this person has signed this version, or consented to it."""
        if self.keys is None:
            return None
        facts = {
            "process_id": str(notice.process_id),
            "version": str(notice.facts["version"]),
            "party": notice.facts["party"],
            "person_id": str(notice.person_id),
            "sent_to": mark_of(address),
        }
        token = seal(self.keys, SIGNING, facts, datetime.fromisoformat(notice.facts["link_ends_at"]))
        consents = notice.kind in CONSENTS
        return Link("consenting" if consents else "signing", f"{self.portal}/sign/{token}")
