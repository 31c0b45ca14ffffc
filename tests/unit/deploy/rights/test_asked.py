"""Who asks what: written down as the code has it, and of what people wrote in confidence little can be asked."""

from deploy.rights.asked import found, programs, recorded
from deploy.rights.table import table


def test_who_asks_what_is_written_down_as_the_code_has_it() -> None:
    assert recorded() == found(), "run python -m tests.messages.record"


def test_notes_are_asked_for_by_the_console_alone() -> None:
    may = {
        (name, subject)
        for name, rights in table(local=False).items()
        for subject in rights.publish
        if subject.endswith(".sessions.read_note")
    }
    assert {name for name, _ in may} == {"console"}
    assert all(subject.startswith("viewed_at_console.") for _, subject in may)


def test_only_who_runs_the_platform_may_say_everything() -> None:
    for local in (True, False):
        rights = table(local=local)
        assert rights.keys() == {*programs(), "operator"}
        assert {name for name, one in rights.items() if ">" in (*one.publish, *one.subscribe)} == {"operator"}


def test_elsewhere_nobody_moves_the_clock_nor_lists_streams() -> None:
    said = {subject for name in programs() for subject in table(local=False)[name].publish}
    assert not {"clock.moved", "$JS.API.STREAM.LIST"} & said
