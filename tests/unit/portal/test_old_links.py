"""What became of a paper is said in a sentence of its own, whatever it is."""

from typing import get_args

from services.messages.contracts import WhatBecame
from services.portal.pages.processes.agreeing import sign


def test_an_old_link_has_a_sentence_for_all_that_can_have_become_of_its_paper() -> None:
    assert set(sign._BECAME) == set(get_args(WhatBecame))
