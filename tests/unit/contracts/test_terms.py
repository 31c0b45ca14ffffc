"""A draft's numbers, from a proposal and from the contract that it renews; and the text that is signed."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.papers import paper, promised_times, terms
from services.contracts.tables import Contract
from services.messages.intake import ProposalCard
from services.messages.promises import Promises
from services.runtime.finland import days_after, local_date, start_of
from tests.unit.contracts.builders import PARTIES, WRITTEN_BY_PEOPLE
from tests.unit.contracts.builders import terms as some_terms


def proposal(**facts):
    card = {
        "process_id": uuid4(),
        "organisation_id": uuid4(),
        "contact_id": uuid4(),
        "supervisor_id": uuid4(),
        "audience": "group",
        "headcount": 5,
        "language": "sv",
        "expectations": "",
        "duration_minutes": 90,
        "base_interval_days": 21,
        "starts_on": date(2027, 1, 18),
        "ends_on": date(2027, 12, 10),
        "price_cents": 17500,
        "valid_until": date(2026, 12, 1),
        "answer": "accept",
    }
    return ProposalCard.model_validate(card | facts)


def contract(**facts):
    row = {
        **some_terms().model_dump(),
        **PARTIES.model_dump(),
        "process_id": UUID("0190a0a0-0000-7000-8000-00000000d00a"),
        "version": 1,
        "status": "signing",
        "largest_group": 5,
        "clauses": dict(WRITTEN_BY_PEOPLE),
        "disputes_to": "STOry",
        "drafted_at": datetime(2026, 12, 1, tzinfo=UTC),
    }
    return Contract(**row | facts)


def test_a_draft_is_ended_as_the_process_was_promised_and_an_older_process_with_a_months_notice():
    promised = Promises(notice_unit="days", notice_number=14, termination_fee_percent=20)
    draft = terms.from_proposal(proposal(promises=promised))
    assert (draft["notice"], draft["termination_fee_percent"]) == ({"unit": "days", "number": 14}, 20)
    before = Promises.model_validate(Promises().model_dump(exclude={"notice_unit", "notice_number"}))
    assert terms.from_proposal(proposal(promises=before))["notice"] == {"unit": "months", "number": 1}


@pytest.mark.parametrize("audience", ["group", "pair", "leadership", "work_community"])
def test_a_groups_draft_wants_five_working_days_notice(audience):
    assert terms.from_proposal(proposal(audience=audience))["cancellation_tiers"] == [
        {"notice_hours": None, "notice_working_days": 5, "percent": 0},
        {"notice_hours": None, "notice_working_days": 0, "percent": 100},
    ]


@pytest.mark.parametrize("audience", ["individual", "manager"])
def test_an_individuals_draft_wants_48_hours_notice(audience):
    assert terms.from_proposal(proposal(audience=audience))["cancellation_tiers"] == [
        {"notice_hours": 48, "notice_working_days": None, "percent": 0},
        {"notice_hours": 0, "notice_working_days": None, "percent": 100},
    ]


def test_a_draft_takes_the_proposals_numbers_and_the_usual_policy():
    card = proposal()
    draft = terms.from_proposal(card)
    assert (draft["price_cents"], draft["ends_on"], draft["language"]) == (17500, date(2027, 12, 10), "sv")
    assert (draft["vat_category"], draft["payment_days"], draft["no_show_percent"]) == ("S", 14, 100)
    assert (draft["unit_minutes"], draft["largest_group"], draft["commissioner_id"]) == (
        45,
        12,
        card.contact_id,
    )


def test_a_fifth_colleague_of_about_four_has_room_on_the_paper():
    draft = contract(**terms.from_proposal(proposal(headcount=4)))
    assert [terms.size_of(draft).fault(people) for people in (1, 5, 12, 13)] == [
        "group_too_small", None, None, "group_too_large",
    ]  # fmt: skip


def test_a_work_community_of_25_has_room_on_the_paper():
    draft = contract(**terms.from_proposal(proposal(audience="work_community", headcount=25)))
    assert [terms.size_of(draft).fault(people) for people in (25, 60, 61)] == [None, None, "group_too_large"]


def test_a_renewals_year_begins_the_day_after_the_old_one():
    draft = terms.from_renewed(contract(ends_on=date(2027, 12, 10)), Promises(review_days=21), [], None)
    assert draft["promises"]["review_days"] == 21
    assert (draft["starts_on"], draft["ends_on"]) == (date(2027, 12, 11), date(2028, 12, 10))
    assert (draft["supervisor_id"], draft["price_cents"]) == (PARTIES.supervisor_id, 117550)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("2027-01-01", "2027-12-31"), ("2028-01-01", "2028-12-31")),
        (("2027-03-01", "2028-02-29"), ("2028-03-01", "2029-02-28")),
        (("2027-09-01", "2027-10-13"), ("2027-10-14", "2027-11-25")),
        (("2027-01-01", "2027-10-27"), ("2027-10-28", "2028-10-27")),  # 300 days
        (("2027-01-01", "2027-10-26"), ("2027-10-27", "2028-08-20")),  # 299 days
    ],
)
def test_a_year_is_followed_by_a_year_and_a_shorter_term_by_as_many_days(old, new):
    term = terms.next_term(*map(date.fromisoformat, old))
    assert (str(term["starts_on"]), str(term["ends_on"])) == new


@given(starts_on=st.dates(date(2024, 1, 1), date(2040, 1, 1)), days=st.integers(1, 1500))
def test_the_next_term_begins_the_day_after_and_is_never_turned_round(starts_on, days):
    ends_on = starts_on + timedelta(days=days - 1)
    term = terms.next_term(starts_on, ends_on)
    assert term["starts_on"] == ends_on + timedelta(days=1)
    assert term["ends_on"] >= term["starts_on"]


@pytest.mark.parametrize(
    ("asked", "starts_on", "expires"),
    [
        ("2027-11-20", "2027-12-11", "2027-12-20"),  # later than thirty days before the first day
        ("2027-09-01", "2027-12-11", "2027-12-11"),  # thirty days from the 11th of November
    ],
)
def test_a_renewal_may_be_signed_until_its_first_day_is_near(asked, starts_on, expires):
    since = start_of(date.fromisoformat(asked))
    paper_ = contract(
        renews=PARTIES.supervisor_id, starts_on=date.fromisoformat(starts_on), signing_since=since
    )
    ends = promised_times.signing_expiry(paper_)
    assert ends is not None
    assert str(local_date(ends)) == expires
    first = contract(starts_on=date.fromisoformat(starts_on), signing_since=since)
    assert promised_times.signing_expiry(first) == days_after(since, 30)


def test_what_was_wished_goes_on_to_the_plan_and_to_the_next_years():
    card = proposal(preferred_weekdays=[1, 3], preferred_times=["morning"])
    draft = terms.from_proposal(card)
    renewed = terms.from_renewed(contract(**draft), Promises(), [], None)
    for columns in (draft, renewed):
        assert (columns["preferred_weekdays"], columns["preferred_times"]) == ([1, 3], ["morning"])
    assert terms.terms_of(contract(**draft)).preferred_weekdays == [1, 3]


def test_the_same_paper_has_the_same_fingerprint_however_its_letters_are_composed():
    composed, decomposed = "Työpaikalla", "Tyo\u0308paikalla\r\n"
    one, other = (
        paper.canonical_text(contract(clauses=WRITTEN_BY_PEOPLE | {"place": words}))
        for words in (composed, decomposed)
    )
    assert one == other
    assert paper.fingerprint(one) == paper.fingerprint(other)


def test_what_was_wished_is_not_on_the_paper():
    wished = contract(preferred_weekdays=[1, 3], preferred_times=["morning"])
    assert paper.canonical_text(wished) == paper.canonical_text(contract())


@pytest.mark.parametrize(
    "change",
    [
        {"price_cents": 117551},
        {"version": 2},
        {"disputes_to": "Joku muu"},
        {"supervisee_ids": [PARTIES.representative_id]},
        {"clauses": WRITTEN_BY_PEOPLE | {"goals": "Muut tavoitteet."}},
        {"no_show_percent": 50},
    ],
)
def test_another_number_party_or_word_is_another_fingerprint(change):
    before, after = paper.canonical_text(contract()), paper.canonical_text(contract(**change))
    assert paper.fingerprint(before) != paper.fingerprint(after)


def test_a_renewal_does_not_name_who_has_left_and_another_signs_for_the_others():
    old = contract()
    gone = old.representative_id
    others = [one for one in old.supervisee_ids if one != gone]
    draft = terms.from_renewed(old, Promises(), [gone], None)
    assert (draft["supervisee_ids"], draft["representative_id"]) == (others, others[0])


def test_a_renewal_names_whoever_acts_for_the_group_at_the_old_years_end():
    old = contract()
    [other] = [one for one in old.supervisee_ids if one != old.representative_id]
    assert terms.from_renewed(old, Promises(), [], other)["representative_id"] == other
