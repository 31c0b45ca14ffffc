"""What was caught, held against what must have been written: one mail too many or too few is told by name.

Of a commission nothing but its plain course is recounted whole, every kind of letter. Of one in whose year something
turns that says nothing of its letters (`Turn.recounted`), those of its beginning and its invoices alone: not what the
turn itself tells, nor the reminders, reviews and ends that it may move.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from deploy.demo.arranging import arrange
from deploy.demo.commission import Cast, Commission
from deploy.demo.driver import Driver
from deploy.demo.letters import beginning, course
from deploy.demo.letters.caught import caught
from deploy.demo.letters.letter import Letter, renewed
from deploy.demo.people import FINANCE
from deploy.demo.script import Calendar, Check, Order
from deploy.machine.installation import Installation
from services.messages import billing
from services.messages.values import Role, Viewer

_FINANCE = Viewer(person_id=FINANCE.person_id, role=Role.FINANCE)
OF_EVERYBODY = beginning.KINDS | {"invoice_issued"}
TOGETHER = "session_reminders"
"""Of more than one process: who supervises what is recounted whole supervises nothing else, and has none."""


async def check_letters(
    driver: Driver, calendar: Calendar, cast: Cast, installation: Installation
) -> list[Check]:
    came = await caught(installation, cast)
    ordered = [(one, orders_of(one, calendar)) for one in cast.commissions]
    roles = [*beginning.of_staff(cast, calendar), *beginning.of_customers(ordered)]
    checks = [held_against("roles, and what is about none of them", roles, of_none(cast, came))]
    for commission, orders in ordered:
        due = [*beginning.of_orders(commission, orders), *await of_course(driver, commission, orders)]
        checks.append(held_against(commission.name, due, of_commission(commission, came)))
    return checks


def orders_of(commission: Commission, calendar: Calendar) -> Sequence[Order]:
    return [order for act in arrange(commission, calendar) for order in act.orders]


async def of_course(driver: Driver, commission: Commission, orders: Sequence[Order]) -> list[Letter]:
    if not commission.holds_sessions:
        return []
    listed = billing.ListInvoices(viewer=_FINANCE, process_id=commission.process_id)
    due = [*course.of_invoices(commission, (await driver.ask(listed)).invoices)]
    if not recounted_whole(commission):
        return due
    seen = await driver.look_at(commission)
    due += beginning.of_plan(commission, orders)
    due += course.of_reminders([(commission, seen.sessions)])
    due += course.of_reviews(commission, seen.reviews)
    due += course.of_end(seen)
    return [*due, *(one for turn in commission.turns for one in turn.letters(seen))]


def recounted_whole(commission: Commission) -> bool:
    return all(turn.recounted for turn in commission.turns)


def of_none(cast: Cast, came: Iterable[Letter]) -> list[Letter]:
    """Also of a process that nobody knows."""
    known = {name for one in cast.commissions for name in (one.name, renewed(one.name))}
    return [one for one in came if one.of not in known and one.kind != TOGETHER]


def of_commission(commission: Commission, came: Iterable[Letter]) -> list[Letter]:
    """What of it is recounted."""
    whole = recounted_whole(commission)
    names = (commission.name, renewed(commission.name)) if whole else (commission.name,)
    return [one for one in came if one.of in names and (whole or one.kind in OF_EVERYBODY)]


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
