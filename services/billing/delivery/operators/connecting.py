"""Which operator takes which format, as the settings say: a folder of one's own, or connections from a file."""

from dataclasses import dataclass
from typing import Self

from services.billing.delivery.operators.folder import Folder
from services.billing.delivery.operators.handing_over import Operator
from services.messages.billing import DocumentFormat
from services.runtime.settings import Settings


@dataclass(frozen=True)
class Operators:
    """none of a format: nobody takes it, and the customer's next channel has its turn."""

    finvoice: Operator | None = None
    peppol: Operator | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        folder = Folder(settings.einvoice_folder) if settings.einvoice_folder else None
        return cls(folder, folder)

    def of_format(self, wanted: DocumentFormat) -> Operator | None:
        return self.finvoice if wanted == "finvoice" else self.peppol
