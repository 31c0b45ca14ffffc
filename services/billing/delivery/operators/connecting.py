"""Which operator takes which format, as the settings say: connections from a file, or else a folder of one's own."""

from dataclasses import dataclass
from typing import Self

from services.billing.delivery.operators import settings as operators
from services.billing.delivery.operators.folder import Folder
from services.billing.delivery.operators.handing_over import Operator
from services.billing.delivery.operators.https import Https
from services.billing.delivery.operators.settings import FolderSaid, HttpsSaid, Said
from services.billing.delivery.operators.sftp import Sftp
from services.messages.billing import DocumentFormat
from services.runtime.settings import Settings


@dataclass(frozen=True)
class Operators:
    """none of a format: nobody takes it, and the customer's next channel has its turn."""

    finvoice: Operator | None = None
    peppol: Operator | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Raises OSError, ValueError where the file cannot be read."""
        if settings.einvoice_operators:
            said = operators.read(settings.einvoice_operators)
            return cls(_connection(said.finvoice), _connection(said.peppol))
        folder = Folder(settings.einvoice_folder) if settings.einvoice_folder else None
        return cls(folder, folder)

    def of_format(self, wanted: DocumentFormat) -> Operator | None:
        return self.finvoice if wanted == "finvoice" else self.peppol


def _connection(said: Said | None) -> Operator | None:
    if said is None:
        return None
    if isinstance(said, FolderSaid):
        return Folder(said.path, said.frame, said.intermediator)
    return Https(said) if isinstance(said, HttpsSaid) else Sftp(said)
