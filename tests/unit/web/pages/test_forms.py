"""What was typed is kept, each fault is said at its field, and what was sent is never repeated as a reason."""

from datetime import date
from typing import Annotated, Literal

import httpx
import pytest
from fastapi import Depends, FastAPI
from pydantic import BaseModel, Field

from services.messages.values import BusinessId, Email
from services.runtime.commands.refusal import Refusal
from services.web.pages.forms import Filled, Form, described, filled


class MeetingForm(Form):
    name: Annotated[str, Field(max_length=10)]
    kind: Literal["one", "two"] = "one"
    minutes: Annotated[int, Field(ge=30, le=240)] = 45
    on: date | None = None
    email: Email | None = None
    business_id: BusinessId | None = None
    wishes: list[str] = []


def meeting(**values: object) -> Filled[MeetingForm]:
    return Filled[MeetingForm](dict(values)).check(MeetingForm)


def test_a_good_form_gives_its_data_without_the_spaces_around():
    form = meeting(name=" Aino ", minutes="60", on="2027-01-07", wishes=["a", "b"])
    assert form.is_valid and not form.errors
    assert form.data == MeetingForm(name="Aino", minutes=60, on=date(2027, 1, 7), wishes=["a", "b"])


def test_an_empty_input_counts_as_not_sent():
    form = meeting(name="", minutes="", email="")
    assert form.errors == {"name": "Fill in this field."}
    with pytest.raises(LookupError):
        _ = form.data


@pytest.mark.parametrize(
    "field, typed, said",
    [
        ("name", "x" * 11, "This text is too long."),
        ("kind", "three", "Choose one of the alternatives."),
        ("minutes", "an hour", "Write a whole number."),
        ("minutes", "10", "This number is too small."),
        ("minutes", "1000", "This number is too large."),
        ("on", "7.1.", "Write a date."),
        ("email", "aino", "This is not a valid mail address."),
        (
            "email",
            "äiti@kunta.fi",
            "Mail cannot be sent to such letters before the @. Letters from a to z and digits can be used.",
        ),
        ("email", "a" * 65 + "@kunta.fi", "The part before the @ is too long for a mail address."),
        ("business_id", "123", "This is not a valid business ID (Y-tunnus), such as 1234567-1."),
    ],
)
def test_each_fault_is_said_at_its_field_and_the_text_is_kept(field, typed, said):
    form = meeting(**({"name": "Aino"} | {field: typed}))
    assert form.errors == {field: said} and form.values[field] == typed


async def test_a_refusal_is_said_at_the_field_that_it_names_or_for_the_whole():
    async def refuse(typed: MeetingForm) -> int:
        raise Refusal("slot_taken", typed.kind)

    at_field, whole = meeting(name="A", kind="one", one="x"), meeting(name="A", kind="two")
    assert await at_field.carry_out(refuse) is None and await whole.carry_out(refuse) is None
    assert at_field.errors == {"one": "This time has just been taken. Choose another one."}
    assert whole.said == "This time has just been taken. Choose another one." and not whole.errors


async def test_what_a_form_carries_unseen_is_told_of_the_whole_since_no_link_leads_to_it():
    class CarryingForm(Form):
        seen: str

    async def refuse(_: CarryingForm) -> int:
        raise Refusal("set_meanwhile", "seen")

    form = Filled[CarryingForm]({"seen": "earlier"}).check(CarryingForm)
    assert await form.carry_out(refuse) is None
    assert form.said.startswith("Somebody else has saved this meanwhile.") and not form.errors


async def test_a_message_that_cannot_be_made_is_a_fault_of_its_field():
    class Order(BaseModel):
        name: Annotated[str, Field(min_length=5)]

    async def order(typed: MeetingForm) -> Order:
        return Order(name=typed.name)

    form = meeting(name="Ai")
    assert await form.carry_out(order) is None
    assert form.errors == {"name": "Fill in this field."}


async def test_nothing_is_carried_out_while_something_is_wrong():
    async def never(_: MeetingForm) -> int:
        raise AssertionError

    assert await meeting(name="").carry_out(never) is None


def app() -> FastAPI:
    made = FastAPI()

    @made.post("/", openapi_extra=described(MeetingForm))
    async def take(form: Annotated[Filled[MeetingForm], Depends(filled(MeetingForm))]) -> dict[str, object]:
        return {"values": form.values, "errors": form.errors}

    return made


async def test_fields_are_read_from_a_form_and_from_nothing_else():
    transport = httpx.ASGITransport(app())
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as http:
        good = await http.post("/", data={"name": ["first", "last"], "wishes": ["a", "b"], "stray": "x"})
        as_json = await http.post("/", json={"name": "Aino"})
        torn = await http.post(
            "/", content=b"--x\r\nrubbish", headers={"content-type": "multipart/form-data"}
        )
        as_file = await http.post("/", files={"name": b"a file"})
        many = await http.post("/", data={f"field{number}": "x" for number in range(400)})
    assert good.json()["values"]["name"] == "last" and good.json()["values"]["wishes"] == ["a", "b"]
    assert "stray" not in good.json()["values"]
    assert as_json.status_code == 415
    assert {torn.status_code, as_file.status_code, many.status_code} == {400}


def test_the_description_says_what_the_form_holds():
    body = described(MeetingForm)["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    assert body["required"] == ["name"] and "$ref" not in str(body)
