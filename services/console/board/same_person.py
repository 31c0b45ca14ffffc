"""Two entries of one person on the board: what the one that is gone looked after, is the other's."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.console.board import board_lock, live_changes
from services.console.tables import KnownCommissioner, metadata
from services.messages.directory import PersonsMerged
from services.messages.envelope import snake
from services.runtime.commands.transactions import Work
from services.runtime.same_person import taking_over
from services.runtime.storage.database import execute


async def take_over(work: Work, event: PersonsMerged) -> None:
    """Who acts for a customer by either entry, acts for it."""
    if event.kept_id == event.absorbed_id:
        return
    await work.db.flush()  # what came before in this transaction names the entry that goes
    await taking_over.hold(work.db)
    await board_lock.take(work.db)
    acting = aliased(KnownCommissioner)
    the_same = [
        getattr(acting, name).is_not_distinct_from(getattr(KnownCommissioner, name))
        for name in ("organisation_id", "relation", "department_id")
    ]
    acts = sa.exists().where(col(acting.person_id) == event.absorbed_id, col(acting.acts), *the_same)
    kept_one_has_ended = (col(KnownCommissioner.person_id) == event.kept_id) & ~col(KnownCommissioner.acts)
    await execute(work.db, sa.delete(KnownCommissioner).where(kept_one_has_ended, acts))
    await taking_over.take_over(work.db, metadata, event.kept_id, event.absorbed_id)
    await live_changes.note(work.db, None, snake(type(event).__name__))
