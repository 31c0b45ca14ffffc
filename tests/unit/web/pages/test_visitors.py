"""From where a visitor comes, as limits count them; and which proxies can be named."""

import pytest
from fastapi import Request

from services.web.http.visitors import network_of, proxies_of


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("unix", "unix"),
    ],
)
def test_whoever_has_one_address_of_a_network_is_counted_with_the_whole_of_it(
    host: str, counted_as: str
) -> None:
    assert network_of(Request({"type": "http", "client": (host, 1)})) == counted_as


def test_a_connection_without_an_address_is_one_visitor() -> None:
    assert network_of(Request({"type": "http", "client": None})) == ""


def test_proxies_are_addresses_and_networks() -> None:
    assert proxies_of(" 10.0.0.5, 172.18.0.0/16,2001:db8::1 ,") == [
        "10.0.0.5",
        "172.18.0.0/16",
        "2001:db8::1",
    ]
    assert proxies_of("") == []


@pytest.mark.parametrize("text", ["proxy.example", "10.0.0.0/33", "10.0.0.5/16", "0.0.0.0/0", "::/0", "*"])
def test_what_names_nobody_or_everybody_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        proxies_of(text)
