"""What waits on the platform for the browser tests besides the finished year: a commission in every phase.

Words that only few may read are planted here, one of its own for each place; test_canary looks for them.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from deploy.demo import people as who
from deploy.demo.arranging import arrange
from deploy.demo.commission import Commission
from deploy.demo.script import Act, Calendar
from deploy.demo.setting_up import register
from deploy.demo.year import confirm
from services.messages import directory, intake, sessions
from services.messages.regions import Region
from services.messages.values import Audience, Role, Viewer
from tests.e2e.walking import Walk

ADMINISTRATOR = who.Someone("Arvo", "Ahola", "fi", who.PROVIDER.domain)
PAYER = who.Someone("Pentti", "Puro", "fi", who.MUNICIPALITY.domain)
_WISHES = (intake.Wish.CLARIFY_ROLES,)

SECRET_GOAL = "Jag vågar säga nej: LAVSKRIKA-2204."
RELEASED_GOAL = "Mötena börjar i tid: LÄRKA-5518."
NOTE_OF_RUNNING = "Anteckning: chefen tvekade kring TJÄDER-9031."


@dataclass(frozen=True)
class Soon(Calendar):
    """Contracts begin three weeks after the first inquiry, in whatever month that is."""

    @property
    def starts_on(self) -> date:
        return self.start + timedelta(days=21)


def of_the_company(name: str) -> Commission:
    return Commission(
        name,
        who.COMPANY,
        who.COMPANY_HR,
        Audience.MANAGER,
        _WISHES,
        Region.UUSIMAA,
        60,
        0,
        "En lugnare vardag.",
        (who.MANAGER,),
        who.MANAGER_SUPERVISOR,
    )


def of_the_municipality(name: str) -> Commission:
    return Commission(
        name,
        who.MUNICIPALITY,
        who.MUNICIPAL_HR,
        Audience.GROUP,
        _WISHES,
        Region.CENTRAL_FINLAND,
        90,
        0,
        "Rauhallisempi arki.",
        who.GROUP,
        who.GROUP_SUPERVISOR,
    )


RUNNING = of_the_company("the running one")
SIGNING = of_the_municipality("the one being signed")
OFFERED = of_the_municipality("the offered one")
UNMATCHED = of_the_company("the unmatched one")
MATCHED = of_the_company("the matched one")
WAITING = dataclasses.replace(
    of_the_company("the new one"), organisation=who.NEWCOMER, contact=who.NEWCOMER_HR
)
ACTS = {RUNNING: 11, SIGNING: 7, OFFERED: 5, MATCHED: 4, UNMATCHED: 2, WAITING: 1}
"""How many of the acts up to a signed contract are done: none of the phases is left out."""


async def set_up(walk: Walk) -> None:
    """After the year: people of the roles that it lacks, and the commissions, each as far as it is to go."""
    await walk.to_the_end()
    await appoint(walk)
    await arranged(walk, RUNNING)
    await confirmed(walk, RUNNING)
    await meet(walk)
    await arranged(
        walk, SIGNING, OFFERED, MATCHED, UNMATCHED, WAITING
    )  # afterwards: an offer does not wait for ever
    await ask_a_supervisor(walk)
    await walk.quiet()


async def ask_a_supervisor(walk: Walk) -> None:
    """Whether anything stands between them and the unmatched one; they have not said it."""
    assert UNMATCHED.supervisor
    await walk.ask(
        intake.AskForInterest(
            process_id=UNMATCHED.process_id,
            supervisor_id=UNMATCHED.supervisor.person_id,
            asked_by=who.COORDINATOR.person_id,
            as_of=await walk.now(),
        )
    )


async def arranged(walk: Walk, *commissions: Commission) -> None:
    """From the next Monday on, side by side."""
    start = (await walk.now()).date() + timedelta(days=1)
    while start.weekday() > 0:
        start += timedelta(days=1)
    calendar = Soon(start.year, start, start + timedelta(days=170))
    acts = [act for one in commissions for act in arrange(one, calendar)[: ACTS[one]]]
    for act in sorted(acts, key=lambda act: act.at):
        await walk.driver.carry_out(act)


async def appoint(walk: Walk) -> None:
    now = await walk.now()
    finance = Viewer(person_id=who.FINANCE.person_id, role=Role.FINANCE)
    known = await walk.ask(directory.ListOrganisations(viewer=finance, search=who.MUNICIPALITY.business_id))
    await walk.ask(
        directory.RegisterDepartment(
            department_id=uuid5(who.COORDINATOR.person_id, "department"),
            organisation_id=known.organisations[0].organisation_id,
            name="Sivistyspalvelut",
            registered_by=who.COORDINATOR.person_id,
            as_of=now,
        )
    )
    relations: list[tuple[who.Someone, directory.Relation, UUID | None, who.Someone]] = [
        (ADMINISTRATOR, "administrator", None, who.ADMINISTRATOR),
        (PAYER, "payer", known.organisations[0].organisation_id, who.COORDINATOR),
    ]
    for person, relation, organisation_id, by in relations:
        await walk.ask(register(person, now))
        await walk.ask(
            directory.RelatePerson(
                person_id=person.person_id,
                relation=relation,
                organisation_id=organisation_id,
                given_by=by.person_id,
                as_of=now,
            )
        )


async def confirmed(walk: Walk, commission: Commission) -> None:
    """The plan that the platform proposes of its year."""
    await walk.quiet()
    plan = await walk.driver.plan_of(commission)
    assert plan is not None
    await walk.driver.carry_out(confirm(commission, plan))
    await walk.quiet()


async def meet(walk: Walk) -> None:
    """The first session of the running one has passed and is not confirmed; goals and a note are there."""
    series = (await walk.ask(sessions.ListSessions(process_id=RUNNING.process_id))).sessions
    at = series[0].ends_at + timedelta(hours=1)
    goals = tuple(
        sessions.SetGoal(
            goal_id=who.id_of(words),
            process_id=RUNNING.process_id,
            text=words,
            set_by=who.MANAGER.person_id,
            as_of=at,
        )
        for words in (SECRET_GOAL, RELEASED_GOAL)
    )
    release = sessions.ReleaseGoal(goal_id=goals[1].goal_id, released_by=who.MANAGER.person_id, as_of=at)
    note = sessions.WriteNote(
        session_id=series[0].session_id,
        author_id=who.MANAGER_SUPERVISOR.person_id,
        text=NOTE_OF_RUNNING,
        as_of=at,
    )
    await walk.driver.carry_out(Act(at, "The people of the running one", "meet", (*goals, release, note)))
