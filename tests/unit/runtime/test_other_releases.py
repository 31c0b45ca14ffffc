"""Of two releases side by side neither takes the other's words for a no, nor for a breakdown."""

import json
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from services.messages.contracts import EndProcess
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, OtherRelease, Refusal, UnknownAnswer, UnknownCommand
from services.runtime.commands.sealed_answers import sealed

ORDER = EndProcess.model_validate({"process_id": uuid4(), "as_of": "2027-05-05T09:00:00Z"})
ENDS = {"ends_at": "2027-06-01T05:00:00Z"}


def asker(answer: Any, refusal: Refusal | None = None) -> Asker:
    async def request(subject: str, *_: Any, headers: dict[str, str], **__: Any) -> Any:
        told = refusal.headers() if refusal else {}
        data, told = sealed(subject, json.dumps(answer).encode(), told, headers)
        return SimpleNamespace(data=data, headers=told)

    return Asker(SimpleNamespace(request=request, is_connected=True))  # type: ignore[arg-type]  # a broker's answer


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"ended_as": "suspended", **ENDS}, UnknownAnswer),
        ({"ended_as": "suspended", "ends_at": "soon"}, Fault),
        ({"ended_as": "closed"}, Fault),
    ],
)
async def test_an_answer_with_a_choice_that_is_not_known_here_is_of_a_newer_release(
    answer: dict[str, str], kind: type[Fault]
) -> None:
    with pytest.raises(kind) as fault:
        await asker(answer)(ORDER)
    assert isinstance(fault.value, OtherRelease) is (kind is UnknownAnswer)


async def test_a_field_that_the_service_does_not_know_is_no_refusal_of_it() -> None:
    with pytest.raises(UnknownCommand):
        await asker({}, Refusal("malformed", "(message)", "is not a field of this command"))(ORDER)
    with pytest.raises(Refusal):
        await asker({}, Refusal("malformed", "as_of", "is not a time that exists"))(ORDER)
