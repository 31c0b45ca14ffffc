"""From an inquiry to a signed contract: what each commission's people do."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deploy.demo import people as who
from deploy.demo.script import Act, Calendar
from deploy.demo.setting_up import register
from services.messages import contracts, intake
from services.messages.contracts import Clause
from services.messages.regions import Region
from services.messages.values import Audience, Party

CLAUSES: dict[str, dict[Clause, str]] = {
    "fi": {
        Clause.AGREEING_MEETINGS: "Tapaamiset sovitaan vuodeksi kerrallaan, siirroista sovitaan työnohjaajan kanssa.",
        Clause.PLACE: "Tilaajan kokoushuone tai etäyhteys.",
        Clause.GOALS: "Tavoitteet ovat ohjattavien omia; tilaaja on kertonut odotuksensa.",
        Clause.EVALUATION: "Väliarviointi puolivälissä ja loppuarviointi toiseksi viimeisellä kerralla.",
        Clause.METHODS: "Keskustelu, työtilanteiden tutkiminen ja toiminnalliset menetelmät.",
        Clause.UNUSED_TIME: "Käyttämättä jäänyttä aikaa ei makseta.",
        Clause.INTERRUPTION: "Kumpi tahansa voi keskeyttää kuukauden varoitusajalla.",
        Clause.DISSATISFACTION: "Tyytymättömyydestä puhutaan ensin yhdessä, sitten palveluntuottajan kanssa.",
    },
    "sv": {
        Clause.AGREEING_MEETINGS: "Träffarna avtalas för ett år i taget; flyttningar avtalas med handledaren.",
        Clause.PLACE: "Beställarens mötesrum eller på distans.",
        Clause.GOALS: "Målen är den handleddas egna; beställaren har berättat om sina förväntningar.",
        Clause.EVALUATION: "Mellanutvärdering halvvägs och slututvärdering vid den näst sista träffen.",
        Clause.METHODS: "Samtal och undersökning av arbetssituationer.",
        Clause.UNUSED_TIME: "Oanvänd tid betalas inte.",
        Clause.INTERRUPTION: "Båda parter kan avbryta med en månads uppsägningstid.",
        Clause.DISSATISFACTION: "Missnöje tas först upp tillsammans, sedan med producenten.",
    },
}


@dataclass(frozen=True)
class Commission:
    """One inquiry, and whoever has to do with it. begins: working days after the calendar's start."""

    name: str
    organisation: who.Organisation
    contact: who.Someone
    audience: Audience
    wishes: tuple[intake.Wish, ...]
    region: Region
    duration_minutes: int
    begins: int
    message: str
    supervisees: tuple[who.Someone, ...] = ()
    supervisor: who.Someone | None = None

    @property
    def process_id(self) -> UUID:
        return who.id_of(f"process of {self.name}")


GROUP = Commission(
    "the group",
    who.MUNICIPALITY,
    who.MUNICIPAL_HR,
    Audience.GROUP,
    (intake.Wish.DEVELOP_COOPERATION, intake.Wish.WELLBEING_AT_WORK),
    Region.CENTRAL_FINLAND,
    90,
    0,
    "Yhteistyön kehittäminen palvelujen muuttuessa.",
    who.GROUP,
    who.GROUP_SUPERVISOR,
)
MANAGER = Commission(
    "the manager",
    who.COMPANY,
    who.COMPANY_HR,
    Audience.MANAGER,
    (intake.Wish.CLARIFY_ROLES, intake.Wish.STUDY_OWN_WORK),
    Region.UUSIMAA,
    60,
    1,
    "En tydligare chefsroll.",
    (who.MANAGER,),
    who.MANAGER_SUPERVISOR,
)
ORIENTATION = Commission(
    "the orientation",
    who.NEWCOMER,
    who.NEWCOMER_HR,
    Audience.GROUP,
    (intake.Wish.ORIENT_NEW_EMPLOYEES,),
    Region.NORTH_OSTROBOTHNIA,
    90,
    2,
    "Uusien työntekijöiden perehdytys.",
)
_NOTHING_STANDS_BETWEEN = intake.Interest(code=intake.InterestCode.NONE)
COMMISSIONS = (GROUP, MANAGER, ORIENTATION)


def arrange(commission: Commission, calendar: Calendar) -> list[Act]:
    """The acts up to the signed contract, or to the redirect of what is not supervision."""
    asked = [inquiry(commission, calendar.working_day(commission.begins, 9, 10))]
    if commission.supervisor is None:
        return [*asked, redirect(commission, calendar.working_day(commission.begins + 1, 10, 30))]
    return [*asked, *choose(commission, calendar), *offer(commission, calendar), *sign(commission, calendar)]


def inquiry(commission: Commission, at: datetime) -> Act:
    organisation, contact = commission.organisation, commission.contact
    order = intake.SubmitInquiry(
        inquiry_id=commission.process_id,
        organisation_name=organisation.name,
        business_id=organisation.business_id,
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
    return Act(at, f"{contact}, {organisation.name}", "sends an inquiry", (register(contact, at), order))


def redirect(commission: Commission, at: datetime) -> Act:
    order = intake.DecideScreening(
        process_id=commission.process_id,
        outcome=intake.ScreeningOutcome.ORIENTATION,
        reason="Perehdytys kuuluu työnantajalle; suosittelemme kouluttajaa.",
        decided_by=who.COORDINATOR.person_id,
        as_of=at,
    )
    return Act(at, str(who.COORDINATOR), "redirects the inquiry: it asks for orientation", (order,))


def choose(commission: Commission, calendar: Calendar) -> list[Act]:
    assert commission.supervisor is not None
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
        supervisor_id=commission.supervisor.person_id,
        chosen_by=who.COORDINATOR.person_id,
        as_of=matched,
    )
    return [
        Act(decided, str(who.COORDINATOR), f"decides: {commission.name} is supervision", (screening,)),
        declare(commission, calendar),
        Act(
            matched, str(who.COORDINATOR), f"matches {commission.name} with {commission.supervisor}", (match,)
        ),
    ]


def declare(commission: Commission, calendar: Calendar) -> Act:
    """What the supervisor has to do with them: without it nobody is chosen."""
    assert commission.supervisor is not None
    at = calendar.working_day(commission.begins + 1, 14)
    interest = intake.DeclareInterest(
        process_id=commission.process_id,
        supervisor_id=commission.supervisor.person_id,
        interest=_NOTHING_STANDS_BETWEEN,
        declared_by=commission.supervisor.person_id,
        as_of=at,
    )
    told = f"says that nothing stands between them and {commission.name}"
    return Act(at, str(commission.supervisor), told, (interest,))


def offer(commission: Commission, calendar: Calendar) -> list[Act]:
    sent = calendar.working_day(commission.begins + 2, 14)
    answered = calendar.working_day(commission.begins + 4, 11)
    proposal = intake.SendProposal(
        process_id=commission.process_id,
        duration_minutes=commission.duration_minutes,
        starts_on=calendar.starts_on,
        ends_on=calendar.ends_on,
        valid_until=calendar.working_day(commission.begins + 12, 0).date(),
        sent_by=who.COORDINATOR.person_id,
        as_of=sent,
    )
    answer = intake.AnswerProposal(
        process_id=commission.process_id,
        answer="accept",
        answered_by=commission.contact.person_id,
        as_of=answered,
    )
    return [
        Act(sent, str(who.COORDINATOR), f"sends a proposal for {commission.name}", (proposal,)),
        Act(answered, str(commission.contact), f"accepts the proposal for {commission.name}", (answer,)),
    ]


def sign(commission: Commission, calendar: Calendar) -> list[Act]:
    """People entered, clauses completed, each member's consent, then the three signatures in order."""
    completed = calendar.working_day(commission.begins + 5, 13)
    consented = calendar.working_day(commission.begins + 6, 9)
    consents = tuple(
        contracts.RecordConsent(process_id=commission.process_id, person_id=one.person_id, as_of=consented)
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
        *(signature(commission, calendar, number) for number in range(3)),
    ]


def complete(commission: Commission, at: datetime) -> contracts.CompleteContract:
    assert commission.supervisor is not None
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


def signature(commission: Commission, calendar: Calendar, number: int) -> Act:
    assert commission.supervisor is not None
    party = list(Party)[number]
    signer = (commission.contact, commission.supervisees[0], commission.supervisor)[number]
    at = calendar.working_day(commission.begins + 6 + number, 15)
    order = contracts.SignContract(
        process_id=commission.process_id,
        version=1,
        party=party,
        signer_id=signer.person_id,
        interest=_NOTHING_STANDS_BETWEEN if party is Party.SUPERVISOR else None,
        as_of=at,
    )
    return Act(at, str(signer), f"signs the contract of {commission.name} as {party}", (order,))
