"""What an ending comes to is pressed as it was shown, or looked at again."""

from datetime import date

import pytest

from services.messages.contracts import NoticePeriod, TerminationPreview
from services.messages.sessions import EndingPreview
from services.runtime.commands.refusal import Refusal
from services.web.pages.process_forms.ending import Ending, refuse_unseen


def ending(*, already: bool = False) -> Ending:
    last_day = date(2027, 5, 10)
    said = TerminationPreview(
        last_day=last_day, notice=NoticePeriod(unit="months", number=1), may_terminate=True, already=already
    )
    return Ending(said, EndingPreview(standing=[], called_off=[]))


def test_what_has_changed_since_it_was_shown_is_not_pressed() -> None:
    with pytest.raises(Refusal, match="ending_changed"):
        refuse_unseen(ending(), "1-4")
    for seen in ("", "0-0"):
        refuse_unseen(ending(), seen)


def test_said_again_after_it_has_ended_it_is_the_same_word() -> None:
    refuse_unseen(ending(already=True), "1-4")
