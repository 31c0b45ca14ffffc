"""The letters of a commission's sessions, reviews, invoices and end, by the days that the services answer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from deploy.demo import people as who
from deploy.demo.commission import Commission, Seen
from deploy.demo.letters.letter import Letter, renewed, to_each
from deploy.demo.year import GOALS, choose
from services.messages.billing import InvoiceCard
from services.messages.sessions import ReviewCard, SessionCard
from services.runtime.finland import local_date, working_days_after

REMINDED_BEFORE = timedelta(days=1)
ASKED_BEFORE_THE_END = timedelta(days=30)
"""How to go on."""
DRAFT_IS_DUE, DRAFT_IS_LATE = 3, 6
"""Working days after the choice to renew: nobody in the demo completes the next year's contract."""


def attendees(commission: Commission, session: SessionCard) -> list[who.Someone]:
    """Who belongs to it on its day, and who supervises it."""
    day = local_date(session.starts_at)
    return [*commission.members_on(day), commission.led_on(day)]


def of_reminders(seen: Iterable[tuple[Commission, Sequence[SessionCard]]]) -> list[Letter]:
    """On the day before each session that came to its hour, and each that was called off after that morning.

    Who is reminded of more than one on a day has one letter of them.
    """
    due: dict[tuple[str, date], list[str]] = defaultdict(list)
    for commission, known in seen:
        for session in known:
            if session.status in ("held", "no_show") or _was_called_off_late(commission, session):
                for person in attendees(commission, session):
                    day = local_date(session.starts_at) - REMINDED_BEFORE
                    due[person.email, day].append(commission.name)
    return [
        Letter("session_reminder", reader, day, names[0])
        if len(names) == 1
        else Letter("session_reminders", reader, day)
        for (reader, day), names in due.items()
    ]


def _was_called_off_late(commission: Commission, session: SessionCard) -> bool:
    return any(turn.calls_off_late(session) for turn in commission.turns)


def of_reviews(commission: Commission, reviews: Iterable[ReviewCard]) -> Iterator[Letter]:
    """The three parties, when it is opened; each is held before anybody is reminded."""
    for one in reviews:
        supervisor = commission.led_on(local_date(one.opened_at))
        parties = [supervisor, commission.supervisees[0], commission.contact]
        yield from to_each("review_due", parties, one.opened_at, commission.name)


def of_invoices(commission: Commission, invoices: Iterable[InvoiceCard]) -> Iterator[Letter]:
    """One mail each, where no system of the customer's takes them."""
    if all(turn.invoices_by_mail for turn in commission.turns):
        for one in invoices:
            reader = f"laskut@{commission.organisation.domain}"
            yield Letter("invoice_issued", reader, one.issued_on, commission.name)


def of_end(seen: Seen) -> Iterator[Letter]:
    """Of one that goes on to its last day: the question, what follows from its answer, and the end itself."""
    commission, ends_on = seen.commission, seen.contract.terms.ends_on
    sides = [commission.contact, commission.supervisees[0]]
    yield from to_each("continuation_due", sides, ends_on - ASKED_BEFORE_THE_END, commission.name)
    if commission.renews:
        yield from _of_renewal(seen)
    kind = "process_renewed" if commission.renews else "process_closed"
    yield from to_each(kind, [*sides, commission.led_on(ends_on)], ends_on, commission.name)


def _of_renewal(seen: Seen) -> Iterator[Letter]:
    """Whose goals they are is asked about them; a coordinator about the next year's contract, and once more."""
    commission = seen.commission
    [chosen] = choose(seen)
    if GOALS.get(commission.name):
        yield from to_each("goals_to_carry_on", commission.supervisees[:1], chosen.at, commission.name)
    for kind, days in (("contract_to_complete", DRAFT_IS_DUE), ("contract_overdue", DRAFT_IS_LATE)):
        yield from to_each(
            kind, [who.COORDINATOR], working_days_after(chosen.at, days), renewed(commission.name)
        )
