"""What nobody heard is asked again for a moment: a service that is just coming back is not missed."""

import asyncio
from uuid import uuid4

import pytest

from services.messages.contracts import (
    Clause,
    ClauseShown,
    ContractText,
    DeclineSigning,
    IsMember,
    Membership,
    Parties,
    ShowContractText,
)
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import AnswerTooLarge, Refusal, Unavailable
from services.runtime.commands.transactions import Work
from tests.house import House
from tests.integration.runtime.small_services import (
    AS_OF,
    an_order,
    expire_contract,
    open_speaker,
    open_with,
)
from tests.patience import PATIENCE_S


async def test_a_service_that_comes_a_moment_later_hears_the_command_once(house: House, monkeypatch) -> None:
    monkeypatch.setattr("services.runtime.commands.asking._ASKED_AGAIN_AFTER_S", (0.05,) * 200)
    asked = asyncio.ensure_future(house.ask(an_order()))
    await asyncio.sleep(0)
    await open_speaker(house, expire_contract)
    await asked
    assert len(await house.rows("contracts", "SELECT * FROM thing")) == 1


async def test_a_service_that_does_not_come_is_away(house: House) -> None:
    with pytest.raises(Unavailable):
        await house.ask(an_order())


async def test_an_answer_larger_than_a_message_is_heard_as_that_fault_and_logged(
    house: House, capsys
) -> None:
    """Whoever asks does not wait for it until the time is over, and is not told that the service is away."""

    async def show_contract_text(query: ShowContractText, work: Work) -> ContractText:
        someone = uuid4()
        parties = {"commissioner_id": someone, "representative_id": someone, "supervisor_id": someone}
        return ContractText(
            process_id=query.process_id,
            version=1,
            status="signed",
            language="fi",
            clauses=[ClauseShown(clause=Clause.PLACE, title="", text="a" * 1_100_000)],
            parties=Parties(**parties, supervisee_ids=[]),
            next_party=None,
            signed=[],
            missing_clauses=[],
            missing_consents=[],
            disputes_to=None,
        )

    await open_with(house, show_contract_text)
    viewer = Viewer(person_id=uuid4(), role=Role.COORDINATOR)
    with pytest.raises(AnswerTooLarge):
        await house.ask(ShowContractText(process_id=uuid4(), viewer=viewer))
    assert "answer_too_large" in capsys.readouterr().out


async def test_a_command_larger_than_a_message_is_refused_by_its_field_before_it_is_sent(
    house: House,
) -> None:
    order = DeclineSigning.model_construct(
        process_id=uuid4(),
        version=1,
        party=Party.COMMISSIONER,
        signer_id=uuid4(),
        reason="a" * 1_100_000,
        as_of=AS_OF,
    )
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    assert (refused.value.code, refused.value.field) == ("too_large", "reason")


async def test_in_one_batch_a_service_that_is_not_there_is_waited_for_once(house: House, monkeypatch) -> None:
    """Twenty-five letters would each wait for each that is away; the next batch asks anew."""
    ask = house.asker.for_one_batch()
    with pytest.raises(Unavailable):
        await ask(an_order())
    monkeypatch.setattr("services.runtime.commands.asking._ASKED_AGAIN_AFTER_S", (2 * PATIENCE_S,))
    with pytest.raises(Unavailable) as away:
        await ask(an_order())
    assert away.value.who == "contracts"
    await open_speaker(house, expire_contract)
    await ask.for_one_batch()(an_order())
    assert len(await house.rows("contracts", "SELECT * FROM thing")) == 1


async def test_in_one_batch_the_same_question_is_asked_once(house: House) -> None:
    heard: list[IsMember] = []

    async def is_member(query: IsMember, work: Work) -> Membership:
        heard.append(query)
        return Membership(member=True)

    await open_with(house, is_member)
    ask, (one, other) = house.asker.for_one_batch(), (IsMember(person_id=uuid4()) for _ in range(2))
    for query in (one, one, other, one):
        await ask(query)
    assert heard == [one, other]
    await ask.for_one_batch()(one)
    assert heard == [one, other, one]
