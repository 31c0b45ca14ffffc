"""A private person's process, looked for by their name: it is in no event, so nobody else has it to search in."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Query, Reply
from services.messages.values import ShortText, Viewer


class PersonsProcesses(Reply):
    process_ids: list[UUID]


class FindPersonsProcesses(Query[PersonsProcesses]):
    """Of private customers of whose name each of the words begins a word; in the viewer's reach, the newest 100."""

    viewer: Viewer
    words: Annotated[list[ShortText], Field(min_length=1, max_length=50)]
