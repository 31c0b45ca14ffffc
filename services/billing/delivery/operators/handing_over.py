"""What is handed to an operator, and what may be said to that."""

from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from services.messages.billing import DeliveryFault, DocumentFormat

Frame = Literal["none", "soap"]


@dataclass(frozen=True)
class Outgoing:
    """One file. name: the same for the same message, so that it is written over and never beside itself."""

    name: str
    content: bytes
    wanted: DocumentFormat
    message_id: UUID


class Refused(Exception):
    """It will never be taken as it is."""

    def __init__(self, reason: DeliveryFault) -> None:
        super().__init__(reason)
        self.reason = reason


class NotReached(Exception):
    """Nobody took it this time: worth another try."""

    def __init__(self, reason: DeliveryFault) -> None:
        super().__init__(reason)
        self.reason = reason


class Operator(Protocol):
    """frame: around a Finvoice. intermediator: under which our operator is addressed; empty for our bank."""

    @property
    def frame(self) -> Frame: ...
    @property
    def intermediator(self) -> str: ...

    async def send(self, message: Outgoing) -> Literal["sent", "taken"]:
        """taken: it has said that it has it. Raises Refused, NotReached."""
