"""The cards of contracts, and to whom they are shown: the policy table decides. The paper's text is in `reading`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import get_args
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import lapsing
from services.contracts.ending import choosing, earlier_ends_asked
from services.contracts.ending.last_days import is_over
from services.contracts.papers import clauses, promised_times, versions
from services.contracts.papers.terms import never_began, terms_of, unpriced
from services.contracts.parties import representatives
from services.contracts.showing.belonging import (
    belongs_of,
    belongs_to,
    joining_of,
    supervised_among,
    to_supervisor,
)
from services.contracts.showing.beside_cards import (
    Beside,
    beside_of,
    consents_of,
    continuations_of,
    refusals_of,
    words_of,
)
from services.contracts.showing.places import place_of
from services.contracts.showing.standing import Standing
from services.contracts.signing import meetings, signing_order
from services.contracts.tables import (
    Continuation,
    Contract,
)
from services.messages import contracts as messages
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting, last_of
from services.runtime.policy import Belongs, Owners, can, may, seen_rows, sees

_MOST = 500


_SHOWN_TO_ALL_IN_REACH = "phase_dates_units"


_OWNERS = Owners(
    organisation_id=col(Contract.organisation_id),
    department_id=col(Contract.department_id),
    supervisee_ids=col(Contract.supervisee_ids),
    supervisor_id=col(Contract.supervisor_id),
)


async def show(db: AsyncSession, query: messages.ShowContract, today: date) -> messages.ContractCard:
    """today: who speaks for the supervisees then. Refuses: unknown_process, the same for a stranger."""
    contract = await versions.wanted(db, query.process_id, query.version, query.on)
    if query.viewer:
        belongs = await belongs_to(db, contract, query.viewer, today)
        if sees(query.viewer, _SHOWN_TO_ALL_IN_REACH, belongs) == "no":
            raise Refusal("unknown_process", "process_id")
    shown = await card(db, contract, query.viewer, today)
    if query.on is None:
        return shown
    changes_on = await versions.next_change(db, contract.process_id, query.on)
    return shown.model_copy(update={"changes_on": changes_on})


async def list_seen(db: AsyncSession, query: messages.ListContracts, today: date) -> messages.ContractList:
    """Of each process in the viewer's reach the version that counts."""
    mine = select(Contract).where(
        versions.is_the_one(), seen_rows(query.viewer, _SHOWN_TO_ALL_IN_REACH, _OWNERS)
    )
    newest_first = mine.order_by(col(Contract.drafted_at).desc(), col(Contract.process_id).desc())
    if query.after:
        last = await versions.find(db, query.after, lock=False)
        place = sa.tuple_(sa.literal(last.drafted_at), sa.literal(last.process_id))
        newest_first = newest_first.where(
            sa.tuple_(col(Contract.drafted_at), col(Contract.process_id)) < place
        )
    found = await cards(db, (await db.exec(newest_first.limit(_MOST + 1))).all(), query.viewer, today)
    part = fitting(found, most=_MOST)
    return messages.ContractList(contracts=part, go_on_after=last_of(part, found, "process_id"))


async def is_member(db: AsyncSession, person_id: UUID) -> bool:
    named = col(Contract.supervisee_ids).contains([person_id])
    standing = col(Contract.status).not_in(("expired", "given_up"))
    found = await db.exec(select(Contract.process_id).where(versions.is_the_one(), named, standing).limit(1))
    return found.first() is not None


async def was_named(db: AsyncSession, person_id: UUID) -> bool:
    named = col(Contract.supervisee_ids).contains([person_id])
    return (await db.exec(select(Contract.process_id).where(named).limit(1))).first() is not None


async def card(
    db: AsyncSession, contract: Contract, viewer: Viewer | None = None, today: date = date.min
) -> messages.ContractCard:
    """The paper as it stands, and what it waits for. viewer: none for everything."""
    [shown] = await cards(db, [contract], viewer, today)
    return shown


async def drafted(db: AsyncSession, contract: Contract) -> messages.ContractDrafted:
    """The same, and until when it is to be completed, and then signed."""
    shown = await card(db, contract)
    return messages.ContractDrafted(
        **dict(shown),
        completing_reminders_at=await meetings.reminders(db, contract),
        signing_reminders_at=promised_times.signing_reminders(contract),
        signing_expires_at=promised_times.signing_expiry(contract),
    )


async def cards(
    db: AsyncSession, contracts: Sequence[Contract], viewer: Viewer | None = None, today: date = date.min
) -> list[messages.ContractCard]:
    """In the order given; a question to the database for each kind of row, not for each card.

    today: of a viewer, who may speak for the supervisees then.
    """
    signed = await _signatures_of(db, contracts)
    rows = await Beside.look(db, contracts)
    consented, refused, words = await consents_of(rows), await refusals_of(rows), await words_of(rows)
    going = await continuations_of(rows)
    beside = await beside_of(rows, going, viewer, today)
    speaks = await representatives.of_all(db, contracts, today)
    joins = await joining_of(db, contracts, viewer, today) if viewer else {}
    ends = await earlier_ends_asked.of_all(db, contracts, today) if viewer else {}
    supervised = await supervised_among(db, contracts, viewer, today)
    held = await lapsing.held_among(db, contracts)
    cards = []
    for contract in contracts:
        key = (contract.process_id, contract.version)
        said_so = (signed.get(key, {}), consented.get(key, {}), refused.get(key, {}), words.get(key[0], {}))
        asked = representatives.asked_by(contract, speaks.get(key[0]))
        stands = _standing(contract, asked, *said_so, going.get(key[0]))
        full = _with(beside[key[0]], _card(contract, stands, going.get(key[0])), today, held=key[0] in held)
        from_day = joins.get(key[0])
        stands = replace(stands, end_asked=ends.get(key[0], {}), ended=_is_over(full, today))
        stands = replace(stands, renewal_signed=full.renewal == "signed")
        stands = replace(stands, represents=speaks.get(key[0]) if viewer else None, joins_from=from_day)
        belongs = belongs_of(contract, viewer.person_id if viewer and from_day else None)
        belongs = to_supervisor(belongs, viewer, reads=key[0] in supervised)
        cards.append(_as_seen(full, stands, viewer, belongs) if viewer else full)
    return cards


async def _signatures_of(
    db: AsyncSession, contracts: Sequence[Contract]
) -> dict[tuple[UUID, int], dict[Party, messages.SignatureShown]]:
    found: dict[tuple[UUID, int], dict[Party, messages.SignatureShown]] = {}
    for one in await versions.evidence_of(db, contracts):
        shown = messages.SignatureShown.model_validate(one.model_dump())
        found.setdefault((one.process_id, one.version), {})[shown.party] = shown
    return found


def _is_over(full: messages.ContractCard, today: date) -> bool:
    newest_pause = [(full.paused_from, full.goes_on)] if full.paused_from else []
    return full.ended or is_over(full.terms.ends_on, newest_pause, today)


def _with(
    beside: dict[str, object], card: messages.ContractCard, today: date, *, held: bool
) -> messages.ContractCard:
    """held: of a change whose days do not run, nobody knows yet until when it can be signed."""
    full = card.model_copy(update=beside)
    own = {"lapses_at": None} if held and card.supersedes else {}
    return full.model_copy(update=own | {"open_to": _open_to(full, today)})


def _open_to(full: messages.ContractCard, today: date) -> list[messages.OpenTo]:
    if full.status != "signed" or _is_over(full, today):
        return []
    return full.open_to if full.ends_early else list(get_args(messages.OpenTo))


def _standing(
    contract: Contract,
    parties: messages.Parties,
    signed: dict[Party, messages.SignatureShown],
    consented: dict[UUID, datetime],
    refused: dict[UUID, datetime],
    said: dict[Party, messages.Choice],
    going: Continuation | None,
) -> Standing:
    status: messages.ContractStatus = contract.status  # type: ignore[assignment]  # a text column
    return Standing(
        status,
        parties,
        signed,
        consented,
        refused,
        choice_asked=bool(going and going.asked_at),
        choice_made=bool(going and (going.choice or going.ended_at)),
        said=said,
        ended=bool(going and going.ended_at),
        asked=contract.asked_parties,
        asks_members=contract.asks_members,
        too_late=contract.too_late_at is not None,
    )


_OWN = {
    "process_id", "version", "status", "renews", "supersedes", "effective_from", "drafted_at", "signed_at",
    "largest_group",
}  # fmt: skip


def _card(contract: Contract, stands: Standing, going: Continuation | None) -> messages.ContractCard:
    parties = [party for party in Party if party in stands.signed]
    consents = stands.consents()
    return messages.ContractCard(
        **contract.model_dump(include=_OWN),
        lapses_at=promised_times.lapses_unless_agreed(contract),
        never_completed=contract.clause_texts is None,
        never_began=never_began(contract),
        terms=terms_of(contract),
        parties=stands.parties,
        missing_clauses=clauses.missing(contract.clauses),
        missing_consents=signing_order.missing_consents(contract.supervisee_ids, stands.consented)
        if contract.asks_members
        else [],
        signers=stands.signers(),
        consents=consents,
        consents_awaited=sum(one.state in ("awaited", "declined") for one in consents),
        signed=parties,
        too_late=contract.too_late_at is not None and contract.status == "signing",
        place=place_of(contract) if contract.status == "signed" else "",
        next_party=signing_order.next_party(parties, contract.asked_parties)
        if contract.status == "signing"
        else None,
        continuation_asked_at=going.asked_at if going else None,
        continuation_choice=going.choice if going else None,
        continuation_said=dict(stands.said),
        choices_taken_back=going.taken_back if going else 0,
        choice_mark=choosing.mark_of(going.taken_back if going else 0, stands.said),
        successor_id=going.successor_id if going else None,
        ended=bool(going and going.ended_at),
    )


def _as_seen(
    full: messages.ContractCard, stands: Standing, viewer: Viewer, belongs: Belongs
) -> messages.ContractCard:
    """Prices by the table; the members to those who may read the paper; who hesitates not to the commissioner, nor to
    the supervisor as long as it is open, and not how many: of the last one it would tell who.
    """
    acts = viewer.role is Role.COMMISSIONER and can(viewer, "choose_continuation", belongs)
    prepares = may(viewer.role, "complete_contract")
    own = stands.own_part(viewer.person_id, viewer.role, acts=acts, prepares=prepares)
    hidden: dict[str, object] = {"own": own}
    if sees(viewer, "prices_and_invoices", belongs) != "yes":
        hidden |= {"terms": unpriced(full.terms), "prices_hidden": True}
    if sees(viewer, "place", belongs) == "no":
        hidden["place"] = ""
    reads = can(viewer, "read_contract", belongs)
    if viewer.role is not Role.COORDINATOR:
        hidden["consents"] = [_as_awaited(one) for one in full.consents]
    if not reads:
        hidden["parties"] = full.parties.model_copy(update={"supervisee_ids": []})
    others = viewer.role is Role.SUPERVISOR and full.status != "signed"
    if not reads or others or viewer.role is Role.COMMISSIONER:
        hidden |= {"missing_consents": [], "consents": [], "consents_awaited": 0}
    return full.model_copy(update=hidden)


def _as_awaited(one: messages.ConsentShown) -> messages.ConsentShown:
    """Who said no is the coordinator's to know: to everybody else it is not there yet."""
    return one.model_copy(update={"state": "awaited"}) if one.state == "declined" else one
