"""The paths that a process can take, each played to its end; tests look at them, and the corpus keeps them."""

from collections.abc import Awaitable, Callable

from services.messages.contracts import DraftContract, EndFound, EndProcess, ExpireContract, LookAtTrial
from services.messages.intake import ExpireProposal
from services.runtime.commands.refusal import Refusal
from tests.workflows.journey import Journey, at
from tests.workflows.stand_in import paper_found, proposal_found
from workflows.supervision.facts import ReviewClosed, Terminated, TrialDecided, Withdrawn
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


async def on_trial(process: Journey) -> None:
    """To be agreed on until day 20, and over on day 60 unless it is."""
    await proposed(process)
    await process.until_day(5)
    await process.hear(process.answered("accept", trial_ends=60))
    await process.until_day(7)
    await process.hear(process.trial_stands(20))


async def tried(process: Journey) -> None:
    """Its one session is on day 25: reminded of on day 36."""
    await on_trial(process)
    await process.until_day(9)
    await process.hear(process.trial_stands(36))
    await process.until_day(30)


async def trial_go(process: Journey) -> None:
    """Then the contract is not signed in time."""
    await tried(process)
    await process.hear(TrialDecided(outcome="go"))
    await process.until_day(31)
    await process.hear(process.completed())
    await process.until_day(62)


async def trial_no_go(process: Journey) -> None:
    await tried(process)
    await process.hear(TrialDecided(outcome="no_go"))


async def trial_lapsed(process: Journey) -> None:
    """Put off on day 20 and agreed on then, and nobody decides: it is asked thrice more."""
    found = [process.trial_found(day) for day in (61, 53, 67)]
    process.services.finds[LookAtTrial] = [*found]
    await on_trial(process)
    await process.until_day(21)
    await process.hear(process.trial_stands(40))
    await process.hear(process.trial_stands(50))
    await process.until_day(68)


async def completed(process: Journey) -> None:
    """To be signed until day 36."""
    await drafted(process)
    await process.until_day(6)
    await process.hear(process.completed())


async def signed(process: Journey) -> None:
    await completed(process)
    await process.until_day(7)
    await process.hear(process.signed(LAST_DAY))
    await process.hear(process.planned())


def review_missing(process: Journey) -> EndFound:
    """What a closure's owner answers on the last day, while the final review is not held."""
    return EndFound(ended_as=None, ends_at=at(process.began, LAST_DAY + 14, 8), review_missing=True)


async def year_closed(process: Journey) -> None:
    await signed(process)
    await process.until_day(168)
    await process.hear(ReviewClosed(review="interim"))
    await process.until_day(313)
    await process.hear(ReviewClosed(review="final"))
    await process.until_day(LAST_DAY)


async def year_renewed(process: Journey) -> None:
    """Begins at the contract, as the successor of another; the reviews are late, and the end waits for the last."""
    process.services.finds[EndProcess] = [review_missing(process)]
    await process.until_day(1)
    await process.hear(process.completed())
    await process.until_day(20)
    await process.hear(process.signed(LAST_DAY))
    await process.hear(process.planned())
    await process.until_day(180)
    await process.hear(ReviewClosed(review="interim"))
    await process.until_day(345)
    await process.hear(ReviewClosed(review="final"))


async def terminated(process: Journey) -> None:
    """Told on day 100, before any review: the contract ends on day 130, and its final review is held by then."""
    await signed(process)
    await process.until_day(100)
    await process.hear(Terminated(ends_at=at(process.began, 130, 8)))
    await process.until_day(120)
    await process.hear(ReviewClosed(review="final"))
    await process.until_day(130)


async def paused(process: Journey) -> None:
    """Over the interim review's days, its end said beforehand; then an open one that is long, until day 420."""
    await signed(process)
    await process.until_day(100)
    await process.hear(process.paused(120, 200, ends=LAST_DAY + 80))
    await process.until_day(230)
    await process.hear(ReviewClosed(review="interim"))
    await process.hear(process.paused(240, None, ends=LAST_DAY + 80, long=422))
    await process.until_day(430)
    await process.hear(process.resumed(440, ends=LAST_DAY + 280))
    await process.until_day(500)
    await process.hear(ReviewClosed(review="final"))
    await process.until_day(LAST_DAY + 280)


async def paused_less(process: Journey) -> None:
    """Agreed from day 120 to 200, and over on day 150; another one is called off before it begins."""
    await signed(process)
    await process.until_day(100)
    await process.hear(process.paused(120, 200, ends=LAST_DAY + 80))
    await process.until_day(140)
    await process.hear(process.resumed(150, ends=LAST_DAY + 30, first=120))
    await process.until_day(180)
    await process.hear(ReviewClosed(review="interim"))
    await process.hear(process.paused(240, 300, ends=LAST_DAY + 90))
    await process.until_day(230)
    await process.hear(process.resumed(240, ends=LAST_DAY + 30, first=240))
    await process.until_day(345)
    await process.hear(ReviewClosed(review="final"))
    await process.until_day(LAST_DAY + 30)


async def terminated_in_a_pause(process: Journey) -> None:
    """Paused from day 120 to 200; told on day 130 that it ends on day 160, and nothing is held by then."""
    await signed(process)
    await process.until_day(100)
    await process.hear(process.paused(120, 200, ends=LAST_DAY + 80))
    await process.until_day(130)
    await process.hear(Terminated(ends_at=at(process.began, 160, 8)))
    await process.until_day(150)
    await process.hear(ReviewClosed(review="final"))
    await process.until_day(160)


async def last_day_amended(process: Journey) -> None:
    """Signed on day 200 that it goes on for two months more, and on day 380 that it ends two weeks sooner."""
    await signed(process)
    await process.until_day(168)
    await process.hear(ReviewClosed(review="interim"))
    await process.until_day(200)
    await process.hear(process.amended(ends=LAST_DAY + 60))
    await process.until_day(380)
    await process.hear(ReviewClosed(review="final"))
    await process.hear(process.amended(ends=LAST_DAY + 46))
    await process.until_day(LAST_DAY + 46)


async def signed_after_a_no(process: Journey) -> None:
    """One party declines the paper, then we take the next one back, and the third is signed."""
    await completed(process)
    await process.until_day(8)
    await process.hear(process.declined())
    await process.until_day(10)
    await process.hear(process.completed())
    await process.until_day(12)
    await process.hear(process.declined())
    await process.until_day(15)
    await process.hear(process.completed())
    await process.until_day(18)
    await process.hear(process.signed(LAST_DAY))
    await process.hear(process.planned())
    await process.until_day(168)
    await process.hear(ReviewClosed(review="interim"))
    await process.until_day(313)
    await process.hear(ReviewClosed(review="final"))
    await process.until_day(LAST_DAY)


async def proposal_corrected(process: Journey) -> None:
    """What was accepted is proposed anew while its draft rests, accepted again, and the paper not signed in time."""
    await drafted(process)
    await process.until_day(6)
    await process.hear(process.sent(30))
    await process.until_day(9)
    await process.hear(process.answered("accept"))
    await process.until_day(11)
    await process.hear(process.completed())
    await process.until_day(42)


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


async def taken_up(process: Journey) -> None:
    """Begins at the proposal that replaces one that had expired."""
    await process.hear(process.sent(24))
    await process.until_day(5)
    await process.hear(process.answered("decline"))


async def withdrawn(process: Journey) -> None:
    """Withdrawn while a proposal is open."""
    await proposed(process)
    await process.until_day(4)
    await process.hear(Withdrawn())


async def contract_expired(process: Journey) -> None:
    await completed(process)
    await process.until_day(37)


async def done_in_time(process: Journey) -> None:
    """Each deadline comes before the word that it was met, and its owner knows better; one paper is declined."""
    finds, began = process.services.finds, process.began
    finds[ExpireProposal] = [proposal_found(at(began, 24), answer="accept", answered_at=at(began, 24))]
    await proposed(process)
    await process.until_day(26)
    await process.hear(process.completed())
    await process.until_day(30)
    await process.hear(process.declined())
    await process.until_day(90)
    await process.hear(process.completed())
    finds[ExpireContract] = [paper_found("signed", agreed=process.agreed(LAST_DAY))]
    await process.until_day(121)
    await process.hear(process.signed(LAST_DAY))
    await process.hear(process.planned())
    await process.until_day(170)
    await process.hear(ReviewClosed(review="interim"))
    await process.until_day(313)
    await process.hear(ReviewClosed(review="final"))
    await process.until_day(LAST_DAY)


async def attention(process: Journey) -> None:
    """The draft is refused twice; a person has it tried again, then does without."""
    process.services.faults[DraftContract] = [Refusal("no_proposal"), Refusal("no_proposal")]
    await drafted(process)
    await process.until_day(7)
    await process.resolve(Resolution(action="retry", reason="the proposal is there now"))
    await process.until_day(8)
    await process.resolve(Resolution(action="skip", reason="drafted by hand"))
    await process.until_day(10)
    await process.hear(process.completed())
    await process.until_day(41)


PATHS: dict[str, Callable[[Journey], Awaitable[None]]] = {
    path.__name__: path
    for path in (
        year_closed,
        year_renewed,
        terminated,
        terminated_in_a_pause,
        paused,
        paused_less,
        last_day_amended,
        signed_after_a_no,
        proposal_corrected,
        redirected,
        declined,
        expired,
        taken_up,
        withdrawn,
        trial_go,
        trial_no_go,
        trial_lapsed,
        contract_expired,
        done_in_time,
        attention,
    )
}
