"""What carries a Finvoice between operators: whom it goes to, within it, and the SOAP frame before it.

Source: Finance Finland, Finvoice 3.0 schema of 17 December 2020, MessageTransmissionDetails; its forwarding guidelines
with the ebXML message header 2.0. The frame is a document of its own before the invoice in the same file.
"""

from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, fromstring, tostring

from services.billing.documents.electronic.elements import element
from services.billing.documents.electronic.finvoice import ENCODING

_SCHEMA = "http://www.pankkiyhdistys.fi/verkkolasku/finvoice/finvoice.xsd"
_NAMES = {
    "xmlns:SOAP-ENV": "http://schemas.xmlsoap.org/soap/envelope/",
    "xmlns:eb": "http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
}


@dataclass(frozen=True)
class End:
    """One end of the way. scheme, address: of the party; intermediator: its operator."""

    scheme: str
    address: str
    intermediator: str


@dataclass(frozen=True)
class Transmission:
    """message_id: another for each message, also of the same invoice. at: with its offset from UTC."""

    sender: End
    receiver: End
    message_id: str
    at: datetime


def addressed(finvoice: bytes, carried: Transmission) -> bytes:
    """The same invoice, with its way as the first part of it."""
    root = fromstring(finvoice)
    root.insert(0, _details(carried))
    made: bytes = tostring(root, encoding=ENCODING, xml_declaration=True)
    return made


def soap(carried: Transmission, number: str) -> bytes:
    """Before the invoice of that number."""
    root = element(
        "SOAP-ENV:Envelope",
        element("SOAP-ENV:Header", _header(carried)),
        element("SOAP-ENV:Body", _manifest(number)),
        **_NAMES,
    )
    made: bytes = tostring(root, encoding=ENCODING, xml_declaration=True)
    return made + b"\n"


def _details(carried: Transmission) -> Element:
    return element(
        "MessageTransmissionDetails",
        element("MessageSenderDetails", _end(carried.sender, "From")),
        element("MessageReceiverDetails", _end(carried.receiver, "To")),
        element(
            "MessageDetails",
            element("MessageIdentifier", carried.message_id),
            element("MessageTimeStamp", _time(carried)),
        ),
    )


def _end(end: End, which: str) -> list[Element]:
    return [
        element(f"{which}Identifier", end.address, SchemeID=end.scheme),
        element(f"{which}Intermediator", end.intermediator),
    ]


def _time(carried: Transmission) -> str:
    return carried.at.isoformat(timespec="seconds")


def _header(carried: Transmission) -> Element:
    return element(
        "eb:MessageHeader",
        _party("eb:From", carried.sender.address, "Sender"),
        _party("eb:From", carried.sender.intermediator, "Intermediator"),
        _party("eb:To", carried.receiver.address, "Receiver"),
        _party("eb:To", carried.receiver.intermediator, "Intermediator"),
        element("eb:CPAId", "yoursandmycpa"),
        element("eb:Service", "Routing"),
        element("eb:Action", "ProcessInvoice"),
        element(
            "eb:MessageData",
            element("eb:MessageId", carried.message_id),
            element("eb:Timestamp", _time(carried)),
        ),
        **{"SOAP-ENV:mustUnderstand": "1", "eb:version": "2.0"},
    )


def _party(which: str, address: str, role: str) -> Element:
    return element(which, element("eb:PartyId", address), element("eb:Role", role))


def _manifest(number: str) -> Element:
    schema = element("eb:Schema", **{"eb:location": _SCHEMA, "eb:version": "2.0"})
    reference = element("eb:Reference", schema, **{"eb:id": "Finvoice", "xlink:href": number})
    return element("eb:Manifest", reference, **{"eb:id": "Manifest", "eb:version": "2.0"})
