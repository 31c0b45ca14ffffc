"""Before the first inquiry: the provider's own people, credentials, hours, prices and bank account."""

from collections.abc import Sequence
from datetime import date, time
from uuid import UUID

from deploy.demo import people as who
from deploy.demo.script import Act, Calendar, Order
from services.messages import billing, contracts, directory, intake, sessions
from services.messages.promises import Promises
from services.messages.values import Utc


def set_up(calendar: Calendar, supervisors: Sequence[who.SupervisorProfile]) -> list[Act]:
    at = calendar.working_day(0, 7, 30)
    year = calendar.year
    return [
        Act(
            at,
            str(who.ADMINISTRATOR),
            "enters the provider's staff, and promises and words what is usual, in all languages",
            (*staff(at, supervisors), promises(at), languages(at), usual_texts(at)),
        ),
        Act(
            calendar.working_day(0, 7, 40),
            str(who.COORDINATOR),
            f"enters {len(supervisors)} supervisors with credentials and weekly hours",
            tuple(order for profile in supervisors for order in supervisor(profile, year, at)),
        ),
        Act(
            calendar.working_day(0, 7, 50),
            str(who.FINANCE),
            "enters the seller's bank account and the price list, and that there is no logo",
            (seller(year, at), no_logo(at), *prices(year, at)),
        ),
    ]


def staff(at: Utc, supervisors: Sequence[who.SupervisorProfile]) -> list[Order]:
    """The first administrator, who gives the others their roles."""
    first = who.ADMINISTRATOR
    roles: dict[who.Someone, directory.Relation] = {who.COORDINATOR: "coordinator", who.FINANCE: "finance"}
    orders: list[Order] = [register(first, at), _role(first, "administrator", None, at)]
    orders += [register(person, at, first.person_id) for person in who.STAFF]
    orders += [register(one.person, at, first.person_id) for one in supervisors]
    return orders + [_role(person, relation, first.person_id, at) for person, relation in roles.items()]


def _role(
    person: who.Someone, relation: directory.Relation, by: UUID | None, at: Utc
) -> directory.RelatePerson:
    return directory.RelatePerson(person_id=person.person_id, relation=relation, given_by=by, as_of=at)


def register(person: who.Someone, at: Utc, by: UUID | None = None) -> directory.RegisterPerson:
    """by: who of the provider enters them; none for who writes to us, and for the first of all."""
    return directory.RegisterPerson(
        person_id=person.person_id,
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        language=person.language,
        registered_by=by,
        as_of=at,
    )


def supervisor(profile: who.SupervisorProfile, year: int, at: Utc) -> list[Order]:
    supervisor_id = profile.person.person_id
    card = directory.RegisterSupervisor(
        supervisor_id=supervisor_id,
        languages=profile.languages,
        regions=profile.regions,
        remote=profile.remote,
        audiences=profile.audiences,
        capacity=6,
        registered_by=who.COORDINATOR.person_id,
        as_of=at,
    )
    kinds: tuple[directory.CredentialKind, ...] = ("training", "own_supervision", "membership")
    credentials = [
        directory.RecordCredential(
            supervisor_id=supervisor_id,
            kind=kind,
            valid_until=_until(kind, profile, year, at),
            description=profile.told.get(kind),
            recorded_by=who.COORDINATOR.person_id,
            as_of=at,
        )
        for kind in kinds
    ]
    return [card, *credentials, *hours(profile, year, at)]


def _until(kind: directory.CredentialKind, profile: who.SupervisorProfile, year: int, at: Utc) -> date:
    if kind == profile.lapsed:
        return at.date().replace(day=1)
    return directory.NO_END if kind in directory.ENDLESS else who.far_end(year)


def hours(profile: who.SupervisorProfile, year: int, at: Utc) -> list[sessions.OfferAvailability]:
    """A morning and an afternoon on two days of the week."""
    return [
        sessions.OfferAvailability(
            supervisor_id=profile.person.person_id,
            weekday=weekday,
            from_time=time(9),
            to_time=time(16),
            valid_from=at.date(),
            valid_until=who.far_end(year),
            offered_by=who.COORDINATOR.person_id,
            as_of=at,
        )
        for weekday in (profile.weekday, profile.weekday + 1)
    ]


def seller(year: int, at: Utc) -> billing.SetSeller:
    return billing.SetSeller(
        name=who.PROVIDER.name,
        business_id=who.PROVIDER.business_id,
        address=who.PROVIDER.address,
        iban="FI2112345600000785",
        bic="NDEAFIHH",
        phone="02 123 4567",
        valid_from=at.date(),
        set_by=who.FINANCE.person_id,
        as_of=at,
    )


def promises(at: Utc) -> directory.SetPromises:
    return directory.SetPromises(
        valid_from=at.date(), promises=Promises(), set_by=who.ADMINISTRATOR.person_id, as_of=at
    )


def languages(at: Utc) -> directory.ServeLanguages:
    return directory.ServeLanguages(
        languages=["fi", "sv", "en"], set_by=who.ADMINISTRATOR.person_id, as_of=at
    )


def usual_texts(at: Utc) -> contracts.ConfirmClauseTexts:
    return contracts.ConfirmClauseTexts(set_by=who.ADMINISTRATOR.person_id, as_of=at)


def no_logo(at: Utc) -> directory.SetLogo:
    return directory.SetLogo(picture_id=None, set_by=who.FINANCE.person_id, as_of=at)


def prices(year: int, at: Utc) -> list[intake.SetPrice]:
    """One session, VAT excluded; not linear in its length."""
    return [
        intake.SetPrice(
            format=kind,
            duration_minutes=minutes,
            price_cents=cents,
            valid_from=at.date(),
            set_by=who.FINANCE.person_id,
            as_of=at,
        )
        for kind, minutes, cents in (
            ("individual", 60, 148_00),
            ("individual", 90, 175_00),
            ("group", 90, 265_00),
            ("group", 120, 330_00),
        )
    ]
