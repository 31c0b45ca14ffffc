"""Who asked for a known organisation, until somebody who may says whether they act for it.

HR of the whole organisation says so. Where none has answered in `WORKING_DAYS_FOR_HR`, or there
is none, a coordinator does.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from services.directory import ending, people
from services.directory.customers import departments, organisations
from services.directory.rights import authority, relations
from services.directory.tables import Admission, Department, Person
from services.messages import directory as messages
from services.messages.directory import WORKING_DAYS_FOR_HR, AdmissionStatus
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.commands.viewing import is_at_a_door
from services.runtime.events.announcing import announce
from services.runtime.finland import working_days_after
from services.runtime.policy import Belongs, Owners, can, rows_for
from services.runtime.storage.database import take_in

_ADMIT: Final = "admit_contact"
_WHOSE = {"process_id", "person_id", "organisation_id", "department_id"}
_SAID_FOR = timedelta(days=30)
_MOST_OVER = 20
_Listed = Select[Admission, Person, Department]


async def ask(db: AsyncSession, order: messages.AskAdmission) -> AdmissionStatus:
    """Opened once; whoever acts for the organisation already needs none.

    Asked otherwise while it waits, the newest word holds. Refuses: already_answered, once it was answered.
    """
    await people.find(db, order.person_id)
    await organisations.find(db, order.organisation_id)
    if order.department_id:
        await departments.check_belongs(db, order.department_id, order.organisation_id)
    await ending.refuse_ended(db, order.organisation_id, order.department_id)
    if known := await db.get(Admission, order.process_id):
        return _known(known, order)
    if await _acts_there(db, order):
        return AdmissionStatus.NOT_NEEDED
    told = await authority.hr_of_the_whole(db, order.organisation_id)
    later = working_days_after(order.as_of, WORKING_DAYS_FOR_HR) if told else order.as_of
    facts = order.model_dump(exclude={"as_of"})
    db.add(Admission(**facts, status=AdmissionStatus.WAITING, asked_at=order.as_of, coordinator_from=later))
    await db.flush()
    await announce(db, messages.AdmissionAsked(**facts, told=told, coordinator_from=later))
    return AdmissionStatus.WAITING


def _known(known: Admission, order: messages.AskAdmission) -> AdmissionStatus:
    facts = order.model_dump(exclude={"as_of"})
    if known.model_dump(include=set(facts)) != facts:
        if known.status != AdmissionStatus.WAITING:
            raise Refusal("already_answered", "process_id", "was answered for somebody or something else")
        take_in(known, facts)
    return AdmissionStatus(known.status)


async def answer(db: AsyncSession, order: messages.AnswerAdmission) -> None:
    """Refuses: unknown_admission, already_answered, admission_over, not_yours_to_give, admission_waits."""
    admission = await db.get(Admission, order.process_id, with_for_update=True)
    if admission is None or not await _may_answer(db, order.answered_by, admission):
        raise Refusal("unknown_admission", "process_id")
    wanted = AdmissionStatus.ADMITTED if order.admit else AdmissionStatus.TURNED_DOWN
    if admission.status == wanted:
        return
    if admission.status == AdmissionStatus.OVER:
        raise Refusal("admission_over", "process_id")
    if admission.status != AdmissionStatus.WAITING:
        raise Refusal("already_answered", "admit", "was answered otherwise")
    await _check_turn(db, admission, order.answered_by, order.as_of)
    if order.admit:
        # The role closes what waits for it.
        await relate(db, _role(admission, order))
    else:
        await _close(db, admission, wanted, order.answered_by, order.as_of)


async def drop(db: AsyncSession, order: messages.DropAdmission) -> None:
    admission = await db.get(Admission, order.process_id, with_for_update=True)
    if admission is None or admission.status != AdmissionStatus.WAITING:
        return
    admission.status, admission.answered_at = AdmissionStatus.OVER, order.as_of
    admission.over_because = order.because
    await db.flush()
    facts = admission.model_dump(include=_WHOSE)
    await announce(db, messages.AdmissionDropped(**facts, because=order.because))


async def relate(db: AsyncSession, order: messages.RelatePerson) -> messages.RoleOutcome:
    """A role; where the person has asked to be admitted, it admits them, and is given by whoever may do that.

    Refuses: not_yours_to_give (at a door by nobody: the first administrator's link is its own way).
    """
    if order.given_by is None and is_at_a_door():
        raise Refusal("not_yours_to_give", "given_by")
    waiting = await check_turns(db, order)
    given = await relations.relate(db, order)
    for one in waiting:
        await _close(db, one, AdmissionStatus.ADMITTED, order.given_by, order.as_of)
    return given


async def check_turns(db: AsyncSession, order: messages.RelatePerson) -> list[Admission]:
    """What the role would close. Refuses: admission_waits."""
    waiting = [one for one in await _waiting(db, order) if _admits(order, one)]
    for one in waiting:
        await _check_turn(db, one, order.given_by, order.as_of)
    return waiting


async def let_in_who_acts(db: AsyncSession, person_id: UUID, by: UUID, at: datetime) -> None:
    """Whoever has turned out to act for the organisation already waits no more."""
    mine = select(Admission).where(
        Admission.person_id == person_id, Admission.status == AdmissionStatus.WAITING
    )
    for one in (await db.exec(mine.with_for_update())).all():
        if await _acts_there(db, one):
            await _close(db, one, AdmissionStatus.ADMITTED, by, at)


async def waits(db: AsyncSession, person_id: UUID) -> bool:
    mine = select(Admission.process_id).where(
        Admission.person_id == person_id, Admission.status == AdmissionStatus.WAITING
    )
    return (await db.exec(mine.limit(1))).first() is not None


async def list_waiting(
    db: AsyncSession, query: messages.ListAdmissions, now: datetime
) -> messages.AdmissionList:
    """HR of one department answers for nobody."""
    roles = await authority.viewers(db, query.viewer.person_id, _ADMIT)
    acting = [one for one in roles if one.role is query.viewer.role]
    asked = _listed(query).order_by(col(Admission.asked_at), col(Admission.process_id))
    waiting = await db.exec(asked.where(Admission.status == AdmissionStatus.WAITING))
    cards = [_card(*row, may_answer=_is_theirs(acting, row[0], now)) for row in waiting]
    ended = _listed(query).order_by(col(Admission.answered_at).desc(), col(Admission.process_id))
    lately = (col(Admission.status) == AdmissionStatus.OVER) & (col(Admission.answered_at) > now - _SAID_FOR)
    over = [_over(*row) for row in await db.exec(ended.where(lately).limit(_MOST_OVER))]
    return messages.AdmissionList(admissions=fitting(cards), over=over)


def _listed(query: messages.ListAdmissions) -> _Listed:
    owners = Owners(organisation_id=col(Admission.organisation_id))
    in_reach = rows_for(query.viewer, _ADMIT, owners)
    here = col(Admission.organisation_id) == query.organisation_id if query.organisation_id else sa.true()
    return (
        select(Admission, Person, Department)
        .join(Person, col(Person.person_id) == Admission.person_id)
        .outerjoin(Department, col(Department.department_id) == Admission.department_id)
        .where(in_reach, here)
    )


def _is_theirs(acting: Sequence[Viewer], admission: Admission, at: datetime) -> bool:
    """Whether one of these roles answers now: the organisation's own HR at once, a coordinator when it had its time."""
    where = Belongs(organisation_id=admission.organisation_id)
    may = [one for one in acting if can(one, _ADMIT, where)]
    return any(one.role is Role.COMMISSIONER or at >= admission.coordinator_from for one in may)


def _card(
    one: Admission, person: Person, department: Department | None, *, may_answer: bool
) -> messages.AdmissionCard:
    return messages.AdmissionCard(
        **one.model_dump(include=set(messages.AdmissionCard.model_fields)),
        may_answer=may_answer,
        name=f"{person.given_name} {person.family_name}",
        email=person.email,
        department_name=department.name if department else None,
    )


def _over(one: Admission, person: Person, department: Department | None) -> messages.AdmissionOver:
    return messages.AdmissionOver.model_validate(
        {
            "process_id": one.process_id,
            "name": f"{person.given_name} {person.family_name}",
            "department_name": department.name if department else None,
            "ended_at": one.answered_at,
            "because": one.over_because or "over",
        }
    )


async def _acts_there(db: AsyncSession, order: messages.AskAdmission | Admission) -> bool:
    acting = messages.ListCommissioners(
        organisation_id=order.organisation_id, department_id=order.department_id
    )
    known = await authority.commissioners(db, acting)
    return order.person_id in {person.person_id for person in known}


async def _may_answer(db: AsyncSession, person_id: UUID, admission: Admission) -> bool:
    """HR of one department does not: a stranger would be let into it without the organisation's knowing."""
    return await authority.may(db, person_id, _ADMIT, Belongs(organisation_id=admission.organisation_id))


async def _check_turn(db: AsyncSession, admission: Admission, person_id: UUID | None, at: datetime) -> None:
    """The organisation's own HR at once; a coordinator when it has had its time. Refuses: admission_waits."""
    acting = authority.counting(await authority.viewers(db, person_id, _ADMIT))
    where = Belongs(organisation_id=admission.organisation_id, department_id=admission.department_id)
    if any(viewer.role is Role.COMMISSIONER and can(viewer, _ADMIT, where) for viewer in acting):
        return
    if at < admission.coordinator_from:
        raise Refusal("admission_waits", "person_id", "is the organisation's own to admit until then")


async def _waiting(db: AsyncSession, order: messages.RelatePerson) -> Sequence[Admission]:
    mine = select(Admission).where(
        Admission.person_id == order.person_id,
        Admission.organisation_id == order.organisation_id,
        Admission.status == AdmissionStatus.WAITING,
    )
    return (await db.exec(mine.with_for_update())).all()


def _admits(order: messages.RelatePerson, admission: Admission) -> bool:
    covers = order.department_id in (None, admission.department_id)
    return covers and order.relation in authority.ACTS_FOR_THE_CUSTOMER


def _role(admission: Admission, order: messages.AnswerAdmission) -> messages.RelatePerson:
    return messages.RelatePerson(
        person_id=admission.person_id,
        relation="hr",
        organisation_id=admission.organisation_id,
        department_id=admission.department_id,
        given_by=order.answered_by,
        as_of=order.as_of,
    )


async def _close(
    db: AsyncSession, admission: Admission, status: AdmissionStatus, by: UUID | None, at: datetime
) -> None:
    admission.status, admission.answered_by, admission.answered_at = status, by, at
    await db.flush()
    facts = admission.model_dump(include=_WHOSE)
    await announce(db, messages.AdmissionAnswered(**facts, admitted=status is AdmissionStatus.ADMITTED))
