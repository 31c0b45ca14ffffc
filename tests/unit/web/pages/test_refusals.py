"""Every refusal that a page can meet has a sentence of its own in the reader's language."""

import importlib
import pkgutil
import re
from pathlib import Path

import services.messages
from services.messages.envelope import Command
from services.runtime.commands.refusal import Refusal
from services.web.pages.refusals import SENTENCES, sentence

SERVICES = Path(services.messages.__file__).parents[1]
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")


def codes_of(docstring: str) -> set[str]:
    """Those that follow "Refuses:", to the end of the sentence; what stands in brackets explains."""
    told = re.sub(r"\([^)]*\)", "", docstring.partition("Refuses:")[2]).partition(".")[0]
    return set(_CODE.findall(told))


def of_the_commands() -> set[str]:
    codes: set[str] = set()
    for module in pkgutil.iter_modules(services.messages.__path__):
        for found in vars(importlib.import_module(f"services.messages.{module.name}")).values():
            if isinstance(found, type) and issubclass(found, Command):
                codes |= codes_of(found.__doc__ or "")
    return codes


def of_the_doors() -> set[str]:
    files = [file for door in ("portal", "console") for file in (SERVICES / door).rglob("*.py")]
    return {code for file in files for code in re.findall(r'Refusal\("(\w+)"', file.read_text())}


def test_the_codes_are_read_from_the_docstrings():
    assert codes_of(
        'Refuses: unknown_process (also one "out_of_reach"),\n    slot_taken. Source: as_of.'
    ) == {
        "unknown_process",
        "slot_taken",
    }
    assert len(of_the_commands()) > 40


def test_a_page_can_say_why_it_was_refused():
    """What is unknown or out of reach has no sentence: it is the page that is not there."""
    mute = of_the_commands().union(of_the_doors()).difference(SENTENCES)
    assert [code for code in sorted(mute) if not code.startswith("unknown_")] == []


def test_a_parked_message_can_say_why_billing_did_not_take_it():
    """Heard, never asked: of the codes that only an event meets, the one that a record can bring about."""
    assert "session_recorded_otherwise" in SENTENCES


def test_of_who_was_marked_present_is_not_said_what_is_said_to_whoever_presses() -> None:
    said = sentence(Refusal("not_a_member", "present"))
    assert "was not a member of the group on that day" in said
    assert sentence(Refusal("not_a_member", "person_id")) == SENTENCES["not_a_member"]


def test_a_sentence_repeats_nothing_of_what_was_sent():
    refusal = Refusal("slot_taken", "starts_at", "2027-01-07T09:00")
    assert "2027" not in sentence(refusal)
    assert sentence(Refusal("never_heard_of")) == "This cannot be done now."
