"""Parts of a printed paper that a page shows as it has them."""

from services.messages.envelope import Reply


class PaperRow(Reply):
    what: str
    value: str


class PaperSection(Reply):
    heading: str
    rows: list[PaperRow]


class PaperTable(Reply):
    """columns: the heads of both."""

    columns: list[str]
    rows: list[PaperRow]
