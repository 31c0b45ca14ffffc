"""A stranger's name goes into a mail of ours as a name, and as nothing else."""

import pytest
from pydantic import TypeAdapter, ValidationError

from services.messages.names import PersonName, TitleText

PERSON = TypeAdapter(PersonName)
TITLE = TypeAdapter(TitleText)


@pytest.mark.parametrize(
    "name",
    [
        "Aino", "Åsa-Märta", "von Julin-Wasastjerna", "O'Brien", "D’Angelo", "J. R.", "J.R.", "Ngũgĩ", "José María",
        "Nguyễn Thị Minh", "李", "محمد", "Игорь", "St. John", "Jr., Martin", "Testaaja 1", "Zoë",
    ],
)  # fmt: skip
def test_people_of_all_the_world_keep_their_names(name):
    assert PERSON.validate_python(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "https://evil.example/win", "evil.example", "Win at evil.example now", "www.evil", "a@b.example", "evil.fi",
        "Aino\nSoita heti", "Aino\r\nBcc: all", "Aino\tAalto", "Aino\u2028Aalto", "Ai\u202eno",
        "Ai\u2066no", "Aino\x00", "<b>Aino</b>", "Aino (voitit!)", "Soita 0600 12345", "A" * 61, "400 merkkiä" * 40,
        "...", "12", " ", "", "evil\uff0eexample", "evil。example", "hxxp:evil", "Aino/Aalto", "[Aino](x)", "💰💰",
        "\u3164", "Ai\u3164no", "\u115f\u1160", "\u0301", "Aino १२", "Soita ०४०१२३४५",
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused_without_being_repeated(name):
    with pytest.raises(ValidationError) as refused:
        PERSON.validate_python(name)
    assert all(name not in one["msg"] for one in refused.value.errors() if name.strip())


def test_one_name_is_written_in_one_way():
    assert PERSON.validate_python("  A\u0308iti\u00a0 Laine ") == "Äiti Laine"


@pytest.mark.parametrize(
    "name",
    [
        "Verkkokauppa.com Oyj",
        "Järvikunta, sosiaali- ja terveyspalvelut",
        "A/S Nord & Co (Espoo)",
        "R.A.W. 24/7",
    ],
)
def test_an_organisation_may_be_called_after_its_domain(name):
    assert TITLE.validate_python(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "Kunta https://evil.example", "www.evil.example", "evil.example/login", "evil.example:8443", "me@evil.example",
        "Kunta\nBcc: all", "Kun\u202eta", "K" * 201, "\u2028",
        "株式会社", "Kunta\u3164", "\u2800",
    ],
)  # fmt: skip
def test_and_carries_no_link_and_nothing_that_is_not_printed(name):
    with pytest.raises(ValidationError):
        TITLE.validate_python(name)
