"""What a draft says otherwise than the proposal that was accepted."""

import pytest

from services.contracts.papers import accepted, terms
from services.contracts.showing.compared_with_accepted import compared
from services.messages.contracts import Clause
from services.messages.regions import Region
from tests.unit.contracts.builders import MEMBER, REPRESENTATIVE, SUPERVISOR
from tests.unit.contracts.test_terms import contract, proposal

_PLACE = {"region": Region.NORTH_KARELIA, "remote_ok": True}
_SAID = {"language": "fi", "sessions_agreed": 15, "headcount": 2, **_PLACE}


def drafted(**other):
    offer = proposal(**_SAID)
    offered = accepted.of_proposal(offer, {})
    columns = terms.from_proposal(offer) | {"clauses": offered.clauses()}
    kept = {"accepted": offered.model_dump(mode="json"), "status": "draft"}
    members = {"supervisee_ids": [REPRESENTATIVE, MEMBER], "representative_id": REPRESENTATIVE}
    return contract(**columns | kept | members | other)


def changed(**other):
    found = compared(drafted(**other))
    assert found is not None
    return found


def test_a_draft_as_it_was_accepted_differs_in_nothing():
    found = changed()
    assert (found.clauses, found.people, found.headcount, found.named) == ([], [], None, None)


@pytest.mark.parametrize(
    ("clause", "column", "old", "new"),
    [
        (Clause.INTERRUPTION, {"notice": {"unit": "days", "number": 14}}, "1 kuukausi", "14 päivää"),
        (Clause.INTERRUPTION, {"termination_fee_percent": 30}, "eikä niistä veloiteta", "30 %"),
        (Clause.PRICE_AND_PAYMENT, {"payment_days": 30}, "on 14 päivää", "on 30 päivää"),
        (Clause.PRICE_AND_PAYMENT, {"price_cents": 20000}, "175,00", "200,00"),
        (Clause.DURATION_AND_AMOUNT, {"sessions_agreed": 12}, "enintään 15", "enintään 12"),
        (Clause.CANCELLATION, {"no_show_percent": 50}, "veloitetaan 100 %", "veloitetaan 50 %"),
        (Clause.CANCELLATION, {"clauses": {"cancellation": "Lomat erikseen."}}, "", "Lomat erikseen."),
        (Clause.PLACE, {"clauses": {"place": "Kuopio, Pohjois-Savo."}}, "Pohjois-Karjala,", "Pohjois-Savo"),
    ],
)
def test_what_has_become_another_stands_side_by_side(clause, column, old, new):
    [one] = [one for one in changed(**column).clauses if one.clause == clause]
    assert old in (one.old or "") and new in one.new and new not in (one.old or "")


def test_only_the_sentences_that_differ_are_told():
    [one] = changed(notice={"unit": "days", "number": 14}).clauses
    assert (one.old, one.new) == ("Irtisanomisaika on 1 kuukausi.", "Irtisanomisaika on 14 päivää.")


def test_other_people_and_another_number_of_them_are_told():
    found = changed(supervisor_id=SUPERVISOR, supervisee_ids=[REPRESENTATIVE], differs_because="Yksi lähti.")
    assert [(one.party, one.person_id) for one in found.people] == [("supervisor", SUPERVISOR)]
    assert (found.headcount, found.named, found.because) == (2, 1, "Yksi lähti.")


def test_how_it_is_ended_is_compared_by_its_numbers_alone():
    assert (
        changed(clauses={"interruption": "Kirjallisesti.", "place": drafted().clauses["place"]}).clauses == []
    )


@pytest.mark.parametrize(
    "place",
    ["Torikatu 1, Joensuu.", "{}\nTorikatu 1, Joensuu.", "https://meet.example/a", "Etänä, linkki tulee."],
)
def test_an_address_where_a_region_was_offered_is_that_place_exactly(place):
    offered = drafted().clauses["place"]
    found = changed(clauses={"place": place.format(offered)})
    assert (found.clauses, found.exact_place) == ([], place.removeprefix("{}\n"))


@pytest.mark.parametrize(
    ("offered", "place"),
    [
        ({"region": Region.OSTROBOTHNIA}, "Seinäjoki, Etelä-Pohjanmaa."),
        ({"region": Region.OSTROBOTHNIA}, "https://meet.example/a"),
        ({"region": None, "remote_ok": True}, "Torikatu 1, Joensuu."),
        ({"region": Region.OSTROBOTHNIA}, ""),
    ],
    ids=[
        "another region",
        "at a distance, which was not offered",
        "an address instead of that",
        "none any more",
    ],
)
def test_another_place_than_was_offered_stays_a_difference(offered, place):
    offer = proposal(**_SAID | {"remote_ok": False} | offered)
    said = accepted.of_proposal(offer, {})
    found = changed(accepted=said.model_dump(mode="json"), clauses={"place": place})
    assert [one.clause for one in found.clauses] == [Clause.PLACE] and found.exact_place == ""


def test_the_providers_own_words_of_the_place_are_not_taken_away_by_an_address():
    said = accepted.of_proposal(proposal(**_SAID), {"place": "Tilassa on esteetön pääsy."})
    kept = said.model_dump(mode="json")
    assert [one.clause for one in changed(accepted=kept, clauses={"place": "Torikatu 1."}).clauses] == [
        "place"
    ]


@pytest.mark.parametrize("other", [{"status": "signed"}, {"accepted": None}, {"supersedes": 1}])
def test_what_is_signed_or_came_of_no_proposal_is_compared_with_none(other):
    assert compared(drafted(**other)) is None


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_draft_begins_with_the_place_that_was_offered(language):
    said = accepted.of_proposal(proposal(language=language, **_PLACE), {}).clauses()
    assert said["place"].startswith(("Pohjois-Karjala, ", "Norra Karelen, ", "North Karelia, "))
    assert accepted.of_proposal(proposal(), {}).clauses() == {}


def test_what_the_provider_says_of_the_place_stands_below_the_one_that_was_offered():
    said = accepted.of_proposal(proposal(language="fi", remote_ok=True), {"place": "Linkki tulee kirjeessä."})
    assert said.place == "Etänä.\nLinkki tulee kirjeessä."
