"""Reviews in the console: the supervisor assesses and records, a coordinator sees how they stand and may waive."""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from uuid import UUID

import pytest

from services.messages import sessions as messages
from services.messages.contracts import ContractCard, ShowContract
from services.messages.values import Role
from services.runtime.finland import ONE_DAY, local_date, to_utc
from tests.grown import grown
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.integration.contracts.builders import MEMBERS, completion, sign_by
from tests.integration.intake import builders as intake
from tests.integration.sessions.builders import PLANNED, goal, hours, plan, viewer
from tests.visitor import visitor

GOAL = "Kanarialintu: selkeämpi työnjako"
STATEMENT = "Kanarialintu: perustehtävä on selkeytynyt."
RECORDED = {"benefit": "true", "wants_to_continue": "false", "statement": STATEMENT}


@dataclass
class Held:
    """A signed process of the arranged console, with its interim review open."""

    arranged: Arranged
    process_id: UUID
    path: str

    @property
    def house(self) -> House:
        return self.arranged.house

    async def page(self, role: str) -> str:
        async with await self.arranged.browser(role) as browser:
            page = await browser.get(f"{self.path}/reviews")
        assert page.status_code == 200
        return page.text

    async def post(self, role: str, path: str, **form: str) -> tuple[int, str]:
        async with await self.arranged.browser(role) as browser:
            answer = await browser.post(f"{self.path}/{path}", data=form)
        return answer.status_code, answer.text

    async def consents(self) -> None:
        """Of every supervisee."""
        for member in MEMBERS:
            order = {"process_id": self.process_id, "kind": "interim", "person_id": member, "as_of": PLANNED}
            await self.house.ask(messages.ConsentToReview.model_validate(order))


@pytest.fixture
async def held(house: House) -> Held:
    staff, process_id, number = await grown(house, _signed)
    return Held(Arranged(house, staff), process_id, f"/processes/{number}")


async def _signed(house: House) -> tuple[dict[str, UUID], UUID, str]:
    arranged = await arrange(house)
    process_id, number = await arranged.drafted()
    card = await house.ask(completion(process_id))
    assert isinstance(card, ContractCard)
    await sign_by(house, card)
    await house.quiet()
    await house.ask(messages.OpenReview(process_id=process_id, kind="interim", as_of=PLANNED))
    return arranged.staff, process_id, number


async def test_a_review_is_recorded_and_is_the_coordinators_to_read_after_every_consent(held: Held) -> None:
    assert "Record or waive the review" in await held.page("supervisor")
    status, _page = await held.post("supervisor", "reviews/interim", **RECORDED)
    assert status == 303
    own, coordinators = await held.page("supervisor"), await held.page("coordinator")
    assert STATEMENT in own and "1 of 6" in own and "I consent to releasing it" not in own
    assert STATEMENT not in coordinators and "It can be read here when" in coordinators
    await held.consents()
    assert STATEMENT in await held.page("coordinator")


async def test_recorded_twice_it_is_one_review_and_otherwise_it_is_refused(held: Held) -> None:
    assert [(await held.post("supervisor", "reviews/interim", **RECORDED))[0] for _ in range(2)] == [303, 303]
    other = RECORDED | {"benefit": "false"}
    status, page = await held.post("supervisor", "reviews/interim", **other)
    assert status == 422 and "This review is not open." in page and STATEMENT in page


async def test_both_questions_have_to_be_answered(held: Held) -> None:
    status, page = await held.post("supervisor", "reviews/interim", statement=STATEMENT)
    assert status == 422 and page.count("Choose one of the alternatives.") >= 2 and STATEMENT in page


@pytest.mark.parametrize("role", ["supervisor", "coordinator"])
async def test_it_is_waived_with_a_reason_and_not_without(held: Held, role: str) -> None:
    status, page = await held.post(role, "reviews/interim/waive", reason=" ")
    assert status == 422 and "Fill in this field." in page
    assert (await held.post(role, "reviews/interim/waive", reason="Ryhmä lopetti."))[0] == 303
    page = await held.page(role)
    assert "Waived" in page and "Ryhmä lopetti." in page


async def test_the_supervisor_assesses_the_groups_goals_which_the_coordinator_never_sees(held: Held) -> None:
    order = goal(held.process_id, GOAL)
    await held.house.ask(order)
    assert GOAL in await held.page("supervisor") and GOAL not in await held.page("coordinator")
    assert (await held.post("supervisor", f"goals/{order.goal_id}/score", score="2"))[0] == 303
    assert (await held.post("supervisor", f"goals/{order.goal_id}/score", score=""))[0] == 422
    assert (await held.post("coordinator", f"goals/{order.goal_id}/score", score="2"))[0] == 404
    assert (await held.post("supervisor", f"goals/{held.process_id}/score", score="2"))[0] == 404
    group = viewer(MEMBERS[0], Role.SUPERVISEE)
    found = await held.house.ask(messages.ListGoals(process_id=held.process_id, viewer=group))
    assert [one.score for one in found.goals] == [2]


async def test_a_supervisor_who_took_their_consent_back_gives_it_again_by_a_press(held: Held) -> None:
    supervisor = held.arranged.staff["supervisor"]
    review = {"process_id": held.process_id, "kind": "interim", "as_of": PLANNED}
    said = {"benefit": True, "wants_to_continue": True, "statement": STATEMENT, "recorded_by": supervisor}
    await held.house.ask(messages.RecordReview.model_validate(review | said))
    await held.house.ask(messages.RefuseReview.model_validate(review | {"person_id": supervisor}))
    member = messages.ConsentToReview.model_validate(review | {"person_id": MEMBERS[0]})
    await held.house.ask(member)
    assert "I consent to releasing it" in await held.page("supervisor")
    assert (await held.post("supervisor", "reviews/interim/consent", sure="1"))[0] == 303
    assert "2 of 6" in await held.page("supervisor")


async def test_who_was_a_member_on_a_day_and_by_what_terms_is_asked_on_a_page_of_its_own(held: Held) -> None:
    contract = await held.house.ask(ShowContract(process_id=held.process_id))
    first, last = contract.terms.starts_on, contract.terms.ends_on
    left = {
        "process_id": held.process_id,
        "person_id": MEMBERS[-1],
        "as_of": to_utc(first + ONE_DAY, time(9)),
    }
    await held.house.ask(messages.LeaveGroup.model_validate(left))
    await held.house.open("notices")
    path = f"{held.path}/what-held"
    for role in ("supervisor", "coordinator", "finance"):
        async with await held.arranged.browser(role) as browser:
            assert path in (await browser.get(held.path)).text, role
            plain = await browser.get(path)
            assert plain.status_code == 200 and "What was agreed" not in plain.text
            assert local_date(held.house.clock.now()).isoformat() not in plain.text, "no day of the contract"
            page, later = [(await browser.get(f"{path}?on={day}")).text for day in (first, last)]
            for outside in (last + ONE_DAY, first - ONE_DAY, "eilen"):
                answer = await browser.get(f"{path}?on={outside}")
                assert answer.status_code == 422 and 'href="#field-on"' in answer.text, (role, outside)
        assert "<dd>5</dd>" in page and "<dd>4</dd>" in later, role
        assert ("Who acts for the group" in page) == (role != "finance")


async def test_a_coordinator_asks_the_members_who_acts_for_their_group(held: Held) -> None:
    await held.house.open("notices")
    contract = await held.house.ask(ShowContract(process_id=held.process_id))
    form = {"representative_id": str(MEMBERS[1]), "from_day": contract.terms.ends_on.isoformat()}
    assert (await held.post("supervisor", "group/representative", **form))[0] == 404
    too_late = form | {"from_day": (contract.terms.ends_on + ONE_DAY).isoformat()}
    assert (await held.post("coordinator", "group/representative", **too_late))[0] == 303
    async with await held.arranged.browser("coordinator") as browser:
        assert "Ask the group" in (await browser.get(held.path)).text, "nothing was asked"
        assert (await browser.post(f"{held.path}/group/representative", data=form)).status_code == 303
        page = (await browser.get(held.path)).text
    assert "0 of 5 members have agreed" in page and "Ask the group" not in page
    assert page.count(f"/address?back={held.path}") == 5, "each member's address can be put right"


async def test_others_have_no_such_page(held: Held) -> None:
    for role in ("finance", "administrator"):
        async with await held.arranged.browser(role) as browser:
            assert (await browser.get(f"{held.path}/reviews")).status_code == 404
    another = await intake.supervisor(held.house, "toinen@virta.example")
    async with await visitor(held.house, "console", another) as browser:
        for path in ("reviews", "reviews/interim"):
            assert (await browser.get(f"{held.path}/{path}")).status_code == 404
        answer = await browser.post(f"{held.path}/reviews/interim", data=RECORDED)
        assert answer.status_code == 404
    assert (await held.post("coordinator", "reviews/interim", **RECORDED))[0] == 404


async def test_the_supervisor_or_a_coordinator_for_a_party_ends_the_process_early(held: Held) -> None:
    """The coordinator says for whom; afterwards only coordinators read why. The contract has begun."""
    held.house.move_clock(PLANNED + timedelta(days=60))
    async with await held.arranged.browser("supervisor") as browser:
        page = (await browser.get(f"{held.path}/terminate")).text
    assert "Last day, if you end it now" in page and "Who ends it?" not in page
    [last_day] = re.findall(r'name="last_day" value="([^"]+)"', page)
    form = {"reason_code": "other", "reason": "Kanarialintu", "last_day": last_day}
    status, page = await held.post("coordinator", "terminate", **form)
    assert status == 422 and "Say for which of the parties you act." in page and "Who ends it?" in page
    assert (await held.post("coordinator", "terminate", **form, by="commissioner"))[0] == 303
    for role, reads in (("coordinator", True), ("supervisor", False)):
        async with await held.arranged.browser(role) as browser:
            seen = (await browser.get(f"{held.path}/terminate")).text
        assert "The contract is terminated" in seen and ("Kanarialintu" in seen) is reads


async def test_an_end_without_notice_is_confirmed_by_a_coordinator_on_the_page_that_tells_of_it(
    held: Held,
) -> None:
    """The day before a session: calling it off costs something."""
    await held.house.ask(hours(held.arranged.staff["supervisor"]))
    first = (await plan(held.house, held.process_id))[0]
    held.house.move_clock(first.starts_at - timedelta(hours=20))
    await held.house.quiet()
    async with await held.arranged.browser("supervisor") as browser:
        assert f"{held.path}/end-at-once" in (await browser.get(f"{held.path}/terminate")).text
        page = (await browser.get(f"{held.path}/end-at-once")).text
        assert "somebody is in danger" in page and "Who ends it?" not in page
        unsaid = await browser.post(f"{held.path}/end-at-once", data={"reason": " ", "sure": "true"})
        assert unsaid.status_code == 422 and "Write the reason." in unsaid.text
    status, page = await held.post("coordinator", "end-at-once", reason="Kanarialintu")
    assert status == 422 and "Say for which of the parties you act." in page
    form = {"reason": "Kanarialintu", "by": "supervisee"}
    status, page = await held.post("coordinator", "end-at-once", **form)
    assert status == 422 and "Tick this if it is really to be so." in page
    status, _page = await held.post("coordinator", "end-at-once", **form, sure="true")
    assert status == 303
    await held.house.quiet()
    async with await held.arranged.browser("supervisor") as browser:
        seen = (await browser.get(f"{held.path}/terminate")).text
        assert (
            "none: it ended at once" in seen and "Kanarialintu" not in seen and "Confirm the end" not in seen
        )
        assert (await browser.get(f"{held.path}/end-at-once")).headers["location"] == f"{held.path}/terminate"
        refused = await browser.post(f"{held.path}/end-at-once/confirm", data={"charges": "no"})
        assert refused.status_code == 404
    async with await held.arranged.browser("coordinator") as browser:
        seen = (await browser.get(f"{held.path}/terminate")).text
        assert "Kanarialintu" in seen and "Confirm the end" in seen
        # What a yes costs stands beside it: of the one session that was called off late.
        assert (
            len(re.findall(r"<li>Session \d+: .* 100\W*% of its price · [^<]*, VAT excluded</li>", seen)) == 1
        )
    status, page = await held.post("coordinator", "end-at-once/confirm", charges="")
    assert status == 422 and "Choose one of the alternatives." in page
    assert (await held.post("coordinator", "end-at-once/confirm", charges="yes"))[0] == 303
    async with await held.arranged.browser("coordinator") as browser:
        seen = (await browser.get(f"{held.path}/terminate")).text
    assert "cost what cancelling them would have" in seen and "Confirm the end" not in seen


async def test_a_coordinator_writes_down_for_whom_an_earlier_last_day_is_proposed_and_answered(
    held: Held,
) -> None:
    day = (local_date(held.house.clock.now()) + timedelta(days=5)).isoformat()
    status, page = await held.post("coordinator", "earlier-end", last_day=day)
    assert status == 422 and "Say for which of the parties you act." in page
    assert (await held.post("coordinator", "earlier-end", last_day=day, by="supervisee"))[0] == 303
    answer = {"last_day": day, "agrees": "yes"}
    assert (await held.post("coordinator", "earlier-end/answer", **answer, by="commissioner"))[0] == 303
    waits = "Say whether it ends earlier"
    async with await held.arranged.browser("coordinator") as browser:
        assert waits not in (await browser.get("/")).text
    async with await held.arranged.browser("supervisor") as browser:
        day_page = (await browser.get("/")).text
        assert waits in day_page and f'href="{held.path}/earlier-end"' in day_page
        page = (await browser.get(f"{held.path}/earlier-end")).text
        assert "Does this day suit?" in page and "For whom?" not in page
        agreed = await browser.post(f"{held.path}/earlier-end/answer", data=answer)
        assert waits not in (await browser.get("/")).text
        assert (agreed.status_code, agreed.headers["location"]) == (303, held.path)
        assert "none: all parties agreed on the day" in (await browser.get(f"{held.path}/terminate")).text
