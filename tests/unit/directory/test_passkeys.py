"""When a passkey's counter betrays a copy of the device."""

import pytest

from services.directory.passkeys import is_cloned


@pytest.mark.parametrize(("last", "said"), [(0, 0), (0, 1), (0, 7), (7, 8), (7, 4_294_967_295)])
def test_a_counter_that_rises_or_was_never_there_is_the_device_itself(last: int, said: int) -> None:
    assert not is_cloned(last, said)


@pytest.mark.parametrize(("last", "said"), [(7, 6), (7, 7), (1, 0)])
def test_a_counter_that_goes_back_or_stands_still_is_a_copy(last: int, said: int) -> None:
    assert is_cloned(last, said)
