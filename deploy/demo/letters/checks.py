"""What was caught, held against what must have been written: one mail too many or too few is told by name.

Of every commission all letters of any year are recounted: from the inquiry to the agreed days, its trial, reviews,
invoices and end; of all together roles, reminders and what is planned again; and of each turn what it says
(`Turn.letters`). A turn that does not say that these are all (`Turn.recounted`) leaves the other kinds of its
commission out. Not recounted are what a mail says and at what hour it is sent, codes for signing in, second copies of
one mail, and the old days of what is moved: these are taken from the interval.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deploy.demo.arranging import arrange
from deploy.demo.commission import Cast, Commission, Seen, Tried
from deploy.demo.driving.driver import Driver
from deploy.demo.letters import beginning, course, trying
from deploy.demo.letters.caught import caught
from deploy.demo.letters.letter import Letter, renewed
from deploy.demo.people import FINANCE
from deploy.demo.script import Calendar, Check, Order
from deploy.demo.trying import try_out
from deploy.machine.installation import Installation
from services.messages import billing
from services.messages.billing import InvoiceCard
from services.messages.promises import Promises
from services.messages.values import Role, Viewer

OF_ANY_YEAR = beginning.KINDS | course.KINDS
TOGETHER = course.REMINDERS | course.REPLANNED
"""Of all commissions together: one letter may be about several of them."""


@dataclass(frozen=True)
class Year:
    """One commission's, as the script and the services have it. seen, tried: none where it has not come to that."""

    commission: Commission
    orders: Sequence[Order]
    invoices: Sequence[InvoiceCard] = ()
    seen: Seen | None = None
    tried: Tried | None = None


async def check_letters(
    driver: Driver, calendar: Calendar, cast: Cast, installation: Installation
) -> list[Check]:
    years = [await look(driver, one, calendar) for one in cast.commissions]
    return hold_against(years, cast, calendar, await caught(installation, cast))


async def look(driver: Driver, commission: Commission, calendar: Calendar) -> Year:
    tried = await driver.look_at_trial(commission) if commission.trial else None
    viewer = Viewer(person_id=FINANCE.person_id, role=Role.FINANCE)
    listed = billing.ListInvoices(viewer=viewer, process_id=commission.process_id)
    return Year(
        commission,
        orders_of(commission, calendar, tried),
        (await driver.ask(listed)).invoices if commission.holds_sessions else (),
        await driver.look_at(commission) if commission.comes_about else None,
        tried,
    )


def orders_of(commission: Commission, calendar: Calendar, tried: Tried | None = None) -> Sequence[Order]:
    acts = [*arrange(commission, calendar), *(try_out(tried) if tried else ())]
    return [order for act in acts for order in act.orders]


def hold_against(
    years: Sequence[Year], cast: Cast, calendar: Calendar, came: Sequence[Letter]
) -> list[Check]:
    turned = {one.commission.name: of_turns(one) for one in years}
    about_none = [letter for letters in turned.values() for letter in letters if not letter.of]
    roles = [
        *beginning.of_staff(cast, calendar),
        *beginning.of_customers([(one.commission, one.orders) for one in years]),
        *course.of_collective((one.commission, one.invoices) for one in years),
    ]
    reminded = [one for one in came if one.kind in course.REMINDERS]
    replanned = [one for one in came if one.kind in course.REPLANNED]
    checks = [
        held_against("roles, and what is about none of them", [*roles, *about_none], of_none(cast, came)),
        held_against("reminders", of_reminders(years, reminded), reminded),
        held_against(
            "sessions planned again",
            course.of_replanned([one.seen for one in years if one.seen]),
            replanned,
        ),
    ]
    for one in years:
        own = [letter for letter in turned[one.commission.name] if letter.of]
        kinds = OF_ANY_YEAR | {letter.kind for letter in own}
        due = [*of_any_year(one), *own]
        checks.append(held_against(one.commission.name, due, of_commission(one.commission, kinds, came)))
    return checks


def of_any_year(year: Year) -> list[Letter]:
    commission = year.commission
    due = list(beginning.of_orders(commission, year.orders))
    if year.tried:
        due += trying.of_trial(commission, year.orders)
    due += course.of_invoices(commission, year.invoices)
    if year.seen:
        due += beginning.of_plan(commission, year.orders)
        due += course.of_reviews(commission, year.seen.reviews)
        due += course.of_end(year.seen)
    return due


def of_turns(year: Year) -> list[Letter]:
    turns, seen, tried = year.commission.turns, year.seen, year.tried
    said = [letter for turn in turns for letter in (turn.letters(seen) if seen else ())]
    return said + [letter for turn in turns for letter in (turn.letters_of_trial(tried) if tried else ())]


def of_reminders(years: Iterable[Year], came: Sequence[Letter]) -> list[Letter]:
    return course.of_reminders(
        (
            course.Reminded(
                one.commission,
                one.seen.contract.terms.cancellation_tiers
                if one.seen
                else Promises().tiers_for(one.commission.audience.session_format),
                [*(one.tried.sessions if one.tried else ()), *(one.seen.sessions if one.seen else ())],
            )
            for one in years
        ),
        came,
    )


def recounted_whole(commission: Commission) -> bool:
    return all(turn.recounted for turn in commission.turns)


def of_none(cast: Cast, came: Iterable[Letter]) -> list[Letter]:
    """Also of a process that nobody knows."""
    known = {name for one in cast.commissions for name in (one.name, renewed(one.name))}
    return [one for one in came if one.of not in known and one.kind not in TOGETHER]


def of_commission(commission: Commission, kinds: Iterable[str], came: Iterable[Letter]) -> list[Letter]:
    """What of it is recounted: of one whose turns say all, every kind but those of all together. Where its next year
    comes to nothing, also what is written of that.
    """
    whole, names = recounted_whole(commission), {commission.name}
    if not commission.goes_on:
        names.add(renewed(commission.name))
    mine = [one for one in came if one.of in names and one.kind not in TOGETHER]
    return [one for one in mine if whole or one.kind in kinds]


def held_against(what: str, due: Iterable[Letter], came: Iterable[Letter]) -> Check:
    """Each as often as it is due."""
    expected, seen = Counter(due), Counter(came)
    wrong = [f"{one} is missing" for one in sorted((expected - seen).elements())]
    wrong += [f"{one} is one too many" for one in sorted((seen - expected).elements())]
    return Check(
        f"{what}: every letter went out once to each of its readers",
        not wrong,
        "; ".join(wrong[:3]) or f"{seen.total()} mails",
    )
