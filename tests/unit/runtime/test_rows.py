"""A fact that a row has no column for is a fault, and not passed over."""

from uuid import uuid4

import pytest

from services.console.tables import KnownOrganisation
from services.runtime.storage.database import take_in
from tests.unit.docs.reading import ROOT


def test_a_fact_without_its_column_is_a_fault_and_nothing_is_taken_in() -> None:
    row = KnownOrganisation(organisation_id=uuid4(), name="Esimerkkilä")
    with pytest.raises(TypeError, match="KnownOrganisation has no nmae"):
        take_in(row, {"name": "Malli Oy", "nmae": "Malli Oy"})
    assert row.name == "Esimerkkilä"
    take_in(row, {"name": "Malli Oy"})
    assert row.name == "Malli Oy"


def test_every_row_takes_facts_in_so() -> None:
    sources = [path for folder in ("services", "workflows") for path in (ROOT / folder).rglob("*.py")]
    silent = [path.name for path in sources if ".sqlmodel_update(" in path.read_text()]
    assert silent == ["database.py"]
