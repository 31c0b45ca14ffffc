"""The inquiry's steps: what is still lacking, and the order that they become."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from services.messages.promises import Promises
from services.portal.pages.public.inquiry_steps import (
    STEPS,
    ForWhom,
    Whole,
    check_begin,
    check_size,
    order,
    step_of,
    storable,
    unfinished,
)
from services.web.pages.forms import Filled, Form

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
TYPED = {
    "organisation_name": " Lumijärven kunta ",
    "business_id": "02012566",
    "foreign_id": "",
    "country": "FI",
    "organisation_kind": "public",
    "street": "Kirkkotie 1",
    "postal_code": "41930",
    "town": "Lumijärvi",
    "invoice_email": "laskut@lumijarvi.example",
    "contact_given_name": "Raija",
    "contact_family_name": "Rantala",
    "contact_email": "raija@lumijarvi.example",
    "audience": "group",
    "headcount": "5",
    "region": "Keski-Suomi",
    "remote_ok": "",
    "duration_minutes": "90",
    "template": "year",
    "preferred_weekdays": ["3", "0", "3"],
    "preferred_times": ["morning"],
    "preferred_from": "2027-01-18",
    "wishes": ["clarify_roles", "clarify_roles"],
    "themes": [],
    "message": "",
    "language": "fi",
}


@pytest.mark.parametrize(
    ("lacking", "step"), [("town", 1), ("contact_email", 1), ("headcount", 2), ("wishes", 3), ("language", 3)]
)
def test_the_first_step_that_lacks_something_is_the_next_one(lacking, step):
    assert unfinished({name: value for name, value in TYPED.items() if name != lacking}) == step
    assert step_of(lacking) == step


def test_when_nothing_is_lacking_the_inquiry_can_be_checked():
    assert unfinished(TYPED) is None


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"headcount": "1"}, "fewer"),
        ({"headcount": "13"}, "more"),
        ({"audience": "work_community", "headcount": "2"}, "fewer"),
        ({"audience": "individual", "headcount": "2"}, "more"),
    ],
)
def test_a_number_that_no_contract_takes_is_said_at_its_own_step(said, fault):
    form = Filled[ForWhom](TYPED | said).check(ForWhom)
    check_size(form, Promises())
    assert fault in form.errors["headcount"]


@pytest.mark.parametrize(
    ("day", "is_none"),
    [("2026-11-29", True), ("2026-11-30", False), ("", False), ("2028-11-30", False), ("2099-12-31", True)],
)
def test_a_first_day_that_is_over_or_far_ahead_is_said_at_its_own_step(day, is_none):
    form = Filled[ForWhom](TYPED | {"preferred_from": day}).check(ForWhom)
    check_begin(form, NOW.date())
    assert ("preferred_from" in form.errors) is is_none


@pytest.mark.parametrize(
    ("field", "typed"),
    [("preferred_weekdays", ["7"]), ("preferred_times", ["night"]), ("preferred_from", "0027-01-18")],
)
def test_a_day_or_time_that_there_is_not_is_said_at_its_own_step(field, typed):
    form = Filled[Form](TYPED | {field: typed}).check(STEPS[2])
    assert [name.partition(".")[0] for name in form.errors] == [field]


def test_when_people_would_like_to_meet_is_ordered_as_it_was_typed_each_choice_once():
    said = order(Filled[Whole](TYPED).check(Whole).data, uuid4(), NOW)
    assert (said.preferred_weekdays, [str(one) for one in said.preferred_times]) == ([3, 0], ["morning"])
    assert said.preferred_from == date(2027, 1, 18)
    nothing = {"preferred_weekdays": [], "preferred_times": [], "preferred_from": ""}
    said = order(Filled[Whole](TYPED | nothing).check(Whole).data, uuid4(), NOW)
    assert (said.preferred_weekdays, said.preferred_times, said.preferred_from) == ([], [], None)


def test_a_work_community_of_25_may_be_asked_for():
    form = Filled[ForWhom](TYPED | {"audience": "work_community", "headcount": "25"}).check(ForWhom)
    check_size(form, Promises())
    assert form.is_valid


def test_an_empty_inquiry_begins_at_the_first_step():
    assert unfinished({}) == 1


def test_all_steps_together_are_the_whole_without_a_field_asked_twice():
    asked = [field for form in STEPS.values() for field in form.model_fields]
    assert sorted(asked) == sorted(Whole.model_fields)


def test_the_order_says_what_was_typed_each_choice_once_and_the_empty_ones_not_at_all():
    inquiry_id = uuid4()
    said = order(Filled[Whole](TYPED).check(Whole).data, inquiry_id, NOW)
    assert said.inquiry_id == inquiry_id and said.as_of == NOW
    assert said.organisation_name == "Lumijärven kunta" and said.business_id == "0201256-6"
    assert said.address.model_dump() == {
        "country": "FI",
        "street": "Kirkkotie 1",
        "postal_code": "41930",
        "town": "Lumijärvi",
    }
    assert [str(wish) for wish in said.wishes] == ["clarify_roles"] and said.themes == []
    assert said.headcount == 5 and said.remote_ok is False and said.message == ""


def test_what_a_database_cannot_hold_is_left_out_before_it_is_kept():
    assert storable({"town": "Lumi\0järvi", "wishes": ["a\0", "b"]}) == {
        "town": "Lumijärvi",
        "wishes": ["a", "b"],
    }


@pytest.mark.parametrize(
    "typed, lacks",
    [
        ({"organisation_kind": "private_person", "organisation_name": "", "business_id": ""}, []),
        ({"organisation_kind": "private_person"}, []),
        ({"organisation_kind": "unregistered", "business_id": ""}, []),
        ({"organisation_kind": "unregistered", "organisation_name": ""}, ["organisation_name"]),
        ({"business_id": ""}, ["business_id"]),
        ({"business_id": "", "country": "SE", "postal_code": "111 22"}, ["foreign_id"]),
        ({"business_id": "", "foreign_id": "SE 556036-0793", "country": "SE", "postal_code": "111 22"}, []),
        ({"country": "SE", "postal_code": ""}, []),
        ({"postal_code": ""}, ["postal_code"]),
        ({"country": "Sverige"}, ["country"]),
    ],
)
def test_each_kind_of_customer_is_asked_for_what_it_has(typed, lacks):
    form = Filled[Form](TYPED | typed).check(STEPS[1])
    assert sorted(form.errors) == lacks


def test_what_a_private_person_typed_of_an_organisation_is_not_kept():
    typed = TYPED | {"organisation_kind": "private_person"}
    said = order(Filled[Whole](typed).check(Whole).data, uuid4(), NOW)
    assert (said.organisation_name, said.business_id) == (None, None)


def test_a_private_person_whose_name_an_invoice_cannot_show_is_asked_for_it_in_latin_letters_and_only_then():
    own = {"organisation_kind": "private_person", "contact_given_name": "小明", "contact_family_name": "王"}
    form = Filled[Form](TYPED | own | {"latin_name": ""}).check(STEPS[1])
    assert list(form.errors) == ["latin_name"]
    typed = TYPED | own | {"latin_name": "Wang Xiaoming"}
    said = order(Filled[Whole](typed).check(Whole).data, uuid4(), NOW)
    assert (said.organisation_name, said.contact_given_name) == ("Wang Xiaoming", "小明")
    for other in (
        {"organisation_kind": "company"},
        {"contact_given_name": "Zoë", "contact_family_name": "Ω"},
    ):
        assert Filled[Form](TYPED | own | other).check(STEPS[1]).is_valid
    again = Filled[Form](typed | {"latin_name": "王"}).check(STEPS[1])
    assert list(again.errors) == ["latin_name"]


def test_who_meets_nowhere_chooses_a_region_or_a_distance():
    assert list(Filled[Form](TYPED | {"region": ""}).check(STEPS[2]).errors) == ["region"]
    assert Filled[Form](TYPED | {"region": "", "remote_ok": "true"}).check(STEPS[2]).is_valid
