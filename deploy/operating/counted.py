"""What is counted of a platform, and an event as its stream holds it."""

import dataclasses


@dataclasses.dataclass
class Figures:
    """actions and history_bytes: of the dearest process that held sessions, from inquiry to its end."""

    processes: int = 0
    sessions_held: int = 0
    sessions_billable: int = 0
    sessions_invoiced: int = 0
    sessions_on_hold: int = 0
    sessions_billed_by_hand: int = 0
    invoices: int = 0
    invoice_total_cents: int = 0
    reviews: int = 0
    redirected: int = 0
    actions_per_process_year: int = 0
    history_bytes_per_process_year: int = 0
    skip_events: int = 0
    mails: int = 0
    mail_copies: int = 0
    parked: int = 0
    duplicates: int = 0
    lost: int = 0
    gaps_in_numbers: int = 0


@dataclasses.dataclass(frozen=True)
class StoredEvent:
    """What a stream holds of one event; none for the place within its aggregate: the envelope cannot be read."""

    seq: int
    event_id: str | None
    aggregate_id: str | None
    version: int | None
