"""Tables whose rows only ever grow: the database itself refuses any change to them."""

from collections.abc import Callable

import sqlalchemy as sa

_REFUSE_CHANGE = """
CREATE FUNCTION refuse_change_of_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'issued invoices are never changed' USING ERRCODE = 'restrict_violation';
END $$
"""


def keep_unchanged(metadata: sa.MetaData, *names: str) -> None:
    """Declares the triggers of these tables; they are made with the tables."""
    sa.event.listen(metadata, "before_create", _carrying_out(_REFUSE_CHANGE))
    for name in names:
        for trigger in (
            f"CREATE TRIGGER {name}_unchanged BEFORE UPDATE OR DELETE ON {name} FOR EACH ROW",
            f"CREATE TRIGGER {name}_not_emptied BEFORE TRUNCATE ON {name} FOR EACH STATEMENT",
        ):
            refusing = _carrying_out(f"{trigger} EXECUTE FUNCTION refuse_change_of_issued()")
            sa.event.listen(metadata.tables[name], "after_create", refusing)


def _carrying_out(statement: str) -> Callable[..., None]:
    def carry_out(_: object, connection: sa.Connection, **__: object) -> None:
        connection.execute(sa.text(statement))

    return carry_out
