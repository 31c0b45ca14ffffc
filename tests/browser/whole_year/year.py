"""A commission that is carried through its year by hand: whose it is, where it stands, and when to come."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from playwright.async_api import Page

from deploy.demo import people as who
from services.messages import contracts, directory, intake, sessions
from services.messages.sessions import SessionCard
from services.messages.values import Role, Viewer
from services.runtime.proofs.links import SIGNING, LinkKeys, mark_of, seal
from tests.browser.by_hand import move_clock
from tests.browser.doors import Doors, Name
from tests.browser.signing_in import Post, Visitors
from tests.e2e.walking import Walk

DOMAIN = "koivikko.example"
ORGANISATION = "Koivikon hoiva Oy"
CONTACT = who.Someone("Seija", "Salo", "fi", DOMAIN)
MEMBERS = tuple(
    who.Someone(given, family, "fi", DOMAIN)
    for given, family in (("Tuuli", "Tamm"), ("Meri", "Manner"), ("Lauri", "Laine"))
)
SUPERVISOR = who.GROUP_SUPERVISOR
DAYS_LONG = 84
LAST_DAY = 26
COORDINATOR = Viewer(person_id=who.COORDINATOR.person_id, role=Role.COORDINATOR)


@dataclass
class Year:
    """number: once it has one. posts: mail address -> what comes there. The platform is only asked, never told."""

    visitors: Visitors
    platform: Doors
    walk: Walk
    today: date
    number: str = ""
    posts: dict[str, Post] = field(default_factory=dict)

    @property
    def starts_on(self) -> date:
        """In three weeks at the earliest."""
        return self.ends_on - timedelta(days=DAYS_LONG)

    @property
    def ends_on(self) -> date:
        """Late in a month, which then is the last session's too, whatever the day on which the year begins; of those
        months between which and the first day July, in which nothing is planned, does not come.
        """
        end = self.today + timedelta(days=21 + DAYS_LONG)
        while end.day != LAST_DAY or end.month in (7, 8, 9):
            end += timedelta(days=1)
        return end

    async def page(self, person: who.Someone | None, door: Name, path: str = "", width: int = 1440) -> Page:
        """In English, in a context of its own."""
        email = person.email if person else None
        return await self.visitors.page(email, door, path, language="en", width=width)

    async def go_to(self, instant: datetime) -> None:
        """By the page of the clock."""
        await move_clock(await self.page(None, "console"), self.platform, instant)

    async def sessions(self) -> list[SessionCard]:
        """When to come."""
        process = await self._process()
        return (await self.walk.ask(sessions.ListSessions(process_id=process.process_id))).sessions

    async def representatives_link(self) -> str:
        """The path that will be in their mail once it is their turn to sign."""
        process_id = (await self._process()).process_id
        card = await self.walk.ask(contracts.ShowContract(process_id=process_id, viewer=COORDINATOR))
        representative_id = card.parties.representative_id
        assert representative_id
        reader = await self.walk.ask(directory.ShowPerson(person_id=representative_id))
        facts = {
            "process_id": str(process_id),
            "version": str(card.version),
            "party": "supervisee",
            "person_id": str(reader.person_id),
            "sent_to": mark_of(reader.email),
        }
        until = await self.walk.now() + timedelta(days=30)
        return f"/sign/{seal(LinkKeys.read(self.platform.installation.keys), SIGNING, facts, until)}"

    async def _process(self) -> intake.InquiryCard:
        return await self.walk.ask(intake.FindProcess(number=self.number, viewer=COORDINATOR))
