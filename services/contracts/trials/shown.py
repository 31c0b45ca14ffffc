"""A trial as a viewer may see it: what each side has said is for itself alone, the outcome for all."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.signing import interests
from services.contracts.tables import Trial, TrialConsent
from services.contracts.trials import agreements, costs, decisions, declining, leavers, opening
from services.contracts.trials.deciding import SIDES, Side, Word
from services.messages import contracts as messages
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.policy import Belongs, Owners, can, seen_rows, sees
from services.runtime.storage.database import execute

_SHOWN_TO_ALL_IN_REACH = "phase_dates_units"
OWNERS = Owners(
    organisation_id=col(Trial.organisation_id),
    department_id=col(Trial.department_id),
    supervisee_ids=col(Trial.supervisee_ids),
    supervisor_id=sa.func.coalesce(Trial.decider_id, Trial.supervisor_id),
)
_MOST = 200
_PARTY_OF = {
    Role.COMMISSIONER: Party.COMMISSIONER,
    Role.SUPERVISEE: Party.SUPERVISEE,
    Role.SUPERVISOR: Party.SUPERVISOR,
}


async def show(db: AsyncSession, trial: Trial, viewer: Viewer) -> messages.TrialShown:
    """Who has left it is shown it up to their day. Refuses: unknown_process, the same for a stranger."""
    belongs = await check_reach(db, trial, viewer)
    last = await leavers.left_on(db, trial, viewer)
    given, words = await agreements.consents_of(db, trial), await decisions.words_of(db, trial)
    noes = await declining.of_agreement(db, trial)
    full = _full(trial, agreements.missing_of(trial, given))
    if viewer.role is Role.COORDINATOR:
        awaited = [side for side in SIDES if side not in words and full.status == "agreed"]
        full = full.model_copy(update={"awaited": awaited, "declined": noes})
    said_no = viewer.person_id in {one.person_id for one in noes}
    if last:
        full = leavers.up_to(full, last)
    own = _own(trial, viewer, belongs_of(trial), given, words)
    own = own.model_copy(update={"declined": said_no, "left_on": last})
    return _as_seen(full, viewer, belongs).model_copy(update={"own": own})


async def check_reach(db: AsyncSession, trial: Trial, viewer: Viewer) -> Belongs:
    """Whose it is, to look at: who has left still does. Refuses: unknown_process."""
    belongs = belongs_of(trial)
    if await leavers.left_on(db, trial, viewer):
        belongs = replace(belongs, supervisee_ids=belongs.supervisee_ids | {viewer.person_id})
    if sees(viewer, _SHOWN_TO_ALL_IN_REACH, belongs) == "no":
        raise Refusal("unknown_process", "process_id")
    return belongs


async def list_open(db: AsyncSession, viewer: Viewer) -> messages.Trials:
    """Those that are prepared and not decided, in the viewer's reach."""
    mine = select(Trial).where(
        seen_rows(viewer, _SHOWN_TO_ALL_IN_REACH, OWNERS), Trial.revision > 0, col(Trial.outcome).is_(None)
    )
    found = await db.exec(mine.order_by(col(Trial.prepared_at).desc()).limit(_MOST))
    return messages.Trials(trials=fitting([await show(db, one, viewer) for one in found.all()], most=_MOST))


async def is_member(db: AsyncSession, person_id: UUID) -> bool:
    """Also of one that has come to nothing, or that they have left: what became of it is theirs to read."""
    named = select(Trial.process_id).where(col(Trial.supervisee_ids).contains([person_id]))
    said_yes = select(TrialConsent.process_id).where(
        TrialConsent.person_id == person_id, TrialConsent.party == Party.SUPERVISEE
    )
    return (await execute(db, sa.union(named, said_yes).limit(1))).first() is not None


def belongs_of(trial: Trial) -> Belongs:
    return Belongs(
        organisation_id=trial.organisation_id,
        department_id=trial.department_id,
        supervisee_ids=frozenset(trial.supervisee_ids),
        supervisor_id=opening.decider_of(trial),
        representative_id=trial.representative_id,
    )


def _full(trial: Trial, missing: Sequence[UUID]) -> messages.TrialShown:
    status, terms = opening.status_of(trial), opening.terms_of(trial)
    times = opening.times_of(trial) if trial.agreed_at else None
    asks = status == "asked"
    return messages.TrialShown(
        **trial.model_dump(include={
            "process_id", "revision", "sessions", "price", "decision_days", "ends_by", "largest_group", "place",
            "called_off", "decider_id", "agreed_at", "outcome", "decided_at",
        }),
        starts_at=opening.standing(trial),
        status=status,
        price_cents=terms.price_cents,
        cost=_cost(trial, terms),
        terms=terms,
        parties=opening.parties_of(trial),
        interest=interests.shown_of(trial),
        first_day=terms.starts_on if trial.revision else None,
        answer_until=trial.free_until if asks else None,
        missing=list(missing) if asks else [],
        missing_count=len(missing) if asks else 0,
        decide_by=times.due_at if times and status == "agreed" else None,
        lapses_at=times.lapses_at if times and status == "agreed" else None,
    )  # fmt: skip


def _cost(trial: Trial, terms: messages.Terms) -> messages.TrialCost | None:
    """Of what is called off late, billing knows."""
    if not trial.called_off:
        return costs.in_all(trial.price, terms, len(trial.starts_at) or trial.sessions)
    left = opening.standing(trial)
    return costs.in_all(trial.price, terms, len(left)) if left == trial.starts_at else None


def _as_seen(full: messages.TrialShown, viewer: Viewer, belongs: Belongs) -> messages.TrialShown:
    hidden: dict[str, object] = {}
    if sees(viewer, "prices_and_invoices", belongs) != "yes":
        none: dict[str, object] = {"price_cents": 0, "consumer_price_cents": None, "length_prices": []}
        unpriced = full.terms.model_copy(update=none)
        hidden |= {"terms": unpriced, "price_cents": 0, "cost": None, "prices_hidden": True}
    if not can(viewer, "read_contract", belongs):
        hidden |= {"parties": full.parties.model_copy(update={"supervisee_ids": []}), "interest": None}
    if sees(viewer, "place", belongs) == "no":
        hidden["place"] = ""
    if viewer.role is not Role.COORDINATOR:
        hidden |= {"missing": [], "missing_count": 0}
    return full.model_copy(update=hidden)


def _own(
    trial: Trial,
    viewer: Viewer,
    belongs: Belongs,
    given: dict[Party, set[UUID]],
    words: dict[Side, Word],
) -> messages.OwnTrial:
    status, party = opening.status_of(trial), _PARTY_OF.get(viewer.role)
    agreed = party is not None and viewer.person_id in given.get(party, ())
    asked = party is not None and can(viewer, "agree_to_trial", belongs)
    decides = can(viewer, "decide_trial", belongs)
    side = decisions.side_of(trial, viewer.person_id) if decides else None
    return messages.OwnTrial(
        may_prepare=can(viewer, "prepare_trial", belongs) and status not in ("agreed", "decided"),
        may_agree=asked and not agreed and status == "asked",
        may_decline=asked and status == "asked",
        agreed=agreed,
        may_decide=side is not None and status == "agreed",
        side=side,
        word=words.get(side) if side else None,
    )
