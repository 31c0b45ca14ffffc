"""Who lives in the demo year. Invented people and organisations; their ids follow from their names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from services.messages.directory import CredentialKind, OrganisationKind
from services.messages.regions import Region
from services.messages.values import Address, Audience, Language

_NAMES = UUID("4f9f1a52-6f0b-5c1e-9a57-0e1d1c0de000")


def id_of(name: str) -> UUID:
    return uuid5(_NAMES, name)


@dataclass(frozen=True)
class Someone:
    given_name: str
    family_name: str
    language: Language
    at: str

    @property
    def email(self) -> str:
        return f"{self.given_name}.{self.family_name}@{self.at}".lower()

    @property
    def person_id(self) -> UUID:
        return id_of(self.email)

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True)
class Organisation:
    """business_id, foreign_id: each empty of who has none; a private person is called by their own name."""

    name: str
    business_id: str
    kind: OrganisationKind
    language: Language
    address: Address
    domain: str
    foreign_id: str = ""


@dataclass(frozen=True)
class SupervisorProfile:
    person: Someone
    languages: list[Language]
    regions: list[Region]
    remote: bool
    audiences: list[Audience]
    weekday: int
    lapsed: CredentialKind | None = None
    told: Mapping[CredentialKind, str] = field(default_factory=dict)
    """What each credential is."""


PROVIDER = Organisation(
    "Työnohjaus Luotsi Oy",
    "4567890-7",
    "company",
    "fi",
    Address(street="Satamakatu 4", postal_code="20100", town="Turku"),
    "luotsi.example",
)
MUNICIPALITY = Organisation(
    "Lumijärven kunta, sosiaalipalvelut",
    "1234567-1",
    "public",
    "fi",
    Address(street="Kirkkotie 1", postal_code="41930", town="Lumijärvi"),
    "lumijarvi.example",
)
COMPANY = Organisation(
    "Skärgårdens Logistik Ab",
    "9876543-0",
    "company",
    "sv",
    Address(street="Hamngatan 12", postal_code="10600", town="Ekenäs"),
    "logistik.example",
)
NEWCOMER = Organisation(
    "Pohjan Pakkaamo Oy",
    "7654321-2",
    "company",
    "fi",
    Address(street="Tehtaankatu 8", postal_code="90400", town="Oulu"),
    "pakkaamo.example",
)

COORDINATOR = Someone("Kerttu", "Koivu", "fi", PROVIDER.domain)
FINANCE = Someone("Tauno", "Tamminen", "fi", PROVIDER.domain)
ADMINISTRATOR = Someone("Arvo", "Ahola", "fi", PROVIDER.domain)
GROUP_SUPERVISOR = Someone("Helmi", "Haapa", "fi", PROVIDER.domain)
MANAGER_SUPERVISOR = Someone("Gustav", "Granberg", "sv", PROVIDER.domain)
LAPSED_SUPERVISOR = Someone("Urho", "Uusitalo", "fi", PROVIDER.domain)
STAFF = (COORDINATOR, FINANCE, ADMINISTRATOR)

SUPERVISORS = (
    SupervisorProfile(
        GROUP_SUPERVISOR,
        ["fi"],
        [Region.CENTRAL_FINLAND],
        True,
        [Audience.GROUP, Audience.WORK_COMMUNITY],
        2,
        told={
            "training": "Työnohjaajan koulutus 60 op, Jyväskylän avoin opisto, 2014",
            "membership": "Esimerkki-ohjaajat ry",
        },
    ),
    SupervisorProfile(
        MANAGER_SUPERVISOR,
        ["sv", "fi"],
        [Region.UUSIMAA],
        True,
        [Audience.MANAGER, Audience.GROUP],
        1,
        told={
            "training": "Utbildning i arbetshandledning 60 sp, Nylands öppna institut, 2018",
            "membership": "Exempelhandledarna rf",
        },
    ),
    SupervisorProfile(
        LAPSED_SUPERVISOR,
        ["fi", "sv"],
        [Region.CENTRAL_FINLAND],
        True,
        list(Audience),
        3,
        lapsed="membership",
        told={"training": "Työnohjaajan koulutus 60 op, Jyväskylän avoin opisto, 2009"},
    ),
)

MUNICIPAL_HR = Someone("Raija", "Rantala", "fi", MUNICIPALITY.domain)
GROUP = tuple(
    Someone(given, family, "fi", MUNICIPALITY.domain)
    for given, family in (
        ("Aino", "Aalto"),
        ("Eero", "Eskola"),
        ("Inka", "Ilmonen"),
        ("Onni", "Oksanen"),
        ("Venla", "Virta"),
    )
)
COMPANY_HR = Someone("Birgitta", "Berg", "sv", COMPANY.domain)
MANAGER = Someone("Magnus", "Malm", "sv", COMPANY.domain)
NEWCOMER_HR = Someone("Pirjo", "Pelto", "fi", NEWCOMER.domain)


def far_end(year: int) -> date:
    """A credential's or an offer's last day, well after the year."""
    return date(year + 2, 12, 31)
