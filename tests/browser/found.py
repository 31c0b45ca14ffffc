"""What everybody finds at both doors, crawled once for all tests that look at all pages."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from deploy.demo import people as who
from services.runtime.proofs.links import CONFIRMING, ENTERING, LinkKeys, mark_of, seal
from tests.browser import stage
from tests.browser.crawling import Answer, Crawl
from tests.browser.doors import NAMES, Doors, Name
from tests.browser.signing_in import Visitors
from tests.e2e.reading import mails_in
from tests.patience import PATIENCE_S

VISITORS: dict[Name, tuple[who.Someone | None, ...]] = {
    "portal": (
        None,
        who.COMPANY_HR,
        who.MUNICIPAL_HR,
        who.NEWCOMER_HR,
        stage.PAYER,
        who.MANAGER,
        who.GROUP[0],
    ),
    "console": (
        None,
        who.COORDINATOR,
        who.FINANCE,
        who.MANAGER_SUPERVISOR,
        who.GROUP_SUPERVISOR,
        stage.ADMINISTRATOR,
    ),
}
"""Somebody of each kind, of each organisation, and somebody who is not signed in."""
STARTS: dict[Name, tuple[str, ...]] = {
    "portal": ("/", "/home", "/openapi.json"),
    "console": ("/", "/openapi.json", "/first-administrator", "/first-administrator/code"),
}
"""To the last two a printed line and a mail of a platform without staff lead."""
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
STEPS: dict[int, dict[str, Any]] = {
    1: {
        "organisation_name": "Koivikon hoiva Oy",
        "business_id": "2345678-0",
        "organisation_kind": "company",
        "street": "Koivukuja 1",
        "postal_code": "33100",
        "town": "Tampere",
        "invoice_email": "laskut@koivikko.example",
        "contact_given_name": "Seija",
        "contact_family_name": "Salo",
        "contact_email": "seija.salo@koivikko.example",
    },
    2: {
        "audience": "group",
        "headcount": "6",
        "region": "Pirkanmaa",
        "remote_ok": "true",
        "duration_minutes": "90",
        "template": "year",
        "preferred_weekdays": ["1", "3"],
        "preferred_times": ["morning"],
    },
    3: {"wishes": ["wellbeing_at_work"], "message": "Arjen tueksi.", "language": "fi"},
}
"""An inquiry as its three steps are typed."""
_IN_TIME = datetime(2090, 1, 1, tzinfo=UTC)
_KEY = re.compile(r"/[a-z]+/k\d+\.")
"""Sealed for one person (services/runtime/proofs/links.py)."""
_LINK = re.compile(r"https?://localhost:\d+[^\s<>\"]*")


@dataclass(frozen=True)
class Sight:
    """A page to look at, as whom (a mail address, or none for nobody), and how wide, in pixels."""

    door: Name
    path: str
    visitor: str | None
    widths: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.door} {self.path} as {self.visitor}"


class Found:
    """answers: who -> path -> what came, for each door. mailed: link -> the addresses that got it by mail."""

    def __init__(self, mailed: Mapping[str, frozenset[str]]) -> None:
        self.mailed = mailed
        self.answers: dict[Name, dict[who.Someone | None, dict[str, Answer]]] = {door: {} for door in NAMES}

    def everything(self, door: Name) -> Iterator[tuple[who.Someone | None, Answer]]:
        for visitor, answers in self.answers[door].items():
            for answer in answers.values():
                yield visitor, answer

    def opened_with_anothers_key(self, visitor: who.Someone | None, path: str) -> bool:
        """A link that stands for whom it was mailed to shows that person's pages to whoever holds it."""
        own = visitor.email if visitor else None
        held = (
            to
            for link, to in self.mailed.items()
            if _KEY.match(sought := urlsplit(link).path) and sought in path
        )
        return any(own not in to for to in held)

    def routes(self, door: Name) -> set[str]:
        """Those that gave somebody something."""
        return {answer.route for _, answer in self.everything(door) if answer.status in (200, 303)}

    def sights(self, door: Name, widths: tuple[int, ...]) -> list[Sight]:
        """A page of every route at each width, another one where there are as many; those of one visitor together.

        Each path once, whatever its query. Pages of one route are in different states, and seen by different people.
        """
        chosen: dict[str, dict[str, who.Someone | None]] = {}
        paths: set[str] = set()
        for visitor, answer in self.everything(door):
            pages, bare = chosen.setdefault(answer.route, {}), answer.path.partition("?")[0]
            if answer.is_page and bare not in paths and len(pages) < len(widths):
                paths.add(bare)
                pages[answer.path] = visitor
        sights = [
            Sight(door, path, visitor.email if visitor else None, widths[place :: len(pages)])
            for pages in chosen.values()
            for place, (path, visitor) in enumerate(pages.items())
        ]
        return sorted(sights, key=lambda one: str(one.visitor))


async def crawl_all(doors: Doors, visitors: Visitors) -> Found:
    """One visitor after the other at each door, the doors side by side. What mails lead to is tried by everybody."""
    for door in NAMES:
        for visitor in filter(None, VISITORS[door]):
            await visitors.signed_in(visitor.email, door)
    mailed = mailed_links(sorted(mails_in(doors.installation.mail), key=sent_at, reverse=True))
    found = Found(mailed)

    async def at(door: Name) -> None:
        for visitor in VISITORS[door]:
            async with client_of(doors, visitors, door, visitor) as client:
                begun = await inquiries(client) if visitor is None and door == "portal" else []
                begun += typed_or_sealed(doors, door, visitor)
                crawl = Crawl(client, door)
                await crawl.follow(*STARTS[door], *begun, *mailed)
            found.answers[door][visitor] = crawl.answers

    await asyncio.gather(*(at(door) for door in NAMES))
    return found


def typed_or_sealed(doors: Doors, door: Name, visitor: who.Someone | None) -> list[str]:
    """Pages to which an address that is typed leads, or a link that is sealed for one person."""
    if (door, visitor) == ("console", who.COORDINATOR):
        return [f"/people/{who.GROUP[0].person_id}/merge/{who.GROUP[1].person_id}"]
    if (door, visitor) != ("portal", None):
        return []
    keys, asked = LinkKeys.read(doors.installation.keys), stage.WAITING
    typing = {
        "person_id": str(who.COORDINATOR.person_id),
        "process_id": "",
        "opens_until": _IN_TIME.isoformat(),
    }
    confirming = {
        "person_id": str(asked.contact.person_id),
        "process_id": str(asked.process_id),
        "sent_to": mark_of(asked.contact.email),
    }
    return [
        f"/enter/{seal(keys, ENTERING, typing, _IN_TIME)}",
        f"/confirm/{seal(keys, CONFIRMING, confirming, _IN_TIME)}",
    ]


@asynccontextmanager
async def client_of(
    doors: Doors, visitors: Visitors, door: Name, visitor: who.Someone | None
) -> AsyncIterator[httpx.AsyncClient]:
    """A plain HTTP client with the visitor's cookies."""
    cookies = await visitors.cookies(visitor.email, door) if visitor else {}
    async with httpx.AsyncClient(
        base_url=doors.url(door), cookies=cookies, timeout=PATIENCE_S, headers=SAME_ORIGIN
    ) as client:
        yield client


async def inquiries(client: httpx.AsyncClient) -> list[str]:
    """One that is half filled in, and one that was sent: their addresses are known to nobody else."""
    begun, sent = [await begin(client) for _ in range(2)]
    for step in (2, 3):
        await client.post(f"{sent}/{step}", data=STEPS[step])
    await client.post(f"{sent}/send")
    pages = ("/1", "/2", "/3", "/later", "/check", "/sent")
    return [f"{path}{page}" for path in (begun, sent) for page in pages]


async def begin(client: httpx.AsyncClient) -> str:
    """The first step; where the others are."""
    kept = await client.post("/inquiry", data=STEPS[1])
    return kept.headers["location"].rpartition("/")[0]


def sent_at(mail: EmailMessage) -> datetime:
    """The newest are tried first: of what many lead to, a crawl takes no more than some."""
    return parsedate_to_datetime(mail["Date"])


def mailed_links(mails: Iterable[EmailMessage]) -> dict[str, frozenset[str]]:
    """Each link, those of the first mails first, and who got it."""
    got: dict[str, frozenset[str]] = {}
    for mail in mails:
        for link in links_in(mail):
            got[link] = got.get(link, frozenset()) | {parseaddr(mail["To"])[1]}
    return got


def links_in(mail: EmailMessage) -> list[str]:
    body = mail.get_body(("plain",))
    return _LINK.findall(body.get_content()) if body else []
