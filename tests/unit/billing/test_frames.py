"""What carries a Finvoice: whom it goes to within it, and the SOAP frame before it."""

from datetime import datetime
from xml.etree.ElementTree import fromstring
from zoneinfo import ZoneInfo

from services.billing.documents.electronic import finvoice, finvoice_reading, frames
from tests.unit.billing.electronic.test_electronic import CREDIT, INVOICE

CARRIED = frames.Transmission(
    sender=frames.End("0037", "003720774740", "NDEAFIHH"),
    receiver=frames.End("0037", "003702012566", "003721291126"),
    message_id="01a2b3c4-0000-7000-8000-000000000001",
    at=datetime(2027, 6, 1, 7, 30, tzinfo=ZoneInfo("Europe/Helsinki")),
)
EB = "{http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd}"
SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"


def test_an_addressed_invoice_says_the_same_and_begins_with_its_way() -> None:
    for invoice in (INVOICE, CREDIT):
        made = frames.addressed(finvoice.write(invoice), CARRIED)
        assert finvoice_reading.read(made) == invoice
        way = fromstring(made)[0]
        assert way.tag == "MessageTransmissionDetails"
        assert [(one.tag, one.text, one.attrib) for one in way.iter() if len(one) == 0] == [
            ("FromIdentifier", "003720774740", {"SchemeID": "0037"}),
            ("FromIntermediator", "NDEAFIHH", {}),
            ("ToIdentifier", "003702012566", {"SchemeID": "0037"}),
            ("ToIntermediator", "003721291126", {}),
            ("MessageIdentifier", "01a2b3c4-0000-7000-8000-000000000001", {}),
            ("MessageTimeStamp", "2027-06-01T07:30:00+03:00", {}),
        ]


def test_the_frame_names_both_ends_and_both_operators_and_the_same_message() -> None:
    root = fromstring(frames.soap(CARRIED, "1001"))
    assert [one.tag for one in root] == [f"{SOAP}Header", f"{SOAP}Body"]
    header = root.find(f"{SOAP}Header/{EB}MessageHeader")
    assert header is not None
    assert header.attrib == {f"{SOAP}mustUnderstand": "1", f"{EB}version": "2.0"}
    ends = [(one.tag.removeprefix(EB), *(part.text for part in one)) for one in header[:4]]
    assert ends == [
        ("From", "003720774740", "Sender"),
        ("From", "NDEAFIHH", "Intermediator"),
        ("To", "003702012566", "Receiver"),
        ("To", "003721291126", "Intermediator"),
    ]
    assert [one.tag.removeprefix(EB) for one in header[4:]] == ["CPAId", "Service", "Action", "MessageData"]
    assert [one.text for one in header[4:7]] == ["yoursandmycpa", "Routing", "ProcessInvoice"]
    assert [one.text for one in header[7]] == [CARRIED.message_id, "2027-06-01T07:30:00+03:00"]
    manifest = root.find(f"{SOAP}Body/{EB}Manifest/{EB}Reference")
    assert manifest is not None and manifest.get("{http://www.w3.org/1999/xlink}href") == "1001"


def test_the_frame_is_a_document_of_its_own_before_the_invoice() -> None:
    invoice = frames.addressed(finvoice.write(INVOICE), CARRIED)
    whole = frames.soap(CARRIED, "1001") + invoice
    first, second = (b"<?xml" + part for part in whole.split(b"<?xml")[1:])
    assert fromstring(first).tag == f"{SOAP}Envelope"
    assert second == invoice
