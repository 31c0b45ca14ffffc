"""The letters from an inquiry to the agreed days, each by the order of the script that brings it about."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from deploy.demo import people as who
from deploy.demo.commission import Cast, Commission
from deploy.demo.letters.letter import Letter, to_each
from deploy.demo.script import Calendar, Order
from deploy.demo.setting_up import staff
from services.messages import contracts, directory, intake
from services.messages.values import Party
from services.runtime.finland import ONE_DAY, days_after, working_days_after

REMINDED_TO_ANSWER = timedelta(days=3)
"""Before the proposal's last day."""
REMINDED_TO_SIGN = 3
"""Days after the contract was completed: whoever's turn it is then, once."""
KINDS = frozenset(
    {
        *("inquiry_received", "inquiry_redirected"),
        *("proposal_sent", "proposal_due", "proposal_expired", "proposal_unanswered"),
        *("trial_to_agree", "trial_agreed", "trial_goes_on", "trial_ended"),
        *("contract_to_sign", "consent_to_give", "signature_due", "contract_signed"),
        *("plan_proposed", "session_plan", "sessions_agreed"),
    }
)
"""What is recounted here."""


def of_staff(cast: Cast, calendar: Calendar) -> list[Letter]:
    """Each role that is given at the beginning is told to whoever gets it."""
    at = calendar.working_day(0, 7, 30)
    roles = [one for one in staff(at, cast.supervisors) if isinstance(one, directory.RelatePerson)]
    people = {one.person_id: one for one in who.STAFF}
    return [one for role in roles for one in to_each("staff_role_given", [people[role.person_id]], at, "")]


def of_customers(ordered: Sequence[tuple[Commission, Sequence[Order]]]) -> list[Letter]:
    """Who has asked gets a customer's role once it is supervision, and is told so the first time; who is the customer
    themselves has none.
    """
    first: dict[who.Someone, datetime] = {}
    for commission, orders in ordered:
        if commission.organisation.kind == "private_person":
            continue
        for order in orders:
            if isinstance(order, intake.DecideScreening) and is_supervision(order):
                known = first.get(commission.contact, order.as_of)
                first[commission.contact] = min(known, order.as_of)
    return [one for contact, at in first.items() for one in to_each("role_given", [contact], at, "")]


def is_supervision(order: intake.DecideScreening) -> bool:
    return order.outcome is intake.ScreeningOutcome.SUPERVISION


def of_orders(commission: Commission, orders: Sequence[Order]) -> Iterator[Letter]:
    """In the order of the script."""
    contact, name = commission.contact, commission.name
    for order in orders:
        match order:
            case intake.SubmitInquiry():
                yield from to_each("inquiry_received", [contact], order.as_of, name)
            case intake.DecideScreening() if not is_supervision(order):
                yield from to_each("inquiry_redirected", [contact], order.as_of, name)
            case intake.SendProposal():
                yield from _proposed(commission, order)
            case contracts.CompleteContract():
                yield from _asked(commission, orders, order.as_of)
            case contracts.SignContract():
                yield from _after_signature(commission, order)


def _proposed(commission: Commission, order: intake.SendProposal) -> Iterator[Letter]:
    """Who does not answer is reminded, and told with a coordinator when it is over."""
    contact, name = [commission.contact], commission.name
    yield from to_each("proposal_sent", contact, order.as_of, name)
    if not commission.answers and order.valid_until:
        yield from to_each("proposal_due", contact, order.valid_until - REMINDED_TO_ANSWER, name)
        over = order.valid_until + ONE_DAY
        yield from to_each("proposal_expired", contact, over, name)
        yield from to_each("proposal_unanswered", [who.COORDINATOR], over, name)


def _asked(commission: Commission, orders: Sequence[Order], at: datetime) -> Iterator[Letter]:
    """The customer signs first; who signs for the others consents with that."""
    yield from to_each("consent_to_give", commission.supervisees[1:], at, commission.name)
    yield from to_each("contract_to_sign", [commission.contact], at, commission.name)
    reminded_at = days_after(at, REMINDED_TO_SIGN)
    signed = [one for one in orders if isinstance(one, contracts.SignContract) and one.as_of > reminded_at]
    if signed:
        late = min(signed, key=lambda one: one.as_of)
        yield from to_each("signature_due", [signer(commission, late.party)], reminded_at, commission.name)


def _after_signature(commission: Commission, order: contracts.SignContract) -> Iterator[Letter]:
    """The next one's turn; after the last one all three are told, and days are proposed to the supervisees' own."""
    parties = list(Party)
    if order.party is not parties[-1]:
        after = parties[parties.index(order.party) + 1]
        yield from to_each("contract_to_sign", [signer(commission, after)], order.as_of, commission.name)
        return
    everybody = [signer(commission, one) for one in parties]
    yield from to_each("contract_signed", everybody, order.as_of, commission.name)
    yield from to_each("plan_proposed", commission.supervisees[:1], order.as_of, commission.name)


def of_plan(commission: Commission, orders: Sequence[Order]) -> Iterator[Letter]:
    """The days are confirmed on the working day after the last signature: everybody is sent them once."""
    for order in orders:
        if isinstance(order, contracts.SignContract) and order.party is Party.SUPERVISOR:
            at = working_days_after(order.as_of, 1)
            yield from to_each(
                "session_plan", [*commission.supervisees, commission.led_by], at, commission.name
            )
            others = [] if commission.contact in commission.supervisees else [commission.contact]
            yield from to_each("sessions_agreed", others, at, commission.name)


def signer(commission: Commission, party: Party) -> who.Someone:
    signers = (commission.contact, commission.supervisees[0], commission.led_by)
    return dict(zip(Party, signers, strict=True))[party]
