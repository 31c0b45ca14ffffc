"""A command that a page sends is asked once, noted by its own name, said, and refused at its field."""

from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID, uuid4

from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from services.messages.envelope import Command, Done
from services.runtime.commands.refusal import Refusal
from services.web.pages.forms import Filled, Form
from services.web.pages.sending import ProcessPage, send_command, send_form
from services.web.pages.visit import Visit

PROCESS = uuid4()


class PaintDoor(Command[Done]):
    colour: str


class ColourForm(Form):
    colour: str


@dataclass
class Visitor:
    """Tells in order what was done. refuses: how the owner answers."""

    refuses: Refusal | None = None
    done: list[Any] = field(default_factory=list)

    async def ask(self, command: PaintDoor) -> Done:
        if self.refuses:
            raise self.refuses
        self.done.append(command.colour)
        return Done()

    async def note(self, act: type[PaintDoor], process_id: UUID | None, about: UUID | None) -> None:
        self.done.append((act, process_id, about))

    async def go(self, path: str, said: str = "", undo: str = "") -> Response:
        self.done.append((path, said, undo))
        return RedirectResponse(path, 303)

    def text(self, message: str) -> str:
        return f"in Finnish: {message}"


def colour(**values: object) -> Filled[ColourForm]:
    return Filled[ColourForm](dict(values)).check(ColourForm)


async def again() -> Response:
    return PlainTextResponse("the form", 422)


async def paint(visitor: Visitor, form: Filled[ColourForm]) -> Response:
    return await send_form(
        cast(Visit, visitor),
        form,
        lambda typed: PaintDoor(colour=typed.colour),
        then="/door",
        said="The door is painted.",
        shown_again=again,
        process_id=PROCESS,
    )


async def test_a_command_is_asked_noted_by_its_name_and_said():
    visitor = Visitor()
    assert (await paint(visitor, colour(colour="red"))).status_code == 303
    note = (PaintDoor, PROCESS, None)
    assert visitor.done == ["red", note, ("/door", "in Finnish: The door is painted.", "")]


async def test_without_a_form_it_is_the_same_and_may_be_undone():
    visitor = Visitor()
    order, sent = PaintDoor(colour="red"), cast(Visit, visitor)
    await send_command(sent, order, then="/door", said="Painted.", process_id=PROCESS, undo="/back")
    assert visitor.done == ["red", (PaintDoor, PROCESS, None), ("/door", "in Finnish: Painted.", "/back")]


async def test_nothing_is_asked_or_noted_while_the_form_is_wrong():
    visitor = Visitor()
    assert (await paint(visitor, colour(colour=""))).status_code == 422
    assert visitor.done == []


async def test_a_refusal_is_said_at_its_field_and_nothing_is_noted():
    visitor, form = Visitor(refuses=Refusal("slot_taken", "colour")), colour(colour="red")
    assert (await paint(visitor, form)).status_code == 422
    assert list(form.errors) == ["colour"] and visitor.done == []


async def test_what_the_answer_decides_is_asked_of_it():
    visitor, about = Visitor(), uuid4()

    async def later(typed: ColourForm) -> PaintDoor:
        return PaintDoor(colour=typed.colour)

    await send_form(
        cast(Visit, visitor),
        colour(colour="blue"),
        later,
        then=lambda _done: "/blue",
        said=lambda _done: "valmis",
        shown_again=again,
        about=lambda _done: about,
    )
    assert visitor.done == ["blue", (PaintDoor, None, about), ("/blue", "valmis", "")]


@dataclass(frozen=True)
class Process:
    process_id: UUID
    number: str


async def test_a_process_pages_forms_lead_back_to_it_to_another_or_to_the_process():
    for then, path in (
        (None, "/processes/TO-7/door"),
        ("key", "/processes/TO-7/key"),
        ("", "/processes/TO-7"),
    ):
        visitor = Visitor()
        assert (await paint_at(visitor, colour(colour="red"), then)).status_code == 303
        assert visitor.done == ["red", (PaintDoor, PROCESS, None), (path, "in Finnish: Painted.", "")]


async def test_a_process_page_is_shown_again_with_the_form_that_was_refused():
    visitor, form = Visitor(refuses=Refusal("slot_taken", "colour")), colour(colour="red")
    answered = await paint_at(visitor, form)
    assert (answered.status_code, answered.body, visitor.done) == (422, b"['colour']", [])


async def paint_at(visitor: Visitor, form: Filled[ColourForm], then: str | None = None) -> Response:
    async def shown_again(faulty: Filled[Any]) -> Response:
        return PlainTextResponse(str(list(faulty.errors)), 422)

    page = ProcessPage(cast(Visit, visitor), Process(PROCESS, "TO-7"), "door", shown_again)
    return await page.send(form, lambda typed: PaintDoor(colour=typed.colour), said="Painted.", then=then)
