"""What directory answers about signing in: codes, passkeys, and the proofs that it gives."""

from services.directory import passkeys, people
from services.directory.proving import addressees, codes, devices, ending, feeds, giving, single_sign_on
from services.directory.proving.giving import Resources
from services.directory.rights import first_administrator
from services.messages import directory as messages
from services.messages.envelope import Done
from services.runtime.clock import SystemClock
from services.runtime.commands.transactions import Work


async def show_proof_keys(_: messages.ShowProofKeys, work: Work[Resources]) -> messages.ProofKeys:
    return await ending.keys(work.db, work.resources.proofs)


async def end_proofs(order: messages.EndProofs, work: Work[Resources]) -> Done:
    await ending.end(work.db, order)
    return Done()


async def ask_sign_in_code(order: messages.AskSignInCode, work: Work[Resources]) -> Done:
    person = await people.proven_by_address(work.db, order.email)
    comes_in = person is not None and await addressees.comes_in(work.db, person, work.clock)
    await codes.ask(order, work, person if comes_in else None)
    return Done()


async def find_addressee(query: messages.FindAddressee, work: Work[Resources]) -> messages.Addressee:
    return await addressees.find(work.db, query.email, work.resources.addressees)


async def take_sign_in_code(order: messages.TakeSignInCode, work: Work[Resources]) -> messages.Proved:
    holder = await people.proven_by_address(work.db, order.email)
    whose = await codes.take(work.db, order, holder.person_id if holder else None)
    has_passkey = whose is not None and await passkeys.open_here(work.db, whose)
    return await giving.give(work, whose, "half" if has_passkey else "code")


async def keep_feeds(order: messages.KeepFeeds, work: Work[Resources]) -> Done:
    await feeds.keep(work.db, order)
    return Done()


async def prove_feed(order: messages.ProveFeed, work: Work[Resources]) -> messages.Proved:
    return await feeds.prove(work.db, work.resources, order)


async def ask_challenge(_: messages.AskChallenge, work: Work[Resources]) -> messages.Challenge:
    return messages.Challenge(challenge=await devices.challenge(work.db))


async def prove_passkey(order: messages.ProvePasskey, work: Work[Resources]) -> messages.Proved:
    return await giving.give(work, await devices.prove(order, work), "passkey")


async def prove_single_sign_on(
    order: messages.ProveSingleSignOn, work: Work[Resources]
) -> messages.ProvedAddress:
    """The provider may take its time: nothing is held open meanwhile, and nothing was written."""
    await work.db.rollback()
    email = await single_sign_on.verified_email(order, work.settings, SystemClock().now())
    person = await people.proven_by_address(work.db, email) if email else None
    given = await giving.give(work, person.person_id if person else None, "oidc")
    return messages.ProvedAddress(**dict(given), is_proven=email is not None)


async def keep_passkey(order: messages.KeepPasskey, work: Work[Resources]) -> messages.PasskeyKept:
    await passkeys.keep(work.db, order)
    return messages.PasskeyKept(proof=await giving.give_more(work, order.person_id))


async def list_passkeys(query: messages.ListPasskeys, work: Work[Resources]) -> messages.Passkeys:
    await passkeys.check_may_see(work.db, query)
    return await passkeys.of_person(work.db, query.person_id)


async def remove_passkey(order: messages.RemovePasskey, work: Work[Resources]) -> Done:
    await passkeys.remove(work.db, order)
    return Done()


async def use_first_link(order: messages.UseFirstLink, work: Work[Resources]) -> messages.FirstAdministrator:
    """Who has the link has been given it by whoever runs the machine: it proves them."""
    person = people.card(await first_administrator.use(work.db, order, work.clock.now()))
    given = await giving.give(work, person.person_id, "code")
    return messages.FirstAdministrator(**dict(person), proof=given.proof)
