"""Somebody of finance, whom letters about money reach."""

import pytest

from tests.house import House
from tests.integration.notices.builders import NOW, person


@pytest.fixture
async def finance(notices: House) -> str:
    became = "INSERT INTO relation (person_id, relation, since) VALUES ($1, 'finance', $2)"
    await notices.rows("directory", became, await person(notices, "talous"), NOW)
    return "talous@kunta.example"
