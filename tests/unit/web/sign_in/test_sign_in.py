"""Rules of the sign-in that need no server: who has to prove more, and what a browser is called."""

import pytest

from services.messages.values import Role
from services.web.sign_in.devices import device
from services.web.sign_in.identity import Standing, is_proven_enough

CUSTOMERS = (Role.COMMISSIONER, Role.PAYER, Role.SUPERVISEE)
STAFF = tuple(role for role in Role if role not in CUSTOMERS)


@pytest.mark.parametrize("role", STAFF)
def test_roles_with_money_or_notes_need_more_than_a_code_in_production(role):
    standings = [Standing(role)]
    assert not is_proven_enough(standings, "code", local=False)
    assert is_proven_enough(standings, "passkey", local=False)
    assert is_proven_enough(standings, "oidc", local=False)
    assert is_proven_enough(standings, "code", local=True)


@pytest.mark.parametrize("role", CUSTOMERS)
def test_customers_come_in_by_a_code(role):
    assert is_proven_enough([Standing(role)], "code", local=False)


def test_one_such_role_among_others_is_enough_to_need_more():
    assert not is_proven_enough([Standing(Role.COMMISSIONER), Standing(Role.FINANCE)], "code", local=False)


@pytest.mark.parametrize(
    "user_agent, name",
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
            "Safari/537.36 Edg/140.0.0.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) "
            "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
            "Samsung Internet, Android",
        ),
        ("curl/8.0 <script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_by_words_of_ours(user_agent, name):
    assert device(user_agent) == name
