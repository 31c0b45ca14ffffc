"""The letters of a commission's sessions, reviews, invoices and end, by the days that the services answer."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deploy.demo import people as who
from deploy.demo.commission import Commission, Seen
from deploy.demo.letters.letter import Letter, renewed, to_customer, to_each
from deploy.demo.year import GOALS, choose
from services.messages.billing import InvoiceCard
from services.messages.sessions import ReviewCard, SessionCard
from services.messages.values import CancellationTier
from services.runtime.finland import ONE_DAY, local_date, working_days_after, working_days_before

KINDS = frozenset(
    {
        *("review_due", "review_to_consent", "invoice_issued", "continuation_due", "goals_to_carry_on"),
        *("process_renewed", "process_closed", "contract_to_complete", "contract_overdue"),
        *("continuation_chosen", "contract_expired", "contract_not_signed"),
    }
)
"""What is recounted here of each commission; and of all together, reminders and what is planned again."""
REMINDERS = frozenset({"session_reminder", "session_reminders"})
REPLANNED = frozenset({"session_replanned", "session_held_instead", "calendar_changed"})
REMINDED_BEFORE = timedelta(days=1)
ASKED_BEFORE_THE_END = timedelta(days=30)
"""How to go on."""
DRAFT_IS_DUE, DRAFT_IS_LATE = 3, 6
"""Working days after the choice to renew: who completes the next year's contract at all, does so before."""


def attendees(commission: Commission, session: SessionCard) -> list[who.Someone]:
    """Who belongs to it on its day, and who supervises it."""
    day = local_date(session.starts_at)
    return [*commission.members_on(day), commission.led_on(day)]


@dataclass(frozen=True)
class Reminded:
    """tiers: what its contract says that cancelling costs. sessions: all of them, those of its trial too."""

    commission: Commission
    tiers: Sequence[CancellationTier]
    sessions: Sequence[SessionCard]


def of_reminders(seen: Iterable[Reminded], came: Iterable[Letter]) -> list[Letter]:
    """Of each session that came to its hour, and of each that was called off after that morning: one to each reader.

    On the working day before the last one on which calling it off costs nothing; on the day before it where it was
    planned, moved or joined too late for that, as came says. Who is reminded of more than one on a day has one letter
    of them. Of what was moved or called off after that morning, one more may have come.
    """
    told = set(came)
    due: dict[tuple[str, date], list[str]] = defaultdict(list)
    of_changed: set[tuple[str, date, str]] = set()
    for one in seen:
        name = one.commission.name
        for session in one.sessions:
            if session.status in ("held", "no_show") or _was_called_off_late(one.commission, session):
                for person in attendees(one.commission, session):
                    due[person.email, _reminded_on(person, session, one, told)].append(name)
        if any(turn.changes_times for turn in one.commission.turns):
            of_changed |= {(it.reader, it.day, name) for it in told if it.of == name}
    letters = {key: _reminding(*key, names, told) for key, names in due.items()}
    more = [Letter("session_reminder", *key) for key in sorted(of_changed) if key[:2] not in letters]
    return [*letters.values(), *more]


def _reminding(reader: str, day: date, names: Sequence[str], told: Collection[Letter]) -> Letter:
    """Of several, also of one beside one that was changed afterwards."""
    several = Letter("session_reminders", reader, day)
    return several if len(names) > 1 or several in told else Letter("session_reminder", reader, day, names[0])


def _reminded_on(person: who.Someone, session: SessionCard, of: Reminded, told: Collection[Letter]) -> date:
    usual = local_date(session.starts_at) - REMINDED_BEFORE
    early = min(usual, _in_time(session.starts_at, of.tiers))
    on_the_day_before = {
        Letter("session_reminder", person.email, usual, of.commission.name),
        Letter("session_reminders", person.email, usual),
    }
    in_time = {
        Letter("session_reminder", person.email, early, of.commission.name),
        Letter("session_reminders", person.email, early),
    }
    return usual if on_the_day_before & set(told) and not in_time & set(told) else early


def _in_time(starts_at: datetime, tiers: Sequence[CancellationTier]) -> date:
    """The working day before the last day on which it is free."""
    [free] = [one for one in tiers if one.percent == 0]
    if free.notice_working_days:
        last = working_days_before(starts_at, free.notice_working_days)
    else:
        last = local_date(starts_at - timedelta(hours=free.notice_hours or 0))
    return working_days_before(last, 1)


def of_replanned(seen: Sequence[Seen]) -> list[Letter]:
    """What a supervisor calls off and is planned again at once: one letter of each to everybody who would be there.

    Whose sessions of several processes change with it, has one letter of all. The customer has one of each.
    """
    told: dict[tuple[str, date], list[str]] = defaultdict(list)
    customers: list[Letter] = []
    for of in seen:
        for session in of.sessions:
            for day in _days_of_replanning(seen, of, session):
                for person in attendees(of.commission, session):
                    told[person.email, day].append(of.commission.name)
                customers += to_customer(
                    "session_held_instead",
                    of.commission.contact,
                    of.commission.supervisees,
                    day,
                    of.commission.name,
                )
    return customers + [
        Letter("session_replanned", reader, day, names[0])
        if len(names) == 1
        else Letter("calendar_changed", reader, day)
        for (reader, day), names in told.items()
    ]


def _days_of_replanning(seen: Sequence[Seen], of: Seen, session: SessionCard) -> list[date]:
    """None of a session that is in nobody's place."""
    if session.entry == session.session_id:
        return []
    days = [turn.plans_again(own, of, session) for own in seen for turn in own.commission.turns]
    return [day for day in days if day]


def _was_called_off_late(commission: Commission, session: SessionCard) -> bool:
    return any(turn.calls_off_late(session) for turn in commission.turns)


def of_reviews(commission: Commission, reviews: Iterable[ReviewCard]) -> Iterator[Letter]:
    """The three parties, when it is opened: who supervises on the day. Each is held before anybody is reminded.

    Of the final one of a contract that ends early the letter of its end tells. Once it is recorded, the members are
    asked for their consent.
    """
    ends_early = any(turn.ends_early for turn in commission.turns)
    for one in reviews:
        if not (ends_early and one.kind == "final"):
            day = local_date(one.opened_at)
            parties = [commission.led_on(day), commission.acts_for_on(day), commission.contact]
            yield from to_each("review_due", parties, one.opened_at, commission.name)
        if one.status == "done" and one.closed_at:
            asked = commission.members_on(local_date(one.opened_at))
            yield from to_each("review_to_consent", asked, one.closed_at, commission.name)


def of_invoices(commission: Commission, invoices: Iterable[InvoiceCard]) -> Iterator[Letter]:
    """One mail each, where no system of the customer's takes them."""
    if all(turn.invoices_by_mail for turn in commission.turns):
        for one in invoices:
            if not one.collective:
                reader = f"laskut@{commission.organisation.domain}"
                yield Letter("invoice_issued", reader, one.issued_on, commission.name)


def of_collective(seen: Iterable[tuple[Commission, Sequence[InvoiceCard]]]) -> list[Letter]:
    """One mail each, which is about none of its processes."""
    found = {
        one.invoice_id: Letter(
            "collective_invoice", f"laskut@{commission.organisation.domain}", one.issued_on
        )
        for commission, invoices in seen
        for one in invoices
        if one.collective
    }
    return list(found.values())


def of_end(seen: Seen) -> Iterator[Letter]:
    """The end itself; where it goes on to its last day, also the question, and what follows from its answer. That of
    another year comes after the demo's.
    """
    commission = seen.commission
    if commission.follows:
        return
    early = [day for turn in commission.turns if (day := turn.last_day(seen))]
    last = min(early, default=seen.contract.terms.ends_on)
    if not early:
        asked_on = last - ASKED_BEFORE_THE_END
        sides = [commission.contact, commission.acts_for_on(asked_on)]
        yield from to_each("continuation_due", sides, asked_on, commission.name)
    for chosen in choose(seen):
        day = local_date(chosen.at)
        parties = [commission.contact, commission.acts_for_on(day), commission.led_on(day)]
        yield from to_each("continuation_chosen", parties, day, commission.name)
    if commission.renews:
        yield from _of_renewal(seen)
    if any(turn.closes_with_it for turn in commission.turns):
        return
    kind = "process_renewed" if commission.renews else "process_closed"
    everybody = [commission.contact, commission.acts_for_on(last), commission.led_on(last)]
    yield from to_each(kind, everybody, last, commission.name)


def _of_renewal(seen: Seen) -> Iterator[Letter]:
    """Whose goals they are is asked about them; a coordinator about the next year's contract, and once more. Where
    nobody completes it, it comes to nothing before its first day, and everybody is told.
    """
    commission, last = seen.commission, seen.contract.terms.ends_on
    [chosen] = choose(seen)
    if GOALS.get(commission.name):
        yield from to_each("goals_to_carry_on", commission.supervisees[:1], chosen.at, commission.name)
    if commission.goes_on:
        return
    for kind, days in (("contract_to_complete", DRAFT_IS_DUE), ("contract_overdue", DRAFT_IS_LATE)):
        yield from to_each(
            kind, [who.COORDINATOR], working_days_after(chosen.at, days), renewed(commission.name)
        )
    parties = [*commission.members_on(last), commission.led_on(last), commission.contact]
    yield from to_each("contract_expired", parties, last + ONE_DAY, renewed(commission.name))
    yield from to_each("contract_not_signed", [who.COORDINATOR], last + ONE_DAY, renewed(commission.name))
