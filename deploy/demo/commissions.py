"""The commissions of the demo year: three plain ones, and those in whose year something turns."""

from dataclasses import replace
from datetime import time
from typing import Any

from deploy.demo import people as who
from deploy.demo import people_of_turns as more
from deploy.demo.commission import Cast, Commission, Trial, Turn
from deploy.demo.goals import CARRIED_ON
from deploy.demo.letters.letter import renewed
from deploy.demo.turns.amending import AnotherPrice
from deploy.demo.turns.attending import CannotCome, OverSooner
from deploy.demo.turns.away import Away
from deploy.demo.turns.charging import CreditedInPart, OwesTheTax, PaysWithTax, Travelled
from deploy.demo.turns.disputing import Denied
from deploy.demo.turns.ending import EndedAtOnce, EndedByAgreement, Terminated
from deploy.demo.turns.going_on import AnotherYear, PriceRises
from deploy.demo.turns.invoicing import Collects, TakesFinvoices
from deploy.demo.turns.members import ActsForThem, Joins, Leaves
from deploy.demo.turns.pausing import Paused, PausedOpenly
from deploy.demo.turns.renewing import GoalCarriedOn
from deploy.demo.turns.series import SeriesMoved
from deploy.demo.turns.sessions import (
    CancelledBySupervisor,
    CancelledLate,
    Corrected,
    MovedByADay,
    NoShow,
    OneMissing,
)
from deploy.demo.turns.supervisor import StoodInFor, TakesOver
from deploy.demo.turns.trying import EndsThere, GoesOn
from services.messages import intake
from services.messages.regions import Region
from services.messages.values import Audience

GROUP = Commission(
    name="the group",
    organisation=who.MUNICIPALITY,
    contact=who.MUNICIPAL_HR,
    audience=Audience.GROUP,
    wishes=(intake.Wish.DEVELOP_COOPERATION, intake.Wish.WELLBEING_AT_WORK),
    region=Region.CENTRAL_FINLAND,
    duration_minutes=90,
    begins=0,
    message="Yhteistyön kehittäminen palvelujen muuttuessa.",
    supervisees=who.GROUP,
    supervisor=who.GROUP_SUPERVISOR,
    turns=(OneMissing(every=5),),
    renews=True,
)
MANAGER = Commission(
    name="the manager",
    organisation=who.COMPANY,
    contact=who.COMPANY_HR,
    audience=Audience.MANAGER,
    wishes=(intake.Wish.CLARIFY_ROLES, intake.Wish.STUDY_OWN_WORK),
    region=Region.UUSIMAA,
    duration_minutes=60,
    begins=1,
    message="En tydligare chefsroll.",
    supervisees=(who.MANAGER,),
    supervisor=who.MANAGER_SUPERVISOR,
    turns=(CancelledLate(4), NoShow(7), MovedByADay(9)),
)
ORIENTATION = Commission(
    name="the orientation",
    organisation=who.NEWCOMER,
    contact=who.NEWCOMER_HR,
    audience=Audience.GROUP,
    wishes=(intake.Wish.ORIENT_NEW_EMPLOYEES,),
    region=Region.NORTH_OSTROBOTHNIA,
    duration_minutes=90,
    begins=2,
    message="Uusien työntekijöiden perehdytys.",
)
PLAIN = Cast((GROUP, MANAGER, ORIENTATION), who.SUPERVISORS)


def team(
    name: str,
    team: more.Team,
    begins: int,
    supervisor: who.Someone,
    *turns: Turn,
    minutes: int = 90,
    **otherwise: Any,
) -> Commission:
    """A group of three, all in Finnish. minutes: of each session."""
    return Commission(
        name=name,
        organisation=team.organisation,
        contact=team.contact,
        audience=Audience.GROUP,
        wishes=(intake.Wish.DEVELOP_COOPERATION,),
        region=Region.PIRKANMAA,
        duration_minutes=minutes,
        begins=begins,
        message="Työn tutkiminen yhdessä.",
        supervisees=team.members,
        supervisor=supervisor,
        turns=turns,
        **otherwise,
    )


TEACHERS = team(
    "the teachers",
    more.TEACHERS,
    0,
    more.SAARA,
    CannotCome(3, more.TEACHERS.members[2]),
    Joins(more.JOINING_TEACHER, (4, 10)),
    StoodInFor(more.ILMARI, (5, 24), (8, 31)),
    ActsForThem(more.TEACHERS.members[1], (9, 13)),
    Leaves(more.TEACHERS.members[2], (9, 30)),
    Collects("KOU12345"),
    GoalCarriedOn(CARRIED_ON),
    PriceRises(275_00),
    meets=True,
    renews=True,
    goes_on=True,
)
TEACHERS_AGAIN = replace(
    TEACHERS,
    name=renewed(TEACHERS.name),
    follows=TEACHERS,
    supervisees=(more.TEACHERS.members[1], more.TEACHERS.members[0], more.JOINING_TEACHER),
    turns=(AnotherYear(275_00, score=1),),
    meets=False,
    renews=False,
    goes_on=False,
)
DRIVERS = team(
    "the drivers",
    more.DRIVERS,
    0,
    more.ILMARI,
    Travelled(3, 84, 90),
    Paused((3, 15), (4, 18)),
    AnotherPrice(280_00, (6, 1)),
    SeriesMoved(10, 4, time(10)),
    TakesFinvoices("003721291126", "4500012345"),
    ends=(8, 31),
)
COOKS = team("the cooks", more.COOKS, 1, more.ILMARI, Denied(2), Terminated((3, 31)), OwesTheTax())
YOUTH = team(
    "the youth workers",
    more.YOUTH,
    1,
    more.SAARA,
    Corrected(2),
    OverSooner(3, 95, 90, 265_00),
    CancelledBySupervisor(4),
    CreditedInPart("03", 30_00, (4, 12)),
    Away((4, 26), (5, 2)),
    EndedByAgreement((6, 1), (6, 30)),
    kept_away=more.ILMARI,
    minutes=120,
)
PRINCIPAL = Commission(
    name="the principal",
    organisation=more.TEACHERS.organisation,
    contact=more.TEACHERS.contact,
    audience=Audience.MANAGER,
    wishes=(intake.Wish.STUDY_OWN_WORK,),
    region=Region.PIRKANMAA,
    duration_minutes=60,
    begins=1,
    message="Rehtorin työn tutkiminen.",
    supervisees=(more.PRINCIPAL,),
    supervisor=more.SAARA,
    turns=(EndedAtOnce(5),),
)
LIBRARIANS = team(
    "the librarians",
    more.LIBRARIANS,
    0,
    more.VIENO,
    GoesOn(265_00),
    PausedOpenly((4, 26), (5, 31)),
    TakesOver(more.SAARA, (6, 16)),
    trial=Trial(2, "credited", (1, 11), (2, 12)),
    meets=True,
    starts=(3, 22),
    ends=(6, 30),
)
CARERS = team(
    "the carers",
    more.CARERS,
    1,
    more.VIENO,
    EndsThere(265_00),
    trial=Trial(2, "credited", (1, 11), (2, 12)),
)
ALONE = Commission(
    name="the private person",
    organisation=more.AT_HOME,
    contact=more.ALONE,
    audience=Audience.INDIVIDUAL,
    wishes=(intake.Wish.STUDY_OWN_WORK,),
    region=Region.PIRKANMAA,
    duration_minutes=60,
    begins=1,
    message="Oman työn tutkiminen.",
    supervisees=(more.ALONE,),
    supervisor=more.VIENO,
    turns=(PaysWithTax(),),
    ends=(3, 31),
)
MUSEUM = team("the museum", more.MUSEUM, 1, more.SAARA, answers=False)
EVENTFUL = Cast(
    (
        *PLAIN.commissions,
        TEACHERS,
        DRIVERS,
        COOKS,
        YOUTH,
        PRINCIPAL,
        LIBRARIANS,
        CARERS,
        MUSEUM,
        ALONE,
        TEACHERS_AGAIN,
    ),
    (*who.SUPERVISORS, *more.SUPERVISORS),
)
