"""A message that names an entry which is gone is read as one that names the entry that stays."""

from typing import Any
from uuid import UUID, uuid4

from services.messages.contracts import Parties
from services.messages.directory import MergePeople, ShowContacts
from services.messages.sessions import RecordHeld
from services.runtime.same_person.same_people import SamePeople
from tests.unit.runtime.proofs.test_links import NOW

FIRST, SECOND, THIRD = uuid4(), uuid4(), uuid4()


def knowing(*pairs: tuple[UUID, UUID]) -> SamePeople:
    same = SamePeople()
    same._stays = dict(pairs)
    return same


def parties(**facts: Any) -> Parties:
    told = {"commissioner_id": uuid4(), "representative_id": FIRST, "supervisee_ids": [FIRST, THIRD]}
    return Parties.model_validate(told | {"supervisor_id": uuid4()} | facts)


def test_what_names_nobody_who_is_gone_is_itself() -> None:
    named = parties()
    assert knowing().read(named) is named and knowing((SECOND, uuid4())).read(named) is named


def test_whoever_is_named_by_the_entry_that_is_gone_is_the_one_that_stays() -> None:
    read = knowing((FIRST, SECOND)).read(parties())
    assert (read.representative_id, read.supervisee_ids) == (SECOND, [SECOND, THIRD])


def test_whoever_is_named_by_both_entries_is_named_once_and_in_the_first_place() -> None:
    read = knowing((FIRST, SECOND)).read(parties(supervisee_ids=[FIRST, THIRD, SECOND]))
    assert read.supervisee_ids == [SECOND, THIRD]


def test_an_entry_that_went_into_one_that_is_gone_too_is_the_last() -> None:
    read = knowing((FIRST, SECOND), (SECOND, THIRD)).read(ShowContacts(person_ids=[FIRST]))
    assert read.person_ids == [THIRD]


def test_times_and_words_are_as_they_were() -> None:
    told = {"session_id": uuid4(), "present": [FIRST], "recorded_by": THIRD, "as_of": NOW}
    read = knowing((FIRST, SECOND)).read(RecordHeld.model_validate(told))
    assert read == RecordHeld.model_validate(told | {"present": [SECOND]})


def test_the_same_merge_ordered_again_or_the_other_way_round_is_of_one_entry() -> None:
    for kept, absorbed in ((SECOND, FIRST), (FIRST, SECOND)):
        order = MergePeople(
            kept_id=kept, absorbed_id=absorbed, absorbed_email="a@b.example", merged_by=THIRD, as_of=NOW
        )
        read = knowing((FIRST, SECOND)).read(order)
        assert read.kept_id == read.absorbed_id == SECOND
