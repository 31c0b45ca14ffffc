"""Where a letter leads: the page on which its reader does what it asks for.

Made when the mail is composed and never kept: the link for signing is as good as its reader's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from services.notices.letters import Link
from services.runtime.links import SIGNING, LinkKeys, seal
from services.runtime.settings import Settings

SIGNED_BY_LINK = ("contract_to_sign", "signature_due")

_PROCESS = "/processes/{process_number}"
PORTAL: Mapping[str, str] = {
    "inquiry_received": _PROCESS,
    "inquiry_redirected": _PROCESS,
    "proposal_sent": f"{_PROCESS}/proposal",
    "proposal_due": f"{_PROCESS}/proposal",
    "proposal_expired": "/inquiry",
    "consent_to_give": f"{_PROCESS}/contract",
    "contract_signed": f"{_PROCESS}/contract",
    "contract_expired": _PROCESS,
    "session_invitation": f"{_PROCESS}/schedule",
    "session_moved": f"{_PROCESS}/schedule",
    "session_cancelled": f"{_PROCESS}/schedule",
    "session_reminder": f"{_PROCESS}/schedule",
    "review_due": f"{_PROCESS}/reviews",
    "review_overdue": f"{_PROCESS}/reviews",
    "continuation_due": f"{_PROCESS}/close",
    "process_renewed": "/processes/{successor_number}",
    "process_closed": _PROCESS,
    "invoice_issued": "/invoices/{invoice_number}",
}
CONSOLE: Mapping[str, str] = {
    **dict.fromkeys(("screening_due", "screening_overdue", "matching_due", "matching_overdue"), _PROCESS),
    **dict.fromkeys(("proposal_to_make", "proposal_overdue", "proposal_unanswered"), _PROCESS),
    **dict.fromkeys(("signature_overdue", "signing_declined"), _PROCESS),
    **dict.fromkeys(("contract_signed", "process_renewed", "process_closed"), _PROCESS),
    **dict.fromkeys(("review_due", "review_overdue"), _PROCESS),
    "session_invitation": "/sessions/{session_id}",
    "session_moved": "/sessions/{session_id}",
    "session_cancelled": "/sessions/{session_id}",
    "session_reminder": "/sessions/{session_id}",
    "confirmation_due": "/sessions/{session_id}",
}
"""What the staff and the process's supervisor read; the portal's is for everybody else."""


@dataclass(frozen=True)
class Doors:
    """portal, console: addresses without a slash at the end, empty where there is none: no link then."""

    portal: str
    console: str
    keys: LinkKeys | None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Raises LookupError for a portal without the keys that its links need."""
        portal, console = settings.portal_url.rstrip("/"), settings.console_url.rstrip("/")
        return cls(portal, console, LinkKeys.read(settings.keys) if portal else None)

    def link(self, notice: Any, *, supervises: bool) -> Link | None:
        """notice: a row for one reader. supervises: the reader is the process's supervisor."""
        if notice.kind in SIGNED_BY_LINK:
            return self._signing(notice)
        at_console = notice.kind in CONSOLE and (supervises or notice.kind not in PORTAL)
        door, pages = (self.console, CONSOLE) if at_console else (self.portal, PORTAL)
        if not door:
            return None
        return Link("page", door + pages[notice.kind].format(**notice.facts))

    def _signing(self, notice: Any) -> Link | None:
        """Works without an account until this person has signed this version."""
        if self.keys is None:
            return None
        facts = {
            "process_id": str(notice.process_id),
            "version": str(notice.facts["version"]),
            "party": notice.facts["party"],
            "person_id": str(notice.person_id),
        }
        token = seal(self.keys, SIGNING, facts, datetime.fromisoformat(notice.facts["link_ends_at"]))
        return Link("signing", f"{self.portal}/sign/{token}")
