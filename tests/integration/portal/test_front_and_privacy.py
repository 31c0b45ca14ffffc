"""The pages that everybody reads: front, privacy, accessibility."""

import re
from html import unescape

import pytest

from services.messages.policy import OF_REPRESENTATIVE_ALONE, WHO_DOES_WHAT, WHO_SEES_WHAT
from services.messages.values import Role
from services.web.pages.labels import label
from tests.house import House
from tests.visitor import stranger


def called(kind: str, value: str) -> str:
    return label(kind, value, "en", str)


def is_for_group(role: Role, act: str) -> bool:
    return role is Role.SUPERVISEE and act in OF_REPRESENTATIVE_ALONE


@pytest.fixture(scope="module")
async def portal(shared_house: House) -> House:
    """Nobody else is open: these pages need nobody."""
    await shared_house.open("portal")
    return shared_house


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("path", ["/", "/privacy", "/accessibility"])
async def test_they_are_read_in_every_language_while_the_other_services_are_away(portal, path, language):
    async with stranger(portal, "portal", language) as browser:
        page, head = await browser.get(path), await browser.head(path)
    assert page.status_code == head.status_code == 200
    assert f'<html lang="{language}"' in page.text and page.text.count("<h1") == 1


async def test_the_front_page_leads_to_the_inquiry_the_sign_in_and_the_table(portal):
    async with stranger(portal, "portal") as browser:
        page = (await browser.get("/")).text
    assert all(f'href="{path}"' in page for path in ("/inquiry", "/sign-in", "/privacy"))


async def test_the_privacy_page_is_the_policy_table_cell_by_cell(portal):
    async with stranger(portal, "portal") as browser:
        page = unescape((await browser.get("/privacy")).text)
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = [re.findall(r'<td data-label="([^"]+)"[^>]*>([^<]+)</td>', row) for row in table.split("<tr>")[1:]]
    said = [
        [(called("role", role), called("scope", scopes[role])) for role in Role]
        for scopes in WHO_SEES_WHAT.values()
    ]
    assert rows == said


async def test_what_each_role_may_do_is_the_policy_too(portal):
    async with stranger(portal, "portal") as browser:
        page = unescape((await browser.get("/privacy")).text)
    said = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))
    for role in Role:
        acts = [
            called("does", act) + (" (who signs for the group)" if is_for_group(role, act) else "")
            for act, roles in WHO_DOES_WHAT.items()
            if role in roles
        ]
        assert said[called("role", role)] == (", ".join(acts) or "View only")
