"""What the tests of letters share."""

from collections.abc import Iterator
from email import policy

import pytest

from services.notices.composing import letters
from tests.unit.notices.sample_letters import Headers


@pytest.fixture(scope="module")
def headers_written_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(letters, "MAIL_POLICY", policy.SMTP.clone(header_factory=Headers()))
        yield
