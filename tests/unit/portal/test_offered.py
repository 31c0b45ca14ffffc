"""What the inquiry offers: what has a price, now or from a day to come."""

from datetime import date

from services.messages.intake import PriceLine
from services.messages.lengths import ASKED_FOR
from services.messages.values import Audience, SessionFormat
from services.portal.pages.public.inquiry_steps import ForWhom
from services.portal.pages.public.offered import check_offered, offered_by
from services.web.pages.forms import Filled

TYPED = {"headcount": "1", "remote_ok": "true", "template": "short"}


def line(kind: SessionFormat, minutes: int) -> PriceLine:
    return PriceLine(format=kind, duration_minutes=minutes, price_cents=10_000, valid_from=date(2030, 1, 1))


def test_a_kind_without_a_price_is_not_offered() -> None:
    offers = offered_by([line("individual", 60), line("individual", 75)])
    assert offers.lengths == [60, 75] and offers.audiences == ["individual", "manager"]


def test_as_long_as_there_is_no_price_list_what_is_usual_is_offered() -> None:
    offers = offered_by([])
    assert offers.lengths == list(ASKED_FOR) and offers.audiences == [one.value for one in Audience]


def test_a_length_that_only_another_kind_has_is_told_at_its_field() -> None:
    offers = offered_by([line("individual", 60), line("group", 90)])
    for audience, minutes, right in (
        ("individual", "60", True),
        ("individual", "90", False),
        ("pair", "90", True),
    ):
        form = Filled[ForWhom](TYPED | {"audience": audience, "duration_minutes": minutes}).check(ForWhom)
        check_offered(form, offers)  # type: ignore[arg-type]  # a step's form is one
        assert form.is_valid is right and ("duration_minutes" in form.errors) is not right
