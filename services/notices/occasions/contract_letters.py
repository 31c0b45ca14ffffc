"""What is written about a contract, and about how a process goes on or ends."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import contracts as messages
from services.messages.intake import SuccessorNumbered
from services.messages.values import Party
from services.notices import process_facts
from services.notices.letter_kinds import KINDS, LetterKind
from services.notices.occasions.inquiry_letters import COORDINATOR, write_to_customer_of
from services.notices.tables import KnownProcess, Notice
from services.notices.wording import Fact
from services.notices.writing import Letter, read, write, write_to, write_to_customer
from services.runtime.commands.transactions import Work
from services.runtime.finland import days_after, local_date
from services.runtime.storage.database import among

_ESCALATED = 3


async def remind_of_draft(event: messages.DraftOverdue, work: Work) -> None:
    kind = LetterKind.CONTRACT_OVERDUE if event.level > 1 else LetterKind.CONTRACT_TO_COMPLETE
    about = f"{event.process_id}:{event.version}:{event.level}"
    about += f":{event.lapses_at.isoformat()}" if event.lapses_at else ""
    await write(work, event.process_id, [Letter(kind, about, _lapses(event), role=COORDINATOR)])


async def ask_to_sign(event: messages.SignatureAsked, work: Work) -> None:
    about = f"{event.process_id}:{event.version}:{event.party}:{event.level}{_again(event)}"
    facts = await for_link(work, event.process_id, event.version, event.party)
    facts |= _lapses(event) | other_supervisor(event) | _yourself(event)
    if event.level >= _ESCALATED:
        letter = Letter(LetterKind.SIGNATURE_OVERDUE, about, facts, role=COORDINATOR)
    else:
        amended = LetterKind.SUPERVISOR_TO_SIGN if event.supervisor_id else LetterKind.AMENDMENT_TO_SIGN
        first = amended if event.amends else LetterKind.CONTRACT_TO_SIGN
        kind = LetterKind.SIGNATURE_DUE if event.level else first
        letter = Letter(kind, about, facts, person_id=event.person_id)
    if event.party is Party.COMMISSIONER and letter.person_id:
        await write_to_customer(work, event.process_id, replace(letter, person_id=None), event.person_id)
    else:
        await write(work, event.process_id, [letter])


async def ask_to_consent(event: messages.ConsentAsked, work: Work) -> None:
    about = f"{event.process_id}:{event.version}:{event.level}{_again(event)}"
    facts = await for_link(work, event.process_id, event.version, Party.SUPERVISEE)
    facts |= _lapses(event) | other_supervisor(event) | _begins(event, local_date(work.clock.now()))
    amended = LetterKind.SUPERVISOR_TO_CONSENT if event.supervisor_id else LetterKind.AMENDMENT_TO_CONSENT
    first = amended if event.amends else LetterKind.CONSENT_TO_GIVE
    kind = LetterKind.CONSENT_DUE if event.level else first
    await write(work, event.process_id, [Letter(kind, about, facts, person_id=event.person_id)])


def _lapses(
    event: messages.SignatureAsked | messages.ConsentAsked | messages.DraftOverdue,
) -> dict[str, Fact]:
    """When it comes to nothing; what has no end, and what was asked for before that was said, has none."""
    return {"lapses_at": event.lapses_at} if event.lapses_at else {}


def other_supervisor(
    event: messages.SignatureAsked | messages.ConsentAsked | messages.AmendmentDrafted,
) -> dict[str, Fact]:
    """Who it is to be, from when on, and until when where they stand in; nothing of any other change."""
    if event.supervisor_id is None or event.effective_from is None:
        return {}
    facts: dict[str, Fact] = {"about_id": str(event.supervisor_id), "effective_on": event.effective_from}
    if event.until_day:
        facts["until_day"] = event.until_day
    awaited = not isinstance(event, messages.AmendmentDrafted) and event.awaited
    return facts | {
        "stands_in": int(event.until_day is not None),
        "awaited": int(awaited),
        "stays": int(not awaited),
    }


def _yourself(event: messages.SignatureAsked) -> dict[str, Fact]:
    """Where its reader is who is to be the supervisor."""
    if event.supervisor_id is None or event.person_id != event.supervisor_id:
        return {}
    for_now = int(event.until_day is not None)
    return {"another": 0, "yours": 1, "stands_in": 0, "yours_for_now": for_now}


def _begins(event: messages.ConsentAsked, today: date) -> dict[str, Fact]:
    """The contract's first day, where that is to come; what was asked for before that was said has none."""
    return {"first_on": event.starts_on} if event.starts_on and event.starts_on > today else {}


def _again(event: messages.SignatureAsked | messages.ConsentAsked) -> str:
    """What makes a letter that a coordinator had sent once more another one than the first."""
    return f":{event.again_at.isoformat()}" if event.again_at else ""


async def for_link(work: Work, process_id: UUID, version: int, party: Party) -> dict[str, Fact]:
    """The newest letter's link never ends before the paper does, which waits so long for its signatures."""
    promises = await process_facts.promises_of(work.db, process_id)
    ends_at: datetime = days_after(work.clock.now(), promises.signing_ends_days)
    return {"version": version, "party": party.value, "link_ends_at": ends_at}


async def tell_of_declining(event: messages.SigningDeclined, work: Work) -> None:
    """The reason stays with contracts, where the coordinator reads it."""
    facts: dict[str, Fact] = {"party": event.party.value}
    about = f"{event.process_id}:{event.version}"
    await write(work, event.process_id, [Letter(LetterKind.SIGNING_DECLINED, about, facts, role=COORDINATOR)])


async def tell_of_refusal(event: messages.ConsentRefused, work: Work) -> None:
    """Who it was, and why, is on the page; each no is told, also one that comes after a yes."""
    about = f"{event.process_id}:{event.version}:{event.person_id}:{event.refused_at.isoformat()}"
    await write(work, event.process_id, [Letter(LetterKind.CONSENT_REFUSED, about, role=COORDINATOR)])


async def tell_of_yes_after_no(event: messages.ConsentGiven, work: Work) -> None:
    """The coordinators were asked to get in touch with a member, for which there is no need any more."""
    if event.after_no:
        about = f"{event.process_id}:{event.version}:{event.person_id}:{event.consented_at.isoformat()}"
        await write(work, event.process_id, [Letter(LetterKind.CONSENT_AFTER_ALL, about, role=COORDINATOR)])


async def tell_of_withdrawal(event: messages.ContractWithdrawn, work: Work) -> None:
    """All who got a link of this version, which opens nothing any more: who was to be asked later had none."""
    letter = Letter(LetterKind.CONTRACT_WITHDRAWN, f"{event.process_id}:{event.version}")
    await write_to_customer_of(work, event, letter)
    for person_id, link in sorted((await links_of(work.db, event.process_id)).items()):
        if link["version"] == event.version and person_id in event.asked:
            facts = link if link["party"] == Party.SUPERVISEE else {}
            await write_to(work, event.process_id, [person_id], replace(letter, facts=facts))


async def tell_who_is_left_out(event: messages.ContractCompleted, work: Work) -> None:
    """Of the paper that is to be signed now: all who had a link of an earlier one and wait for the next, in vain."""
    if event.signing_since is None:
        return
    named = {*event.supervisee_ids, event.supervisor_id, event.commissioner_id}
    for person_id, link in sorted((await links_of(work.db, event.process_id)).items()):
        if link["party"] != Party.COMMISSIONER and person_id not in named:
            about = f"{event.process_id}:{link['version']}"
            await write_to(
                work, event.process_id, [person_id], Letter(LetterKind.LEFT_OUT_OF_CONTRACT, about, link)
            )


async def tell_of_giving_up(event: messages.ContractGivenUp, work: Work) -> None:
    """The customer, and all who have heard of it, also by an earlier version's link, who wait for the next one.

    Where a choice is taken back, the parties and the members have a letter of that, which says as much.
    """
    letter = Letter(LetterKind.CONTRACT_GIVEN_UP, f"{event.process_id}:{event.version}")
    told: set[UUID] = set()
    if event.told_with:
        told = set(await process_facts.signers(work, event.told_with))
        told |= await process_facts.taking_part(work.db, event.told_with)
    else:
        await write_to_customer_of(work, event, letter)
    [named] = await process_facts.parties(work.db, event.process_id, "contact")
    heard = await _who_heard(work.db, event.process_id, event.asked)
    await _write_of_end(work, event, letter, heard - {named, *told})


async def _write_of_end(
    work: Work,
    event: messages.ContractGivenUp | messages.ContractExpired,
    letter: Letter,
    people: Collection[UUID],
) -> None:
    """A member's link to this paper opens nothing of it, and says to whoever has no page what became of it.
    Of a renewal they have one.
    """
    renews = (await process_facts.process(work.db, event.process_id)).renews
    if renews is None:
        facts = await for_link(work, event.process_id, event.version, Party.SUPERVISEE)
        letter = replace(letter, facts={**letter.facts, **facts})
    await write_to(work, event.process_id, sorted(people), letter)


async def _who_heard(db: AsyncSession, process_id: UUID, people: Collection[UUID]) -> set[UUID]:
    """Of these who has had any letter of it, and all who wait: nobody hears first of its end."""
    written = select(Notice.person_id).where(Notice.process_id == process_id, among(Notice.person_id, people))
    return {one for one in await db.exec(written) if one} | await _who_waits(db, process_id)


async def _who_waits(db: AsyncSession, process_id: UUID) -> set[UUID]:
    """All who had a link, but who has been told that they are in it no more."""
    left_out = await _last_facts(db, process_id, [LetterKind.LEFT_OUT_OF_CONTRACT])
    links = await links_of(db, process_id)
    return {one for one, link in links.items() if left_out.get(one, {}).get("version") != link["version"]}


async def links_of(db: AsyncSession, process_id: UUID) -> dict[UUID, dict[str, Fact]]:
    """Of everybody who got one to consent or to sign, the facts of the newest."""
    found = await _last_facts(db, process_id, [kind for kind, row in KINDS.items() if row.signed_by_link])
    kept = ("version", "party", "link_ends_at")
    return {one: {name: facts[name] for name in kept} for one, facts in found.items()}


async def _last_facts(
    db: AsyncSession, process_id: UUID, kinds: Sequence[LetterKind]
) -> dict[UUID, dict[str, Fact]]:
    letters = select(Notice.person_id, Notice.facts).where(
        Notice.process_id == process_id, among(Notice.kind, kinds), col(Notice.person_id).is_not(None)
    )
    found = await db.exec(letters.order_by(col(Notice.place)))
    return {person_id: read(facts) for person_id, facts in found if person_id}


async def tell_of_signing(event: messages.ContractSigned, work: Work) -> None:
    parties = event.parties
    signers = {
        "contact": [parties.commissioner_id],
        "representative": [parties.representative_id],
        "supervisor": [parties.supervisor_id],
    }
    await process_facts.set_parties(work.db, event.process_id, signers)
    letter = Letter(
        LetterKind.CONTRACT_SIGNED,
        f"{event.process_id}:{event.version}",
        {"signed_on": local_date(event.signed_at)},
    )
    await write_to_parties(work, event.process_id, letter, event.signed_by)


async def tell_of_expiry(event: messages.ContractExpired, work: Work) -> None:
    """The customer, all who have heard of it, the supervisor, whose place is free, whoever's turn it was, and the
    coordinators. Of a renewal, all who were to go on, unless they hear it of the process that it was to follow.
    """
    facts: dict[str, Fact] = {"unready": int(event.unready), "unsigned": int(not event.unready)}
    letter = Letter(LetterKind.CONTRACT_EXPIRED, f"{event.process_id}:{event.version}", facts)
    not_signed = replace(letter, kind=LetterKind.CONTRACT_NOT_SIGNED, role=COORDINATOR)
    await write(work, event.process_id, [not_signed])
    if event.unready and event.told_with:
        return
    await write_to_customer_of(work, event, letter)
    [named] = await process_facts.parties(work.db, event.process_id, "contact")
    heard = await _who_heard(work.db, event.process_id, event.told)
    heard |= await _who_was_to_go_on(event, work)
    supervisors = set(event.told) & await process_facts.supervisors(work.db, event.process_id)
    await _write_of_end(work, event, letter, (heard | supervisors) - {named})


async def _who_was_to_go_on(event: messages.ContractExpired, work: Work) -> set[UUID]:
    """Of a renewal, all of its paper, and the parties of the process before it, which has ended: they chose it, or were
    told that it was to follow, also who was not asked to sign yet.
    """
    renews = (await process_facts.process(work.db, event.process_id)).renews
    if renews is None or event.told_with:
        return set()
    return {*event.told, *await process_facts.signers(work, renews)}


async def ask_how_to_go_on(event: messages.ContinuationDue, work: Work) -> None:
    facts: dict[str, Fact] = {"ends_on": event.ends_on}
    letter = Letter(LetterKind.CONTINUATION_DUE, f"{event.process_id}:{event.ends_on}", facts)
    await write_to_customer(work, event.process_id, letter, event.commissioner_id)
    await write_to(
        work,
        event.process_id,
        await process_facts.representatives(work, event.process_id),
        letter,
    )


async def tell_of_choice(event: messages.ContinuationChosen, work: Work) -> None:
    """The parties; never who has said what. ends_on: what was chosen before that was said names no day."""
    facts: dict[str, Fact] = {
        "dated": int(event.ends_on is not None),
        "renewed": int(event.choice == "renew"),
        "closes": int(event.choice == "close"),
    }
    if event.ends_on:
        facts["ends_on"] = event.ends_on
    facts |= _of_the_next(event)
    about = f"{event.process_id}:{event.chosen_at.isoformat()}"
    await write_to_parties(work, event.process_id, Letter(LetterKind.CONTINUATION_CHOSEN, about, facts))


def _of_the_next(event: messages.ContinuationChosen) -> dict[str, Fact]:
    """From when until when it would be, and by when we get its contract ready; what was chosen before that was said
    has neither.
    """
    if not (event.starts_on and event.next_ends_on and event.lapses_at):
        return {"next_dated": 0}
    return {
        "next_dated": 1,
        "first_on": event.starts_on,
        "until_day": event.next_ends_on,
        "lapses_at": event.lapses_at,
    }


async def tell_of_taking_back(event: messages.ContinuationTakenBack, work: Work) -> None:
    """The parties; and the members, where it was to go on: they were asked which goals go with it."""
    about = f"{event.process_id}:{event.taken_back_at.isoformat()}"
    facts: dict[str, Fact] = {"unready": int(event.unready), "terminated": int(event.terminated)}
    facts["taken_back"] = int(not (event.lapsed or event.terminated))
    facts["lapsed"] = int(event.lapsed and not event.unready)
    letter = Letter(LetterKind.CONTINUATION_TAKEN_BACK, about, facts)
    await write_to_parties(work, event.process_id, letter)
    if event.successor_id:
        there = await process_facts.taking_part(work.db, event.process_id)
        [named] = await process_facts.parties(work.db, event.process_id, "contact")
        told = {named, *await process_facts.signers(work, event.process_id)}
        await write_to(work, event.process_id, sorted(there - told), letter)


async def tell_of_closing(event: messages.ProcessClosed, work: Work) -> None:
    facts: dict[str, Fact] = {"closed_on": event.last_day or local_date(event.closed_at)}
    facts["unreviewed"] = int(event.without_review)
    await write_to_parties(
        work, event.process_id, Letter(LetterKind.PROCESS_CLOSED, str(event.process_id), facts)
    )


async def end_with_successor(event: messages.ProcessRenewed, work: Work) -> None:
    """The letter names the successor's number, which another service says: whichever comes second writes it."""
    process = await process_facts.process(work.db, event.process_id)
    process.renewed_as = event.successor_id
    successor = await work.db.get(KnownProcess, event.successor_id)
    if successor:
        await _tell_of_renewal(work, event.process_id, successor, event)


async def number_successor(event: SuccessorNumbered, work: Work) -> None:
    """The successor is for the same customer, and names the same person of it."""
    renewed = await process_facts.process(work.db, event.renews)
    await process_facts.remember_process(work.db, event.process_id, event.number, event.promises)
    await process_facts.follow(work.db, event.process_id, event.renews)
    customer = (event.organisation_id, event.department_id)
    await process_facts.set_customer(work.db, event.process_id, *customer)
    contact = await process_facts.parties(work.db, event.renews, "contact")
    await process_facts.set_parties(work.db, event.process_id, {"contact": contact})
    if event.supervisor_id:
        await process_facts.set_matched(work.db, event.process_id, event.supervisor_id)
    if renewed.renewed_as == event.process_id:
        await _tell_of_renewal(work, event.renews, await process_facts.process(work.db, event.process_id))


async def _tell_of_renewal(
    work: Work, process_id: UUID, successor: KnownProcess, event: messages.ProcessRenewed | None = None
) -> None:
    """Its sessions are known where its contract was signed, and its plan confirmed, before the last day of this one.

    event: none where its number is heard after it: then the letter says how it is, if it is not signed.
    """
    first = await process_facts.first_start(work.db, successor.process_id)
    facts: dict[str, Fact] = {"successor_number": successor.number, "none_planned": int(first is None)}
    facts |= {"first_on": local_date(first)} if first else {}
    facts |= _how_it_stands(event) if event and first is None else {}
    await write_to_parties(work, process_id, Letter(LetterKind.PROCESS_RENEWED, str(process_id), facts))


def _how_it_stands(event: messages.ProcessRenewed) -> dict[str, Fact]:
    """Nobody reads that it goes on whose contract is not signed; and by when it is, or comes to nothing."""
    if event.successor_status is None:
        return {}
    goes_on = event.successor_status == "signed"
    facts: dict[str, Fact] = {"follows": int(goes_on), "not_signed": int(not goes_on), "none_planned": 0}
    if event.lapses_at:
        facts["draft_ends_at" if event.successor_status == "draft" else "signing_ends_at"] = event.lapses_at
    return facts


async def write_to_parties(
    work: Work, process_id: UUID, letter: Letter, signed_by: Sequence[UUID] = ()
) -> None:
    """To the three parties that have signed; who stands for two of them gets one letter. signed_by: who did it for
    the customer may be another than whom it names.
    """
    [named] = await process_facts.parties(work.db, process_id, "contact")
    await write_to_customer(work, process_id, letter, named)
    signers = await process_facts.signers(work, process_id)
    others = [one for one in signed_by if one != named and one not in signers]
    await write_to(work, process_id, [*signers, *others], letter)
