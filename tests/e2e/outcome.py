"""What a year leaves behind on a platform, in a form in which two years can be held against each other."""

import dataclasses
from collections import Counter
from typing import Any

from deploy.machine.installation import Installation
from deploy.operating.counted import Figures
from deploy.operating.figures import count
from tests.e2e.reading import mails_in, rows

UNLIKE = {"skip_events", "mail_copies", "actions_per_process_year", "history_bytes_per_process_year"}
"""Figures that kills may change: what it cost, and copies of a mail under the same Message-ID."""

ROWS = {
    "sessions": (
        "SELECT process_id, number, starts_at, status, sequence FROM session ORDER BY process_id, number",
        "SELECT process_id, kind, status FROM review ORDER BY process_id, kind",
        "SELECT session_id, person_id FROM attendance ORDER BY session_id, person_id",
    ),
    "billing": (
        "SELECT session_id, kind, percent, price_cents FROM billable_item ORDER BY session_id",
        """SELECT session_id, line.performed_on, net_cents, credited_by
           FROM invoice_line AS line JOIN billable_item USING (item_id) ORDER BY session_id""",
        "SELECT process_id, period, net_cents, vat_cents, gross_cents FROM invoice ORDER BY process_id, period",
        "SELECT number FROM invoice ORDER BY number",
    ),
    "contracts": (
        "SELECT process_id, version, status FROM contract ORDER BY process_id, version",
        "SELECT process_id, party, person_id FROM signature ORDER BY process_id, party",
    ),
    "intake": ("SELECT process_id, number, status FROM inquiry ORDER BY process_id",),
}


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What a year has left behind, without the moments at which it was done. rows: in an order of their own, since two
    of one number, the one called off and what came in its place, have none.

    letters: to whom and about what, one for each Message-ID; the ids of some follow from ids made by chance.
    """

    figures: dict[str, int]
    rows: dict[str, list[tuple[Any, ...]]]
    letters: list[tuple[str, str]]

    @classmethod
    async def of(cls, installation: Installation, figures: Figures | None = None) -> "Outcome":
        """figures: where they were counted already."""
        counted = dataclasses.asdict(figures or await count(installation))
        found = {
            query: sorted((tuple(row) for row in await rows(installation, service, query)), key=str)
            for service, queries in ROWS.items()
            for query in queries
        }
        letters = {
            mail["Message-ID"]: (mail["Delivered-To"], mail["Subject"])
            for mail in mails_in(installation.mail)
        }
        like = {name: value for name, value in counted.items() if name not in UNLIKE}
        return cls(like, found, sorted(letters.values()))

    def unlike(self, other: "Outcome") -> list[str]:
        """What differs, a line each; nothing: the same came out of both."""
        figures = [
            f"{name}: {value:,} here, {other.figures[name]:,} there"
            for name, value in self.figures.items()
            if value != other.figures[name]
        ]
        rows = [
            line
            for query, found in self.rows.items()
            for line in _only_in_one(found, other.rows[query], f"  ({query})")
        ]
        return [*figures, *rows, *_only_in_one(self.letters, other.letters)]


def _only_in_one(here: list[tuple[Any, ...]], there: list[tuple[Any, ...]], of: str = "") -> list[str]:
    mine, others = Counter(here), Counter(there)
    return [
        f"only {where}{f', {times} times' if times > 1 else ''}: {what}{of}"
        for where, more in (("here", mine - others), ("there", others - mine))
        for what, times in sorted(more.items(), key=str)
    ]
