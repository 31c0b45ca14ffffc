"""Who lives in the eventful year besides: teams of three with their organisations, and three supervisors. Invented."""

from dataclasses import dataclass, replace

from deploy.demo.people import PROVIDER, Organisation, Someone, SupervisorProfile
from services.messages.directory import OrganisationKind
from services.messages.regions import Region
from services.messages.values import Address, Audience


@dataclass(frozen=True)
class Team:
    organisation: Organisation
    contact: Someone
    members: tuple[Someone, ...]


def team(
    organisation: str, business_id: str, kind: OrganisationKind, domain: str, contact: str, *members: str
) -> Team:
    """People are given as `Given Family`."""
    at = Address(street="Keskuskatu 3", postal_code="33100", town="Tampere")
    return Team(
        Organisation(organisation, business_id, kind, "fi", at, domain),
        someone(contact, domain),
        tuple(someone(one, domain) for one in members),
    )


def someone(name: str, domain: str) -> Someone:
    given, family = name.split()
    return Someone(given, family, "fi", domain)


TEACHERS = team(
    "Koivulan koulu", "3456780-6", "public", "koivula.example",
    "Paavo Peltola", "Reetta Ranta", "Sami Salo", "Tiina Tuomi",
)  # fmt: skip
DRIVERS = team(
    "Pirkan Bussit Oy", "5432100-2", "company", "bussit.example",
    "Veikko Vainio", "Anssi Anttila", "Esa Erola", "Jaana Jokela",
)  # fmt: skip
COOKS = replace(
    team(
        "Haparanda Mat AB", "", "company", "mat.example",
        "Kaisa Kallio", "Lauri Lehto", "Minna Mattila", "Niina Nurmi",
    ),
    organisation=Organisation(
        "Haparanda Mat AB", "", "company", "fi",
        Address(street="Storgatan 7", postal_code="953 31", town="Haparanda", country="SE"),
        "mat.example", foreign_id="SE556036079301",
    ),
)  # fmt: skip
YOUTH = team(
    "Nuorten talo ry", "1357900-7", "association", "nuoret.example",
    "Tuomas Toivonen", "Ulla Uski", "Ville Valli", "Aada Aho",
)  # fmt: skip
MUSEUM = team(
    "Pajamuseo ry", "2468010-0", "association", "pajamuseo.example",
    "Emma Eloranta", "Hanna Heino", "Iiro Ikonen", "Janne Jalava",
)  # fmt: skip
LIBRARIANS = team(
    "Metsolan kunta", "3141590-3", "public", "metsola.example",
    "Heikki Halonen", "Asta Aarnio", "Elina Enqvist", "Jorma Jaatinen",
)  # fmt: skip
CARERS = team(
    "Päiväkoti Peukaloinen Oy", "2718280-1", "company", "peukaloinen.example",
    "Marja Muona", "Nina Nousiainen", "Otto Orava", "Pia Paju",
)  # fmt: skip
ALONE = someone("Sanni Suni", "koti.example")
AT_HOME = Organisation(
    "Sanni Suni",
    "",
    "private_person",
    "fi",
    Address(street="Rantatie 5", postal_code="33200", town="Tampere"),
    "koti.example",
)
JOINING_TEACHER = someone("Unto Ukkola", "koivula.example")
PRINCIPAL = someone("Kirsi Kivi", "koivula.example")

SAARA = someone("Saara Sinisalo", PROVIDER.domain)
ILMARI = someone("Ilmari Ikola", PROVIDER.domain)
VIENO = someone("Vieno Vuori", PROVIDER.domain)
SUPERVISORS = tuple(
    SupervisorProfile(person, ["fi"], [Region.PIRKANMAA], True, list(Audience), weekday)
    for person, weekday in ((SAARA, 0), (ILMARI, 3), (VIENO, 1))
)
