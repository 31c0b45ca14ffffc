"""Finnish and Swedish at 100 %: every text that the code says is there, whole, and nothing that no code says."""

import pytest

from tests.catalogues import LANGUAGES, PACKAGES, entry, faults, missing


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(package, language):
    lacking = missing(package, language)
    assert not lacking, f"{package}, {language}: append and translate\n\n" + "\n".join(map(entry, lacking))


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_whole_used_and_says_one_thing(package, language):
    assert list(faults(package, language)) == []
