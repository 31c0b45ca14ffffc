"""Stories as the services tell them: for each service its events about some processes, in its own order."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from services.messages import billing, contracts, directory, intake, sessions
from services.messages.contracts import Parties, Terms
from services.messages.envelope import Event
from services.messages.values import Audience, Party, Role, Viewer
from tests.integration.console import acting, paused, set_right

SPACE = UUID("0190a0a0-0000-7000-8000-000000000000")
BEGIN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


def known(what: str) -> UUID:
    """The same id for the same words."""
    return uuid5(SPACE, what)


YEAR, NEXT_YEAR = known("year"), known("next year")
TOWN, FIRM = known("town"), known("firm")
CONTACT, SUPERVISOR, REPRESENTATIVE = known("contact"), known("supervisor"), known("representative")
ANNA, BO = known("coordinator anna"), known("coordinator bo")
COORDINATOR = Viewer(person_id=ANNA, role=Role.COORDINATOR)
TERMS = Terms(
    organisation_id=TOWN,
    audience=Audience.GROUP,
    language="fi",
    starts_on=date(2027, 1, 4),
    ends_on=date(2027, 12, 31),
    duration_minutes=90,
    base_interval_days=21,
    unit_minutes=45,
    price_cents=25000,
    vat_category="S",
    payment_days=14,
    cancellation_tiers=[],
    no_show_percent=100,
)
PARTIES = Parties(
    commissioner_id=CONTACT,
    representative_id=REPRESENTATIVE,
    supervisee_ids=[REPRESENTATIVE],
    supervisor_id=SUPERVISOR,
)


def _reminders(days: int) -> list[datetime]:
    return [BEGIN + (days + 2) * A_DAY, BEGIN + (days + 4) * A_DAY]


def inquiry(process_id: UUID, number: str, **facts: Any) -> intake.InquiryReceived:
    asked = {
        "process_id": process_id,
        "number": number,
        "audience": Audience.GROUP,
        "language": "fi",
        "contact_id": CONTACT,
        "received_at": BEGIN,
        "organisation_name": "Esimerkkilän kaupunki",
    }
    received_at = facts.get("received_at", BEGIN)
    asked["reminders_at"] = [received_at + days * A_DAY for days in (2, 4)]
    return intake.InquiryReceived.model_validate(asked | facts)


def screened(process_id: UUID, outcome: str = "supervision", of: UUID = TOWN) -> intake.ScreeningDecided:
    is_supervision = outcome == "supervision"
    return intake.ScreeningDecided.model_validate(
        {
            "process_id": process_id,
            "outcome": outcome,
            "organisation_id": of if is_supervision else None,
            "decided_at": BEGIN + A_DAY,
            "reminders_at": _reminders(1) if is_supervision else [],
        }
    )


def matched(process_id: UUID) -> intake.SupervisorMatched:
    return intake.SupervisorMatched(
        process_id=process_id,
        supervisor_id=SUPERVISOR,
        matched_at=BEGIN + 2 * A_DAY,
        reminders_at=_reminders(2),
    )


def proposed(process_id: UUID, days: int = 3) -> intake.ProposalSent:
    at = BEGIN + days * A_DAY
    return intake.ProposalSent(
        process_id=process_id,
        price_cents=25000,
        valid_until=date(2026, 12, 15),
        sent_at=at,
        reminders_at=[datetime(2026, 12, 12, 6, 0, tzinfo=UTC)],
        expires_at=datetime(2026, 12, 15, 22, 0, tzinfo=UTC),
    )


def answered(process_id: UUID, answer: intake.Answer, days: int = 4) -> intake.ProposalAnswered:
    return intake.ProposalAnswered(
        process_id=process_id,
        answer=answer,
        answered_at=BEGIN + days * A_DAY,
        reminders_at=_reminders(days) if answer == "ask_change" else [],
        complete_by=BEGIN + (days + 3) * A_DAY if answer == "accept" else None,
    )


def completed(process_id: UUID) -> contracts.ContractCompleted:
    return contracts.ContractCompleted(
        process_id=process_id,
        version=1,
        supervisee_ids=[REPRESENTATIVE],
        representative_id=REPRESENTATIVE,
        commissioner_id=CONTACT,
        supervisor_id=SUPERVISOR,
        signing_since=BEGIN + 6 * A_DAY,
    )


def consents(process_id: UUID) -> list[Event]:
    about = {"process_id": process_id, "version": 1, "person_id": REPRESENTATIVE}
    return [
        contracts.ConsentAsked.model_validate(about | {"level": 0}),
        contracts.ConsentGiven.model_validate(about | {"consented_at": BEGIN + 6 * A_DAY}),
    ]


def asked_to_sign(process_id: UUID, party: Party, level: int = 0) -> contracts.SignatureAsked:
    return contracts.SignatureAsked(
        process_id=process_id,
        version=1,
        party=party,
        person_id=CONTACT,
        level=level,
        act_by=BEGIN + 8 * A_DAY if level == 3 else None,
    )


def declined(process_id: UUID, party: Party) -> contracts.SigningDeclined:
    complete_by = BEGIN + 10 * A_DAY
    return contracts.SigningDeclined(process_id=process_id, version=1, party=party, complete_by=complete_by)


def put_right(process_id: UUID) -> list[Event]:
    """Somebody's inquiry is corrected, and confirmed by them."""
    changed = intake.InquiryChanged(
        process_id=process_id,
        revision=2,
        audience=Audience.GROUP,
        language="fi",
        contact_id=CONTACT,
        organisation_name="Saari",
        asks_anew=False,
        changed_at=BEGIN + A_DAY,
    )
    return [changed, intake.InquiryConfirmed(process_id=process_id, confirmed_at=BEGIN + A_DAY)]


def taken_back(process_id: UUID) -> list[Event]:
    """A member does not consent, and the paper is taken back."""
    paper: dict[str, Any] = {"process_id": process_id, "version": 1}
    refused = contracts.ConsentRefused(
        **paper,
        person_id=REPRESENTATIVE,
        refused_at=BEGIN + 7 * A_DAY,
        refusing=1,
        act_by=BEGIN + 8 * A_DAY,
    )
    withdrawn = contracts.ContractWithdrawn(
        **paper, asked=[REPRESENTATIVE], complete_by=BEGIN + 10 * A_DAY, reminders_at=[]
    )
    return [refused, withdrawn]


def signature(process_id: UUID, party: Party, days: int) -> contracts.SignatureGiven:
    at = BEGIN + days * A_DAY
    return contracts.SignatureGiven(
        process_id=process_id, version=1, party=party, person_id=CONTACT, signed_at=at
    )


def signed(process_id: UUID, days: int = 9) -> contracts.ContractSigned:
    return contracts.ContractSigned(
        process_id=process_id,
        version=1,
        terms=TERMS,
        parties=PARTIES,
        renews=None,
        signed_at=BEGIN + days * A_DAY,
        continuation_reminders_at=[datetime(2027, 12, day, 6, 0, tzinfo=UTC) for day in (1, 17)],
        ends_at=datetime(2027, 12, 31, 6, 0, tzinfo=UTC),
    )


def review_due(process_id: UUID, kind: sessions.ReviewKind) -> sessions.ReviewDue:
    return sessions.ReviewDue(process_id=process_id, kind=kind, due_at=BEGIN + 150 * A_DAY)


def meeting(process_id: UUID, number: int) -> sessions.PlannedSession:
    starts_at = datetime(2027, 1, 13, 7, 0, tzinfo=UTC) + 21 * (number - 1) * A_DAY
    return sessions.PlannedSession(
        session_id=uuid5(process_id, str(number)),
        number=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        confirm_by=starts_at + timedelta(minutes=90) + A_DAY,
    )


def planned(process_id: UUID, count: int = 4, supervisor_id: UUID = SUPERVISOR) -> sessions.SeriesPlanned:
    return sessions.SeriesPlanned(
        process_id=process_id,
        supervisor_id=supervisor_id,
        attendee_ids=[REPRESENTATIVE, supervisor_id],
        sessions=[meeting(process_id, number) for number in range(1, count + 1)],
    )


def of_session(kind: type[Any], process_id: UUID, number: int, **facts: Any) -> Any:
    """kind: any event about one session."""
    one = meeting(process_id, number)
    told = one.model_dump() | {
        "process_id": process_id,
        "supervisor_id": SUPERVISOR,
        "performed_on": one.starts_at.date(),
        "minutes": 90,
        "present": 4,
        "cancelled_by": "commissioner",
        "notice_hours": 200,
        "notice_working_days": 6,
        "sequence": 1,
    }
    return kind.model_validate(told | facts)


def replanned(process_id: UUID, number: int) -> sessions.SessionReplanned:
    """A week later, in the place of the one that its supervisor called off."""
    lost = meeting(process_id, number)
    return sessions.SessionReplanned(
        process_id=process_id,
        session_id=known(f"instead of {lost.session_id}"),
        replaces=lost.session_id,
        supervisor_id=SUPERVISOR,
        number=number,
        starts_at=lost.starts_at + 7 * A_DAY,
        ends_at=lost.ends_at + 7 * A_DAY,
        confirm_by=lost.confirm_by + 7 * A_DAY,
        calendar_uid=lost.session_id,
        sequence=2,
        previous_starts_at=lost.starts_at,
    )


def absence(process_id: UUID) -> list[Event]:
    """Somebody cannot come, and then can."""
    told = {
        "process_id": process_id,
        "session_id": known(f"{process_id} 2"),
        "number": 2,
        "supervisor_id": SUPERVISOR,
        "starts_at": BEGIN + 90 * A_DAY,
        "absent": 1,
        "members": 1,
        "reported_at": BEGIN + 85 * A_DAY,
        "taken_back_at": BEGIN + 86 * A_DAY,
    }
    return [kind.model_validate(told) for kind in (sessions.AbsenceReported, sessions.AbsenceTakenBack)]


def invoice(process_id: UUID, period: str, gross_cents: int) -> billing.InvoiceIssued:
    return billing.InvoiceIssued(
        process_id=process_id,
        invoice_id=known(period),
        organisation_id=TOWN,
        number=1001,
        period=period,
        reference="1013",
        gross_cents=gross_cents,
        issued_on=date(2027, 2, 1),
        due_on=date(2027, 2, 15),
        lines=1,
    )


def organisation(organisation_id: UUID, name: str) -> directory.OrganisationRegistered:
    return directory.OrganisationRegistered(
        organisation_id=organisation_id, name=name, business_id="1234567-1", kind="public", language="fi"
    )


def a_year() -> dict[str, list[Event]]:
    """From an inquiry to its renewal, with what goes wrong on the way; an inquiry that is none; one declined.

    A proposal that expired, a contract that expired, a year that was closed. Every event that the console hears.
    """
    other, no = known("other"), known("no")
    unanswered, unsigned, over = known("unanswered"), known("unsigned"), known("over")
    return {
        "directory": [
            organisation(TOWN, "Esimerkkilä"),
            organisation(FIRM, "Malli Oy"),
            directory.OrganisationChanged(organisation_id=TOWN, name="Esimerkkilän kaupunki", language="fi"),
            directory.DepartmentRegistered(
                organisation_id=TOWN, department_id=known("schools"), name="Sivistys"
            ),
            directory.PersonRelated(person_id=CONTACT, relation="hr", organisation_id=TOWN),
        ],
        "intake": [
            inquiry(YEAR, "TO-1001"),
            inquiry(other, "TO-1002", organisation_name="Malli"),
            intake.StepOverdue(process_id=YEAR, step="screening", level=1),
            screened(YEAR),
            screened(other, "training"),
            inquiry(no, "TO-1003", organisation_name="Malli"),
            screened(no, of=FIRM),
            matched(no),
            matched(YEAR),
            proposed(YEAR),
            proposed(no),
            answered(YEAR, "ask_change"),
            answered(no, "decline"),
            proposed(YEAR, 5),
            answered(YEAR, "accept", 6),
            intake.SuccessorNumbered(
                process_id=NEXT_YEAR,
                number="TO-1004",
                renews=YEAR,
                language="fi",
                organisation_id=TOWN,
                contact_id=CONTACT,
                supervisor_id=SUPERVISOR,
                audience=Audience.GROUP,
                complete_by=BEGIN + 405 * A_DAY,
            ),
            inquiry(unanswered, "TO-1005", organisation_name="Saari"),
            proposed(unanswered),
            intake.ProposalExpired(process_id=unanswered, valid_until=date(2026, 12, 15)),
            inquiry(unsigned, "TO-1006", organisation_name="Saari"),
            *put_right(unsigned),
            inquiry(over, "TO-1007", organisation_name="Saari"),
            intake.InquiryWithdrawn(process_id=over, withdrawn_at=BEGIN + 4 * A_DAY, by_staff=False),
        ],
        "contracts": [
            contracts.DraftOverdue(process_id=YEAR, version=1, level=1),
            completed(YEAR),
            *consents(YEAR),
            asked_to_sign(YEAR, Party.COMMISSIONER),
            asked_to_sign(YEAR, Party.COMMISSIONER, 3),
            declined(YEAR, Party.COMMISSIONER),
            asked_to_sign(YEAR, Party.COMMISSIONER),
            signature(YEAR, Party.COMMISSIONER, 7),
            asked_to_sign(YEAR, Party.SUPERVISEE),
            signed(YEAR),
            *paused.of_contract(YEAR, BEGIN + 60 * A_DAY),
            contracts.ContinuationDue(
                process_id=YEAR,
                ends_on=TERMS.ends_on,
                commissioner_id=CONTACT,
                representative_id=REPRESENTATIVE,
            ),
            contracts.ContinuationChosen(process_id=YEAR, choice="renew", successor_id=NEXT_YEAR),
            contracts.ProcessRenewed(process_id=YEAR, successor_id=NEXT_YEAR, renewed_at=BEGIN + 400 * A_DAY),
            asked_to_sign(NEXT_YEAR, Party.COMMISSIONER),
            *taken_back(unsigned),
            contracts.ContractExpired(process_id=unsigned, version=1),
            contracts.ProcessTerminated(
                process_id=over,
                version=1,
                by=Party.SUPERVISOR,
                last_day=date(2027, 9, 15),
                ends_at=BEGIN + 296 * A_DAY,
                final_review="open",
                terminated_at=BEGIN + 265 * A_DAY,
            ),
            contracts.ContractGivenUp(process_id=over, version=1, asked=[], given_up_at=BEGIN + 400 * A_DAY),
            contracts.ProcessClosed(process_id=over, closed_at=BEGIN + 400 * A_DAY),
        ],
        "sessions": [
            planned(YEAR),
            of_session(
                sessions.SessionMoved,
                YEAR,
                2,
                starts_at=BEGIN + 90 * A_DAY,
                ends_at=BEGIN + 91 * A_DAY,
                confirm_by=BEGIN + 92 * A_DAY,
            ),
            of_session(sessions.AbsenceReported, YEAR, 1, absent=1, members=2, reported_at=BEGIN),
            of_session(sessions.AbsenceTakenBack, YEAR, 1, absent=0, members=2, taken_back_at=BEGIN),
            of_session(sessions.SessionHeld, YEAR, 1),
            sessions.MemberLeft(
                process_id=YEAR,
                person_id=CONTACT,
                left_on=date(2027, 1, 31),
                remaining=[REPRESENTATIVE],
                settle_by=BEGIN + 80 * A_DAY,
            ),
            sessions.GroupSettled(process_id=YEAR),
            *acting.another(YEAR, REPRESENTATIVE, date(2027, 2, 10), BEGIN + 81 * A_DAY),
            *absence(YEAR),
            of_session(sessions.ConfirmationOverdue, YEAR, 2),
            of_session(sessions.SessionNotAttended, YEAR, 2),
            review_due(YEAR, "interim"),
            *paused.of_series(YEAR, SUPERVISOR, review_due_at=BEGIN + 150 * A_DAY),
            sessions.ReviewOverdue(process_id=YEAR, kind="interim"),
            sessions.ReviewWaived(process_id=YEAR, kind="interim"),
            of_session(sessions.SessionCancelled, YEAR, 3),
            review_due(YEAR, "final"),
            of_session(
                sessions.SessionCancelled,
                YEAR,
                4,
                cancelled_by="supervisor",
                replan_by=BEGIN + 200 * A_DAY,
            ),
            replanned(YEAR, 4),
            of_session(sessions.ConfirmationOverdue, YEAR, 4, session_id=replanned(YEAR, 4).session_id),
            of_session(sessions.SessionLeftOut, YEAR, 3),
            *set_right.corrected(YEAR, meeting(YEAR, 3), SUPERVISOR),
            sessions.ReviewDone(process_id=YEAR, kind="final", wants_to_continue=True, benefit=True),
            sessions.ReviewRefused(
                process_id=YEAR, kind="final", supervisor_id=SUPERVISOR, refused_at=BEGIN + 300 * A_DAY
            ),
            sessions.ReviewReleased(process_id=YEAR, kind="final"),
            sessions.SeriesCutShort(
                process_id=over,
                by=Party.SUPERVISOR,
                last_day=date(2027, 9, 15),
                session_ids=[],
                attendee_ids=[SUPERVISOR],
            ),
            sessions.ReviewLapsed(process_id=over, kind="final"),
        ],
        "billing": [
            billing.InvoiceHeld(
                process_id=YEAR,
                organisation_id=TOWN,
                department_id=None,
                period="2027-01",
                reason="abroad",
                held_at=BEGIN + 60 * A_DAY,
            ),
            *set_right.billed_by_hand(YEAR, "2027-01", BEGIN + 61 * A_DAY, ANNA),
            billing.InvoiceFreed(process_id=YEAR),
            invoice(YEAR, "2027-01", 31375),
            invoice(YEAR, "2027-02", 31375),
        ],
    }


@dataclass
class Teller:
    """Gives each event its envelope once, so that a story can be told again in another order."""

    story: dict[str, list[Event]] = field(default_factory=a_year)

    def events(self) -> list[Event]:
        return [event for said in self.story.values() for event in said]

    def in_any_order(self, seed: int) -> Iterator[tuple[str, Event]]:
        """Each service's own order stays; how they fall between each other is the seed's."""
        chance = random.Random(seed)
        waiting = {source: list(events) for source, events in self.story.items()}
        while left := [source for source, events in waiting.items() if events]:
            source = chance.choice(left)
            yield source, waiting[source].pop(0)
