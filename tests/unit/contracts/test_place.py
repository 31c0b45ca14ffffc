"""Where sessions are, for letters and calendars: a place that the contract names, never how one is agreed."""

import pytest

from services.contracts.showing.places import place_of
from services.messages.contracts import Clause
from services.messages.values import Language
from tests.unit.contracts.builders import usual_clauses
from tests.unit.contracts.test_terms import contract


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_usual_clause_is_no_place_of_a_session(language: Language) -> None:
    assert place_of(contract(clauses={Clause.PLACE: usual_clauses(language)[Clause.PLACE]})) == ""


def test_a_place_that_the_contract_names_is_told_in_one_line() -> None:
    assert (
        place_of(contract(clauses={Clause.PLACE: "Kirjasto, huone 2\nKirkkokatu 3"}))
        == "Kirjasto, huone 2 Kirkkokatu 3"
    )
