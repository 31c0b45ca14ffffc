"""One thin function per message: what contracts answers, and what it listens to."""

from services.contracts import agreements, cards, continuation, deadlines, declining, reading, signatures
from services.messages import contracts as words
from services.messages.envelope import Done
from services.messages.intake import ShowProposal
from services.messages.sessions import ReviewDone, ReviewWaived
from services.runtime.asking import Work


async def draft_contract(order: words.DraftContract, work: Work) -> words.ContractCard:
    """Next: services/contracts/agreements.py:draft_accepted"""
    if order.renews:
        contract = await agreements.draft_renewal(work.session, order, order.renews)
    else:
        proposal = await work.ask(ShowProposal(process_id=order.process_id))
        contract = await agreements.draft_accepted(work.session, order, proposal)
    return await cards.card(work.session, contract)


async def complete_contract(order: words.CompleteContract, work: Work) -> words.ContractCard:
    return await cards.card(work.session, await agreements.complete(work.session, order))


async def record_consent(order: words.RecordConsent, work: Work) -> Done:
    await signatures.record_consent(work.session, order)
    return Done()


async def sign_contract(order: words.SignContract, work: Work) -> words.ContractCard:
    return await cards.card(work.session, await signatures.sign(work.session, order))


async def decline_signing(order: words.DeclineSigning, work: Work) -> words.ContractCard:
    return await cards.card(work.session, await declining.decline(work.session, order))


async def remind_signer(order: words.RemindSigner, work: Work) -> Done:
    await deadlines.remind_signer(work.session, order)
    return Done()


async def expire_contract(order: words.ExpireContract, work: Work) -> Done:
    await deadlines.expire(work.session, order)
    return Done()


async def show_contract(query: words.ShowContract, work: Work) -> words.ContractCard:
    return await cards.show(work.session, query)


async def list_contracts(query: words.ListContracts, work: Work) -> words.ContractList:
    return await cards.list_seen(work.session, query.viewer)


async def show_contract_text(query: words.ShowContractText, work: Work) -> words.ContractText:
    return await reading.read(work.session, query)


async def is_member(query: words.IsMember, work: Work) -> words.Membership:
    return words.Membership(member=await cards.is_member(work.session, query.person_id))


async def ask_continuation(order: words.AskContinuation, work: Work) -> Done:
    await continuation.ask(work.session, order)
    return Done()


async def choose_continuation(order: words.ChooseContinuation, work: Work) -> Done:
    await continuation.choose(work.session, order)
    return Done()


async def end_process(order: words.EndProcess, work: Work) -> Done:
    await continuation.end(work.session, order)
    return Done()


async def review_done(event: ReviewDone, work: Work) -> None:
    await continuation.hear_review(work.session, event.process_id, event.kind, waived=False)


async def review_waived(event: ReviewWaived, work: Work) -> None:
    await continuation.hear_review(work.session, event.process_id, event.kind, waived=True)
