"""A change clause by clause, against what is agreed."""

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import affected
from services.contracts.changes.awaited import awaits_supervisor
from services.contracts.papers import paper, versions
from services.contracts.papers.terms import terms_of
from services.contracts.papers.wording import wording
from services.contracts.showing import belonging
from services.contracts.tables import Contract
from services.messages import contracts as messages
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import can, sees

OF_THE_SERIES = {"duration_minutes", "base_interval_days", "sessions_agreed", "ends_on"}
_TELL_THE_END = {messages.Clause.DURATION_AND_AMOUNT}


async def compare(db: AsyncSession, query: messages.ShowAmendment, today: date) -> messages.AmendmentPreview:
    """today: as of contract_cards.show. Refuses: unknown_process, the same for a stranger; unknown_version."""
    counting = await versions.find(db, query.process_id, lock=False)
    belongs = await belonging.belongs_to(db, counting, query.viewer, today)
    if not can(query.viewer, "read_contract", belongs):
        raise Refusal("unknown_process", "process_id")
    changed = await db.get(Contract, (query.process_id, query.version))
    if changed is None or changed.supersedes is None:
        raise Refusal("unknown_version", "version")
    base = await db.get(Contract, (query.process_id, changed.supersedes))
    assert base
    late = changed.status == "signing" and changed.too_late_at is not None
    told = shown(base, changed).model_copy(update={"too_late": late})
    if told.supervisor is None:
        return told
    facts: dict[str, object] = {"awaited": await awaits_supervisor(db, query.process_id)}
    if sees(query.viewer, "supervisor_reason", belongs) != "yes":
        facts["reason_code"] = None
    return told.model_copy(update={"supervisor": told.supervisor.model_copy(update=facts)})


def shown(base: Contract, changed: Contract) -> messages.AmendmentPreview:
    """Clause by clause, of those that the terms of the two make differ.

    What holds until then is told by the terms as they stand: a pause has moved the last day of what was signed. Where
    the change does not speak of that day, it is the same in what holds from then on.
    """
    before, now = _of_terms(base), _of_terms(_ending_as(base, changed))
    after = _texts(changed) | {one: now[one] for one in _TELL_THE_END if one in now}
    titles = wording(terms_of(changed).language).with_own(changed.texts)
    return messages.AmendmentPreview(
        asks=[Party(one) for one in changed.asked_parties],
        members=changed.asks_members,
        tells=[one for one in Party if one in affected.concerned(changed.changed).told],
        compared=[
            messages.ClauseCompared(
                clause=one, title=titles.title(one), old=before.get(one), new=after.get(one)
            )
            for one in messages.Clause
            if before.get(one) != now.get(one)
        ],
        series_changes=bool(OF_THE_SERIES & set(changed.changed)),
        supervisor=_supervisors(base, changed),
        changes=changed.changed,
    )


def _supervisors(base: Contract, changed: Contract) -> messages.SupervisorCompared | None:
    if "supervisor_id" not in changed.changed:
        return None
    reason = messages.SupervisorReason(changed.change_reason) if changed.change_reason else None
    return messages.SupervisorCompared(
        before_id=base.supervisor_id,
        supervisor_id=changed.supervisor_id,
        until_day=changed.until_day,
        reason_code=reason,
    )


def _ending_as(base: Contract, changed: Contract) -> Contract:
    ends_on = changed.ends_on if "ends_on" in changed.changed else base.ends_on
    return Contract(**changed.model_dump() | {"ends_on": ends_on})


def _texts(contract: Contract) -> dict[messages.Clause, str]:
    """As the paper has them that is signed."""
    told = contract.clause_texts
    return {messages.Clause(name): text for name, text in told.items()} if told else _of_terms(contract)


def _of_terms(contract: Contract) -> dict[messages.Clause, str]:
    return {messages.Clause(name): text for name, text in paper.clause_texts(contract).items()}
