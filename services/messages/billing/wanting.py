"""References for which invoices wait: the customer's own rule wants them, and it can give them itself."""

from uuid import UUID

from services.messages.directory import ReferenceField
from services.messages.envelope import Query, Reply
from services.messages.values import Viewer


class WantedReference(Reply):
    """One reference of one payer. pattern: what it has to look like, see `ReferencePattern`; empty for anything.

    missing: there is none; else there is one that does not look so. process_numbers: whose invoices wait, of months.
    yours: the viewer gives it with the billing data that they look after; else its department does with its own.
    """

    organisation_id: UUID
    department_id: UUID | None
    department_name: str = ""
    reference: ReferenceField
    pattern: str = ""
    missing: bool
    process_numbers: list[str]
    months: list[str]
    yours: bool = True


class WantedReferences(Reply):
    wanted: list[WantedReference]


class ListWantedReferences(Query[WantedReferences]):
    """What is wanted by now, whatever it was when the run came upon it; empty for who looks after no invoicing.

    organisation_id, department_id: of this payer alone, a whole where there is no department.
    """

    viewer: Viewer
    organisation_id: UUID | None = None
    department_id: UUID | None = None
