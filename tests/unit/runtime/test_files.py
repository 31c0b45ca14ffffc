"""Files larger than one message: in parts, and whole again or not at all."""

from typing import Any
from uuid import uuid4

import pytest

from services.messages.billing import InvoiceDocument, ShowInvoicePdf
from services.messages.values import Role, Viewer
from services.runtime.commands import files
from services.runtime.commands.sizes import body_of

QUERY = ShowInvoicePdf(invoice_id=uuid4(), viewer=Viewer(person_id=uuid4(), role=Role.FINANCE))


def answering(*made: bytes) -> Any:
    """The first file to the first question, and so on; the last to all that follow."""
    asked: list[int] = []

    async def ask(query: ShowInvoicePdf) -> InvoiceDocument:
        whole = made[min(len(asked), len(made) - 1)]
        asked.append(query.part)
        part = files.part_of(whole, query.part)
        answer = InvoiceDocument(number=1, pdf=part.content, parts=part.parts, sha256=part.sha256)
        body_of(answer)  # refuses what no message holds
        return answer

    return ask


@pytest.mark.parametrize("size", [0, 1, files.PART, files.PART + 1, 5 << 20])
async def test_a_file_of_any_size_comes_whole_in_messages_that_are_taken(size: int) -> None:
    whole = bytes(number % 251 for number in range(size))
    first, file = await files.whole_file(answering(whole), QUERY, lambda part: part.pdf)
    assert file == whole
    assert first.parts == max(1, -(-size // files.PART))
    assert len(first.pdf) <= 512 << 10


async def test_parts_of_two_files_are_nobodys_file() -> None:
    one, other = (letter * (files.PART + 1) for letter in (b"a", b"b"))
    with pytest.raises(files.OtherFileError):
        await files.whole_file(answering(one, other), QUERY, lambda part: part.pdf)
