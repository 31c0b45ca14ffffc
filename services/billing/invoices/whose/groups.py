"""Which processes are on one invoice: each alone, or those of a department or of the whole customer. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from services.billing.delivery.ways import Way
from services.billing.invoices.invoicing import Customer
from services.billing.items.places import Taxed
from services.messages.directory import Grouping

MOST_TOGETHER = 100
"""[ours] Processes on one invoice, so that people can read it, and one message holds it."""


@dataclass(frozen=True)
class Process:
    """One whose items wait, and who pays for it. number: the readable one; empty where it could not be had."""

    process_id: UUID
    organisation_id: UUID
    department_id: UUID | None
    payment_days: int
    number: str = ""


@dataclass(frozen=True)
class Group:
    """Who gets one invoice, and for which processes. department_id: none for the whole customer.

    together: it is a collective one, also where only one process is on it.
    """

    organisation_id: UUID
    department_id: UUID | None
    processes: tuple[Process, ...]
    together: bool


@dataclass(frozen=True)
class Recipient:
    """A group, and what its invoice needs besides the items."""

    group: Group
    customer: Customer
    taxed: Taxed
    payment_days: int
    way: Way


def grouped(processes: Sequence[Process], how: Mapping[UUID, Grouping]) -> list[Group]:
    """In the order of their first processes; how: by process, as its customer has said."""
    found: dict[tuple[UUID, UUID | None, UUID | None], list[Process]] = {}
    for one in processes:
        grouping = how[one.process_id]
        department_id = None if grouping == "organisation" else one.department_id
        alone = one.process_id if grouping == "process" else None
        found.setdefault((one.organisation_id, department_id, alone), []).append(one)
    return [
        Group(organisation_id, department_id, tuple(some), together=alone is None)
        for (organisation_id, department_id, alone), theirs in found.items()
        for some in _parts(theirs)
    ]


def by_ground(to: Recipient, grounds: Mapping[UUID, str]) -> list[Recipient]:
    """An invoice has one ground of exemption: processes of another are on another. grounds: by process."""
    found: dict[str, list[Process]] = {}
    for one in to.group.processes:
        found.setdefault(grounds.get(one.process_id, ""), []).append(one)
    return [
        replace(to, group=replace(to.group, processes=tuple(theirs))) for _, theirs in sorted(found.items())
    ]


def _parts(processes: Sequence[Process]) -> list[Sequence[Process]]:
    return [processes[at : at + MOST_TOGETHER] for at in range(0, len(processes), MOST_TOGETHER)]
