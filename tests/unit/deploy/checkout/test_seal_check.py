"""Whether an outside authority would say the time of seals: one on this machine, none, and one that refuses."""

import sys
from pathlib import Path

from deploy.checkout import seal_check
from deploy.checkout.mail_check import Said
from tests.time_authority import Authority, stamps
from tests.unit.paper_seals.papers import AT


def look(url: str) -> Said:
    [said] = seal_check.look(Path(sys.executable), {"LUOTSI_SEAL_AUTHORITY_URL": url} if url else {})
    return said


def test_without_an_authority_nothing_is_missing_and_it_is_said_whose_clock_counts() -> None:
    _what, well, found, _remedy = look("")
    assert well and "proves nothing to others" in found


def test_an_authority_that_says_the_time_is_well_and_was_told_a_hash_alone() -> None:
    with Authority(stamps) as authority:
        _what, well, found, _remedy = look(authority.url)
    assert well and AT.replace(microsecond=0).isoformat() in found
    [asked] = authority.asked
    assert len(asked) < 200


def test_an_authority_that_says_none_is_missing_with_a_remedy() -> None:
    with Authority(lambda _: (503, b"")) as authority:
        _what, well, found, remedy = look(authority.url)
    assert not well and authority.url in found and "LUOTSI_SEAL_AUTHORITY_URL" in remedy
