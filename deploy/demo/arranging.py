"""From an inquiry to a signed contract: what each commission's people do."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from deploy.demo import counting
from deploy.demo import people as who
from deploy.demo.clauses import CLAUSES
from deploy.demo.commission import CHOSEN_BEFORE, Commission
from deploy.demo.script import Act, Calendar
from deploy.demo.setting_up import register
from services.messages import contracts, intake
from services.messages.values import Party

_NOTHING_STANDS_BETWEEN = intake.Interest(code=intake.InterestCode.NONE)
_RELATED = intake.Interest(code=intake.InterestCode.FAMILY)


def arrange(commission: Commission, calendar: Calendar) -> list[Act]:
    """The acts up to the signed contract, to the trial before it, or to the redirect of what is not supervision.

    Another year is drafted with the choice that it goes on: it begins with its contract.
    """
    if commission.follows:
        chosen_on = commission.follows.last_day(calendar) - CHOSEN_BEFORE
        return sign(commission, replace(calendar, start=chosen_on), 1)
    asked = [inquiry(commission, calendar.working_day(commission.begins, 9, 10))]
    if commission.supervisor is None:
        return [*asked, redirect(commission, calendar.working_day(commission.begins + 1, 10, 30))]
    matched = [*asked, *choose(commission, calendar), propose(commission, calendar)]
    if not commission.answers:
        return matched
    accepted = [*matched, accept(commission, calendar)]
    if commission.trial:
        return accepted
    met = [meet(commission, calendar)] if commission.meets else []
    return [*accepted, *met, *sign(commission, calendar, commission.begins + 5)]


def inquiry(commission: Commission, at: datetime) -> Act:
    organisation, contact = commission.organisation, commission.contact
    order = intake.SubmitInquiry(
        inquiry_id=commission.process_id,
        organisation_name=None if organisation.kind == "private_person" else organisation.name,
        business_id=organisation.business_id or None,
        foreign_id=organisation.foreign_id or None,
        organisation_kind=organisation.kind,
        address=organisation.address,
        invoice_email=f"laskut@{organisation.domain}",
        contact_given_name=contact.given_name,
        contact_family_name=contact.family_name,
        contact_email=contact.email,
        language=organisation.language,
        audience=commission.audience,
        headcount=len(commission.supervisees) or 8,
        wishes=list(commission.wishes),
        region=commission.region,
        remote_ok=True,
        duration_minutes=commission.duration_minutes,
        message=commission.message,
        as_of=at,
    )
    return Act(
        at,
        f"{contact}, {organisation.name}",
        f"sends an inquiry for {commission.name}",
        (register(contact, at), order),
    )


def redirect(commission: Commission, at: datetime) -> Act:
    order = intake.DecideScreening(
        process_id=commission.process_id,
        outcome=intake.ScreeningOutcome.ORIENTATION,
        reason="Perehdytys kuuluu työnantajalle; suosittelemme kouluttajaa.",
        decided_by=who.COORDINATOR.person_id,
        as_of=at,
    )
    return Act(at, str(who.COORDINATOR), f"redirects {commission.name}: it is no supervision", (order,))


def choose(commission: Commission, calendar: Calendar) -> list[Act]:
    decided = calendar.working_day(commission.begins + 1, 10)
    matched = calendar.working_day(commission.begins + 2, 9, 30)
    screening = intake.DecideScreening(
        process_id=commission.process_id,
        outcome=intake.ScreeningOutcome.SUPERVISION,
        decided_by=who.COORDINATOR.person_id,
        as_of=decided,
    )
    match = intake.ChooseSupervisor(
        process_id=commission.process_id,
        supervisor_id=commission.led_by.person_id,
        chosen_by=who.COORDINATOR.person_id,
        as_of=matched,
    )
    kept_away = (
        [declare(commission, calendar, commission.kept_away, _RELATED)] if commission.kept_away else []
    )
    return [
        Act(decided, str(who.COORDINATOR), f"decides: {commission.name} is supervision", (screening,)),
        *kept_away,
        declare(commission, calendar, commission.led_by, _NOTHING_STANDS_BETWEEN),
        Act(matched, str(who.COORDINATOR), f"matches {commission.name} with {commission.led_by}", (match,)),
    ]


def declare(
    commission: Commission, calendar: Calendar, person: who.Someone, interest: intake.Interest
) -> Act:
    """What a supervisor has to do with them: without it nobody is chosen."""
    at = calendar.working_day(commission.begins + 1, 14)
    order = intake.DeclareInterest(
        process_id=commission.process_id,
        supervisor_id=person.person_id,
        interest=interest,
        declared_by=person.person_id,
        as_of=at,
    )
    nothing = interest.code is intake.InterestCode.NONE
    told = f"says that {'nothing' if nothing else 'too much'} stands between them and {commission.name}"
    return Act(at, str(person), told, (order,))


def propose(commission: Commission, calendar: Calendar) -> Act:
    sent = calendar.working_day(commission.begins + 2, 14)
    proposal = intake.SendProposal(
        process_id=commission.process_id,
        duration_minutes=commission.duration_minutes,
        starts_on=commission.first_day(calendar),
        ends_on=commission.last_day(calendar),
        valid_until=calendar.working_day(commission.begins + 12, 0).date(),
        three_way_meeting=commission.meets,
        **offered(commission, calendar),
        sent_by=who.COORDINATOR.person_id,
        as_of=sent,
    )
    told = f"sends a proposal for {commission.name}"
    return Act(sent, str(who.COORDINATOR), told, (proposal,), fill=counting.fill)


def offered(commission: Commission, calendar: Calendar) -> dict[str, Any]:
    """Of a trial, in the proposal."""
    if commission.trial is None:
        return {}
    return {
        "trial_sessions": commission.trial.sessions,
        "trial_price": commission.trial.price,
        "trial_ends_by": date(calendar.year, *commission.trial.ends_by),
    }


def accept(commission: Commission, calendar: Calendar) -> Act:
    answered = calendar.working_day(commission.begins + 4, 11)
    answer = intake.AnswerProposal(
        process_id=commission.process_id,
        answer="accept",
        answered_by=commission.contact.person_id,
        as_of=answered,
    )
    return Act(answered, str(commission.contact), f"accepts the proposal for {commission.name}", (answer,))


def meet(commission: Commission, calendar: Calendar) -> Act:
    """All three parties, on the day before the contract is completed."""
    at = calendar.working_day(commission.begins + 5, 10)
    order = contracts.RecordMeeting(
        process_id=commission.process_id,
        held_on=calendar.working_day(commission.begins + 4, 16).date(),
        recorded_by=who.COORDINATOR.person_id,
        as_of=at,
    )
    told = f"writes down that the three parties of {commission.name} have met"
    return Act(at, str(who.COORDINATOR), told, (order,))


def sign(commission: Commission, calendar: Calendar, day: int) -> list[Act]:
    """People entered, clauses completed, each member's consent, then the three signatures in order.

    day: the calendar's working day on which it begins.
    """
    completed = calendar.working_day(day, 13)
    consented = calendar.working_day(day + 1, 9)
    consents = tuple(
        contracts.RecordConsent(
            process_id=commission.process_id, person_id=one.person_id, way="mailed_link", as_of=consented
        )
        for one in commission.supervisees
    )
    people = tuple(register(one, completed, who.COORDINATOR.person_id) for one in commission.supervisees)
    return [
        Act(
            completed,
            str(who.COORDINATOR),
            f"completes the contract of {commission.name}",
            (*people, complete(commission, completed)),
        ),
        Act(
            consented,
            f"{len(consents)} supervisee(s)",
            f"consent to the contract of {commission.name}",
            consents,
        ),
        *(signature(commission, calendar, day + 1, number) for number in range(3)),
    ]


def complete(commission: Commission, at: datetime) -> contracts.CompleteContract:
    return contracts.CompleteContract(
        process_id=commission.process_id,
        commissioner_id=commission.contact.person_id,
        representative_id=commission.supervisees[0].person_id,
        supervisee_ids=[one.person_id for one in commission.supervisees],
        clauses=CLAUSES[commission.organisation.language],
        disputes_to="Suomen työnohjaajat ry",
        completed_by=who.COORDINATOR.person_id,
        as_of=at,
    )


def signature(commission: Commission, calendar: Calendar, first: int, number: int) -> Act:
    party = list(Party)[number]
    signer = (commission.contact, commission.supervisees[0], commission.led_by)[number]
    at = calendar.working_day(first + number, 15)
    order = contracts.SignContract(
        process_id=commission.process_id,
        version=1,
        party=party,
        signer_id=signer.person_id,
        interest=_NOTHING_STANDS_BETWEEN if party is Party.SUPERVISOR else None,
        way="signed_in" if party is Party.COMMISSIONER else "mailed_link",
        as_of=at,
    )
    return Act(at, str(signer), f"signs the contract of {commission.name} as {party}", (order,))
