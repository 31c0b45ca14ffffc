"""Nobody is sent to another site by a link of ours."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.web.pages.visit import own_path


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "https://evil.example",
        "https:evil.example",
        "HTTPS:/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "//[evil",
        "",
        "?a",
    ],
)
def test_another_site_becomes_a_path_of_ours(elsewhere):
    path = own_path(elsewhere)
    assert path.startswith("/") and not path.startswith("//") and "\\" not in path


@pytest.mark.parametrize("path", ["/", "/home", "/processes?phase=sessions&q=%C3%A4", "/me/security"])
def test_a_path_of_ours_stays_as_it_is(path):
    assert own_path(path) == path


@given(st.text(alphabet="/\\:?#@[]. \t\r\nabhtps%", max_size=20))
def test_whatever_is_asked_for_stays_here(text):
    parts = urlsplit(own_path(text).replace("\\", "/"))
    assert not parts.scheme and not parts.netloc and parts.path.startswith("/")
    assert not own_path(text).startswith("//")
