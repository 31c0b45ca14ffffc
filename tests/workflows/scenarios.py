"""The paths that a process can take, each played to its end; tests look at them, and the corpus keeps them."""

from collections.abc import Awaitable, Callable

from services.messages.contracts import DraftContract
from services.runtime.refusal import Refusal
from tests.workflows.journey import Journey
from workflows.supervision.facts import ReviewClosed
from workflows.supervision.state import Resolution

LAST_DAY = 340


async def screened(process: Journey) -> None:
    await process.until_day(1)
    await process.hear(process.decided())


async def matched(process: Journey) -> None:
    await screened(process)
    await process.until_day(2)
    await process.hear(process.matched())


async def proposed(process: Journey) -> None:
    """Valid until the end of day 24."""
    await matched(process)
    await process.until_day(3)
    await process.hear(process.sent(24))


async def drafted(process: Journey) -> None:
    await proposed(process)
    await process.until_day(5)
    await process.hear(process.answered("accept"))


async def signed(process: Journey) -> None:
    await drafted(process)
    await process.until_day(7)
    await process.hear(process.signed(LAST_DAY))


async def year_closed(process: Journey) -> None:
    await signed(process)
    await process.until_day(168)
    await process.hear(ReviewClosed(review="interim"))
    await process.until_day(313)
    await process.hear(ReviewClosed(review="final"))
    await process.until_day(LAST_DAY)


async def year_renewed(process: Journey) -> None:
    """Begins at the contract, as the successor of another; the reviews are late."""
    await process.until_day(20)
    await process.hear(process.signed(LAST_DAY))
    await process.until_day(180)
    await process.hear(ReviewClosed(review="interim"))
    await process.until_day(345)
    await process.hear(ReviewClosed(review="final"))


async def redirected(process: Journey) -> None:
    await process.until_day(6)
    await process.hear(process.decided("orientation"))


async def declined(process: Journey) -> None:
    await proposed(process)
    await process.until_day(4)
    await process.hear(process.answered("ask_change"))
    await process.until_day(5)
    await process.hear(process.sent(30))
    await process.until_day(6)
    await process.hear(process.answered("decline"))


async def expired(process: Journey) -> None:
    await proposed(process)
    await process.until_day(25)


async def contract_expired(process: Journey) -> None:
    await drafted(process)
    await process.until_day(36)


async def attention(process: Journey) -> None:
    """The draft is refused twice; a person has it tried again, then does without."""
    process.services.faults[DraftContract] = [Refusal("no_proposal"), Refusal("no_proposal")]
    await drafted(process)
    await process.until_day(7)
    await process.resolve(Resolution(action="retry", reason="the proposal is there now"))
    await process.until_day(8)
    await process.resolve(Resolution(action="skip", reason="drafted by hand"))
    await process.until_day(40)


PATHS: dict[str, Callable[[Journey], Awaitable[None]]] = {
    path.__name__: path
    for path in (
        year_closed,
        year_renewed,
        redirected,
        declined,
        expired,
        contract_expired,
        attention,
    )
}
