"""Matching on hard facts."""

from datetime import date
from itertools import permutations
from uuid import UUID

from services.intake.supervisors.matching import Need, obstacles, shortlist
from services.messages.directory import SupervisorCard
from services.messages.regions import Region
from services.messages.values import Audience

DAY = date(2027, 1, 15)
NEED = Need(language="fi", audience=Audience.GROUP, region=Region.PIRKANMAA, remote_ok=True, on=DAY)
VALID = {"training": date(2030, 1, 1), "own_supervision": DAY, "membership": date(2027, 12, 31)}


def supervisor(number: int = 1, **facts: object) -> SupervisorCard:
    fitting = {
        "supervisor_id": UUID(int=number),
        "languages": ["fi"],
        "regions": ["Pirkanmaa"],
        "remote": False,
        "audiences": ["group"],
        "capacity": 2,
        "credentials": VALID,
    }
    return SupervisorCard.model_validate(fitting | facts)


def test_who_fits_on_every_fact_has_no_obstacle():
    assert obstacles(NEED, supervisor(), {}) == []


def test_a_credential_holds_on_its_last_day_and_not_on_the_next():
    last_day = supervisor(credentials=VALID | {"membership": DAY})
    day_before = supervisor(credentials=VALID | {"membership": date(2027, 1, 14)})
    assert obstacles(NEED, last_day, {}) == []
    assert obstacles(NEED, day_before, {}) == ["credential_expired:membership"]


def test_all_three_credentials_are_needed():
    assert obstacles(NEED, supervisor(credentials={}), {}) == [
        "credential_expired:training",
        "credential_expired:own_supervision",
        "credential_expired:membership",
    ]


def test_every_obstacle_is_told_not_only_the_first():
    other = supervisor(languages=["sv"], regions=["Lappi"], audiences=["manager"], capacity=0)
    assert obstacles(NEED, other, {}) == ["language", "region", "audience", "no_capacity"]


def test_another_region_is_no_obstacle_where_both_sides_accept_remote():
    far = supervisor(regions=["Lappi"], remote=True)
    on_the_spot = Need(
        language="fi", audience=Audience.GROUP, region=Region.PIRKANMAA, remote_ok=False, on=DAY
    )
    assert obstacles(NEED, far, {}) == []
    assert obstacles(on_the_spot, far, {}) == ["region"]


def test_who_meets_at_a_distance_only_has_no_region_and_finds_whoever_meets_remotely():
    anywhere = Need(language="fi", audience=Audience.GROUP, region=None, remote_ok=True, on=DAY)
    assert obstacles(anywhere, supervisor(remote=True), {}) == []
    assert obstacles(anywhere, supervisor(remote=False), {}) == ["region"]


def test_open_processes_fill_the_capacity():
    assert obstacles(NEED, supervisor(capacity=2), {UUID(int=1): 1}) == []
    assert obstacles(NEED, supervisor(capacity=2), {UUID(int=1): 2}) == ["no_capacity"]


def test_the_list_is_near_before_remote_then_by_room_then_by_id_whatever_the_order_of_cards():
    cards = [
        supervisor(1, regions=["Lappi"], remote=True, capacity=9),
        supervisor(2, capacity=1),
        supervisor(3, capacity=4),
        supervisor(4, capacity=4),
    ]
    for order in permutations(cards):
        listed = shortlist(NEED, order, {})
        assert [one.supervisor_id.int for one in listed.suggested] == [3, 4, 2]
        assert [(one.supervisor_id.int, one.reasons) for one in listed.excluded] == [
            (1, ["beyond_shortlist"])
        ]


def test_each_on_the_list_has_the_reasons_why():
    cards = [supervisor(1, capacity=3), supervisor(2, regions=[], remote=True, capacity=1)]
    near, remote = shortlist(NEED, cards, {UUID(int=1): 1}).suggested
    assert (near.may_be_chosen, near.free_places, remote.free_places) == (True, 2, 1)
    assert near.reasons == ["credentials_valid", "language", "region", "audience", "free_places:2"]
    assert remote.reasons == ["credentials_valid", "language", "remote", "audience", "free_places:1"]


def test_nobody_fits_and_everybody_is_told_why_not():
    listed = shortlist(NEED, [supervisor(2, languages=["en"]), supervisor(1, capacity=0)], {})
    assert listed.suggested == []
    assert [(one.supervisor_id.int, one.reasons) for one in listed.excluded] == [
        (1, ["no_capacity"]),
        (2, ["language"]),
    ]
