"""What a letter says around its news, and that it goes without what nobody can tell it now."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import SellerCard, ShowSeller
from services.messages.contracts import ListPlaces, PlaceFrom, PlaceList, ProcessPlaces
from services.messages.directory import People, Person, ShowContacts, ShowCustomer
from services.messages.sessions import ListOwnPlaces, OwnPlace, OwnPlaces
from services.messages.values import Address, Role
from services.notices.composing.known import Known
from services.notices.composing.letters import Recipient
from services.notices.composing.readers import Reader
from services.notices.composing.replying import Replies
from services.notices.composing.surroundings import Surroundings
from services.notices.letter_kinds import LetterKind
from services.notices.wording import one_line
from services.notices.writing import AS_ROLE
from services.runtime.commands.refusal import Unavailable
from services.runtime.settings import Settings

PROCESS, SUPERVISOR, STANDS_IN, MEMBER, ORGANISATION = (uuid4() for _ in range(5))
REPLIES = Replies(Settings(database_url="postgresql://", nats_url="nats://"))
KNOWN = Known({PROCESS: (ORGANISATION, None)}, {PROCESS: SUPERVISOR}, {})
ADDRESS = Address(street="Satamakatu 4", postal_code="20100", town="Turku")
LONG_AGO, LATER = date(2027, 1, 13), date(2027, 6, 1)
WRITTEN = datetime(2027, 3, 1, 8, tzinfo=UTC)
PLACE = "Kirjasto, huone 2\nKirkkokatu 3"


def row(kind: LetterKind, person_id: UUID = MEMBER, **facts: str) -> Any:
    told = {"kind": kind, "process_id": PROCESS, "person_id": person_id, "facts": facts}
    return SimpleNamespace(**told, written_at=WRITTEN, role=None)


class Owners:
    """In the place of directory, contracts and billing. away: whose questions nobody answers."""

    def __init__(self, *away: type, phone: str = "02 123 4567", private: bool = False) -> None:
        self.away = away
        self.private = private
        self.phone = phone
        self.asked: list[Any] = []
        self.own: list[OwnPlace] = []

    async def __call__(self, query: Any) -> Any:
        self.asked.append(query)
        if type(query) in self.away:
            raise Unavailable("nobody", "directory")
        answers: Any = {
            ShowContacts: self._contacts,
            ShowCustomer: lambda _: SimpleNamespace(
                name="Aino Aalto" if self.private else "Kontiolahden kunta",
                department_name=None,
                person_id=MEMBER if self.private else None,
            ),
            ListPlaces: self._paper,
            ListOwnPlaces: lambda _: OwnPlaces(places=self.own),
            ShowSeller: lambda _: SellerCard(
                name="Työnohjaus Luotsi Oy",
                business_id="4567890-7",
                vat_id="FI45678907",
                address=ADDRESS,
                iban="FI2112345600000785",
                bic="NDEAFIHH",
                phone=self.phone,
            ),
        }
        return answers[type(query)](query)

    def _contacts(self, query: ShowContacts) -> People:
        [person_id] = query.person_ids
        person = Person(
            person_id=person_id,
            name="Helmi Haapa",
            family_name="Haapa",
            email="h@luotsi.example",
            language="fi",
        )
        return People(people=[person])

    def _paper(self, query: ListPlaces) -> PlaceList:
        if query.viewer.role not in (Role.SUPERVISEE, Role.SUPERVISOR):
            return PlaceList(processes=[])
        assert query.process_id
        places = [PlaceFrom(from_day=LONG_AGO, place=PLACE), PlaceFrom(from_day=LATER, place="Pappila")]
        return PlaceList(processes=[ProcessPlaces(process_id=query.process_id, places=places)])


async def lines(
    kind: LetterKind,
    owners: Owners,
    person_id: UUID = MEMBER,
    language: Any = "fi",
    replies: Replies = REPLIES,
) -> list[str]:
    reader = Reader(Recipient("Aino", "aino@kunta.example"), language)
    around: Any = Surroundings(owners, KNOWN, replies)  # type: ignore[arg-type]  # asks as an Asker does
    return str(await around.of(row(kind, person_id), reader)).split("\n")


async def test_a_member_reads_with_whom_for_whom_where_why_and_whom_to_call() -> None:
    assert await lines(LetterKind.SESSION_REMINDER, Owners()) == [
        "Työnohjaaja: Helmi Haapa",
        "Tilaaja: Kontiolahden kunta",
        "Paikka: Kirjasto, huone 2 Kirkkokatu 3",
        "Saat tämän viestin, koska osallistut tähän työnohjaukseen.",
        "Kysyttävää? Soita: Työnohjaus Luotsi Oy, 02 123 4567.",
    ]


async def test_who_is_asked_about_a_trial_reads_where_it_is_to_be() -> None:
    assert "Paikka: Kirjasto, huone 2 Kirkkokatu 3" in await lines(LetterKind.TRIAL_TO_AGREE, Owners())
    unknown = await lines(LetterKind.TRIAL_TO_AGREE, Owners(ListPlaces))
    assert not any(one.startswith("Paikka") for one in unknown), "a customer's own is told nothing of it"


async def test_where_a_trial_is_to_be_is_told_to_each_by_their_own_reach() -> None:
    """In one batch with a member's, who is told."""
    contact = uuid4()

    class Reach(Owners):
        def _paper(self, query: ListPlaces) -> PlaceList:
            return PlaceList(processes=[]) if query.viewer.person_id == contact else super()._paper(query)

    around: Any = Surroundings(Reach(), KNOWN, REPLIES)  # type: ignore[arg-type]  # asks as an Asker does
    for kind in (LetterKind.TRIAL_TO_AGREE, LetterKind.TRIAL_AGREED):
        for person_id, told in ((MEMBER, True), (contact, False), (MEMBER, True)):
            assert bool(await around.places.of(row(kind, person_id))) is told, (kind, person_id)


async def test_who_sent_a_proposal_is_asked_about_it_by_the_firms_telephone_or_by_mail() -> None:
    for owners, said in (
        (Owners(), "Kysyttävää? Soita: Helmi Haapa, 02 123 4567."),
        (Owners(phone=""), "Kysyttävää? Kirjoita: Helmi Haapa, h@luotsi.example."),
    ):
        around: Any = Surroundings(owners, KNOWN, REPLIES)  # type: ignore[arg-type]  # asks as an Asker does
        reader = Reader(Recipient("Aino", "aino@kunta.example"), "fi")
        assert (await around.of(row(LetterKind.PROPOSAL_SENT, asked_id=str(SUPERVISOR)), reader)).split("\n")[
            -1
        ] == said


async def test_the_supervisor_is_not_told_who_they_are_and_reads_the_place_as_themselves() -> None:
    owners = Owners()
    told = await lines(LetterKind.SESSION_MOVED, owners, SUPERVISOR, "en")
    assert told[:2] == ["Commissioner: Kontiolahden kunta", "Place: Kirjasto, huone 2 Kirkkokatu 3"]
    assert told[2] == "You get this message because you are the supervisor of this process."
    [asked] = [one.viewer for one in owners.asked if isinstance(one, ListPlaces) and one.viewer]
    assert (asked.person_id, asked.role) == (SUPERVISOR, Role.SUPERVISOR)


async def test_a_session_is_where_the_contract_of_its_day_says_and_the_owner_is_asked_once() -> None:
    """From the first of June on, by Finnish days, at another place."""
    owners = Owners()
    around: Any = Surroundings(owners, KNOWN, REPLIES)  # type: ignore[arg-type]  # asks as an Asker does
    for begins, where in (("2027-05-31T20:59:00+00:00", PLACE), ("2027-05-31T21:00:00+00:00", "Pappila")):
        session = row(LetterKind.SESSION_INVITATION, starts_at=begins)
        assert await around.places.of(session) == one_line(where)
        assert await around.places.of(
            row(LetterKind.SESSION_PLAN), datetime.fromisoformat(begins)
        ) == one_line(where)
    assert [type(one) for one in owners.asked] == [ListOwnPlaces, ListPlaces]


async def test_what_a_batch_tells_is_asked_before_and_a_row_that_cannot_be_read_is_passed_over() -> None:
    owners = Owners()
    around: Any = Surroundings(owners, KNOWN, REPLIES)  # type: ignore[arg-type]  # asks as an Asker does
    rows = [row(LetterKind.SESSION_REMINDER, starts_at="no time at all"), row(LetterKind.SESSION_REMINDER)]
    await around.look_ahead(rows)
    asked = len(owners.asked)
    reader = Reader(Recipient("Aino", "aino@kunta.example"), "fi")
    assert len(str(await around.of(rows[1], reader)).split("\n")) == 5
    assert len(owners.asked) == asked


async def test_who_stands_in_is_the_supervisor_of_their_days_and_the_first_one_of_the_others() -> None:
    """The members read who holds it that day; who stands in reads as a supervisor, and has no way out."""
    days = {(PROCESS, STANDS_IN): [(date(2027, 4, 13), date(2027, 5, 31))]}
    first = {(PROCESS, SUPERVISOR): [(date.min, date(2027, 4, 12)), (date(2027, 6, 1), date.max)]}
    known = Known({PROCESS: (ORGANISATION, None)}, {PROCESS: SUPERVISOR}, {}, held=days | first)
    kind = LetterKind.SESSION_REMINDER
    readers = (SUPERVISOR, STANDS_IN, MEMBER)
    assert [known.supervises(row(kind, one)) for one in readers] == [True, True, False]
    owners = Owners()
    around: Any = Surroundings(owners, known, REPLIES, "http://portal")  # type: ignore[arg-type]  # asks as an Asker does
    reader = Reader(Recipient("Gustav", "gustav@kunta.example"), "en")
    own = await around.of(row(kind, STANDS_IN, starts_at="2027-04-19T10:00:00+00:00"), reader)
    assert (
        "because you are the supervisor of this process" in own
        and "/leave" not in own
        and "Supervisor:" not in own
    )
    for begins, who in (("2027-04-19T10:00:00+00:00", STANDS_IN), ("2027-06-07T10:00:00+00:00", SUPERVISOR)):
        await around.of(row(kind, starts_at=begins, process_number="TO-1"), reader)
        asked = [one for one in owners.asked if isinstance(one, ShowContacts)]
        assert asked[-1].person_ids == [who]


async def test_the_letter_of_who_stands_in_names_them_and_not_who_is_away() -> None:
    days = {(PROCESS, STANDS_IN): [(date(2027, 4, 13), date(2027, 5, 31))]}
    first = {(PROCESS, SUPERVISOR): [(date.min, date(2027, 4, 12)), (date(2027, 6, 1), date.max)]}
    known = Known({PROCESS: (ORGANISATION, None)}, {PROCESS: SUPERVISOR}, {}, held=days | first)
    owners = Owners()
    around: Any = Surroundings(owners, known, REPLIES)  # type: ignore[arg-type]  # asks as an Asker does
    told = row(LetterKind.SUPERVISOR_STANDS_IN, from_day="2027-04-13", until_day="2027-05-31")
    await around.of(told, Reader(Recipient("Maija", "maija@kunta.example"), "en"))
    [asked] = [one for one in owners.asked if isinstance(one, ShowContacts)]
    assert asked.person_ids == [STANDS_IN]


async def test_a_coordinator_is_no_party_to_what_they_are_told_of() -> None:
    notice = row(LetterKind.OTHER_PLAN_ASKED, uuid4(), **{AS_ROLE: "coordinator"})
    around: Any = Surroundings(Owners(), KNOWN, REPLIES)  # type: ignore[arg-type]  # asks as an Asker does
    told = await around.of(notice, Reader(Recipient("Kerttu", "kerttu@luotsi.example"), "en"))
    assert "because you are a coordinator" in told


@pytest.mark.parametrize("kind", [LetterKind.CONSENT_TO_GIVE, LetterKind.CONTRACT_TO_SIGN])
async def test_who_is_asked_to_consent_or_sign_reads_with_whom_and_for_whom(kind: LetterKind) -> None:
    told = await lines(kind, Owners())
    assert told[:2] == ["Työnohjaaja: Helmi Haapa", "Tilaaja: Kontiolahden kunta"]
    assert not [one for one in told if one.startswith("Paikka")]


async def test_a_letter_to_the_customer_asks_for_no_place() -> None:
    owners = Owners()
    told = await lines(LetterKind.PROPOSAL_SENT, owners)
    assert told[:2] == ["Työnohjaaja: Helmi Haapa", "Tilaaja: Kontiolahden kunta"]
    assert told[2] == "Saat tämän viestin, koska hoidat asiaa tilaajan puolesta."
    assert not [one for one in owners.asked if isinstance(one, ListPlaces)]


async def test_a_private_person_is_not_told_who_they_are_and_acts_for_no_commissioner() -> None:
    hers = await lines(LetterKind.PROPOSAL_SENT, Owners(private=True), language="en")
    assert hers[:2] == ["Supervisor: Helmi Haapa", "You get this message because you are our customer."]
    theirs = await lines(LetterKind.SESSION_MOVED, Owners(private=True), SUPERVISOR, "en")
    assert theirs[0] == "Commissioner: Aino Aalto"
    asked = await lines(LetterKind.CONSENT_TO_GIVE, Owners(private=True), language="en")
    assert "group" not in " ".join(asked)


async def test_while_the_owners_are_away_the_letter_goes_without_what_they_know() -> None:
    owners = Owners(ShowContacts, ShowCustomer, ListPlaces, ShowSeller)
    assert await lines(LetterKind.SESSION_REMINDER, owners, language="sv") == [
        "Plats: enligt överenskommelse",
        "Du får det här meddelandet för att du deltar i den här arbetshandledningen.",
    ]


async def test_without_a_telephone_nobody_is_told_to_call() -> None:
    told = await lines(LetterKind.SESSION_REMINDER, Owners(phone=""))
    assert not [one for one in told if "Soita" in one]


async def test_a_batch_asks_once_for_each_thing() -> None:
    owners = Owners()
    around: Any = Surroundings(owners, KNOWN, REPLIES)  # type: ignore[arg-type]  # asks as an Asker does
    for _ in range(3):
        await around.of(row(LetterKind.SESSION_REMINDER), Reader(Recipient("Aino", "a@kunta.example"), "fi"))
    assert len(owners.asked) == 5


@pytest.mark.parametrize(
    "address,phone,called",
    [
        ("kerttu@luotsi.example", "050 111 2222", "Kerttu Koivu, 050 111 2222"),
        ("kerttu@luotsi.example", "", "Työnohjaus Luotsi Oy, 02 123 4567"),
        ("aino@kunta.example", "050 111 2222", "Työnohjaus Luotsi Oy, 02 123 4567"),
    ],
    ids=["by their own number", "who has none", "who reads it"],
)
async def test_a_letter_says_to_call_the_coordinator_who_looks_after_the_process(
    address: str, phone: str, called: str
) -> None:
    settings = Settings(database_url="postgresql://", nats_url="nats://")
    replies = Replies(settings, {PROCESS: Recipient("Kerttu Koivu", address, phone)})
    told = await lines(LetterKind.SESSION_REMINDER, Owners(), replies=replies)
    assert told[-1] == f"Kysyttävää? Soita: {called}."


async def test_a_session_that_is_elsewhere_is_said_to_be_there_and_nowhere_while_that_is_not_known() -> None:
    owners, session = Owners(), uuid4()
    owners.own = [OwnPlace(session_id=session, starts_at=WRITTEN, place="https://etana.example/abc")]
    reader = Reader(Recipient("Aino", "aino@kunta.example"), "fi")
    around: Any = Surroundings(owners, KNOWN, REPLIES)  # type: ignore[arg-type]  # asks as an Asker does
    there = row(LetterKind.SESSION_REMINDER, session_id=str(session))
    assert "Paikka: https://etana.example/abc" in str(await around.of(there, reader))
    changed = row(LetterKind.PLACE_CHANGED, session_ids=f"{session} {uuid4()}")
    assert "Paikka: https://etana.example/abc" in str(await around.of(changed, reader))
    as_agreed = row(LetterKind.SESSION_REMINDER, session_id=str(uuid4()))
    assert "Paikka: Kirjasto" in str(await around.of(as_agreed, reader))
    away: Any = Surroundings(Owners(ListOwnPlaces), KNOWN, REPLIES)  # type: ignore[arg-type]
    assert "Paikka: kuten on sovittu" in str(await away.of(there, reader))


async def test_of_a_process_whose_sessions_are_where_the_contract_says_nobody_asks_for_another_place() -> (
    None
):
    owners = Owners()
    known = replace(KNOWN, as_agreed={PROCESS})
    around = Surroundings(owners, known, REPLIES)  # type: ignore[arg-type]  # asked like an Asker
    place = await around.places.of(row(LetterKind.SESSION_MOVED))
    assert place and [type(one) for one in owners.asked] == [ListPlaces]
