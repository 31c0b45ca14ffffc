"""Everything that the timeline, the worklist and the exceptions can tell has words."""

import inspect
from typing import get_args

from deploy.machine.installation import DOORS
from services.console.board import timeline
from services.console.board.tasks import TaskKind
from services.console.pages.labels.platform import REASONS, SERVERS, SOURCES, STEP_NAMES
from services.console.pages.labels.processes import EVENTS, TASKS
from services.console.pages.mine.day import TASK_PAGES
from services.notices.mailing.post import MAIL
from services.runtime.commands.asking import BROKER
from services.runtime.events.delivery import Unreadable
from services.runtime.events.relaying import Unsendable
from services.runtime.storage.database import DATABASE, TABLES
from tests.messages.hearing import ANSWERS, who_hears
from workflows.activities import Activities
from workflows.temporal_connection import TEMPORAL

OF_A_RUN = {"plan_billing", "run_billing"}
"""They belong to a month, not to a process."""
OF_THE_HOUSE = {"assigned", "assignment_undone"}
"""What the timeline tells beside the events."""


def test_every_step_of_a_process_has_its_words() -> None:
    steps = {
        name for name, what in vars(Activities).items() if hasattr(what, "__temporal_activity_definition")
    }
    assert len(steps) > 8 and steps - OF_A_RUN <= STEP_NAMES.keys()


def test_every_event_that_somebody_hears_has_its_words() -> None:
    heard = {event.partition(".")[2] for event, listeners in who_hears().items() if listeners}
    assert EVENTS.keys() == heard | OF_THE_HOUSE
    assert all(f'"{name}"' in inspect.getsource(timeline) for name in OF_THE_HOUSE)


def test_every_task_has_its_words_and_its_page() -> None:
    assert TASKS.keys() == TASK_PAGES.keys() == set(get_args(TaskKind))


def test_every_program_and_server_that_may_be_away_has_its_name() -> None:
    assert SOURCES.keys() == {*ANSWERS, *DOORS}
    assert SERVERS.keys() == {BROKER, DATABASE, TABLES, TEMPORAL, MAIL}


def test_every_reason_for_which_a_message_is_never_read_or_sent_has_its_words() -> None:
    assert REASONS.keys() == {*get_args(Unreadable), *get_args(Unsendable)}
