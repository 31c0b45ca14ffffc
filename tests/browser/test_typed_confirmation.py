"""A typed confirmation opens its button, also where the word is a mail address with the letters of its language."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

import services.web

FORMS = Path(services.web.__file__).parent / "static" / "js" / "forms.js"
FORM = """<form method="post"><div data-confirm-word="{word}"><input type="{kind}"></div><button>Yes</button></form>"""


@pytest.mark.parametrize(
    "kind, word, typed",
    [
        ("email", "eero@kunta.example", "eero@kunta.example"),
        ("email", "eero@työ.example", "eero@työ.example"),
        ("email", "eero@työ.example", "eero@tyo\u0308.example"),
        ("email", "eero@työ.example", "eero@xn--ty-gka.example"),
        ("text", "Äijälä", "A\u0308ija\u0308la\u0308"),
    ],
)
async def test_what_is_asked_for_opens_the_button_however_its_letters_are_made(
    browser: Browser, kind: str, word: str, typed: str
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await page.set_content(FORM.format(word=word, kind=kind))
    await page.add_script_tag(path=FORMS)
    button = page.get_by_role("button")
    for other in ("", "eero@toinen.example", typed[:-1]):
        await page.locator("input").fill(other)
        await expect(button).to_have_attribute("aria-disabled", "true")
    await page.locator("input").fill(typed)
    await expect(button).to_have_attribute("aria-disabled", "false")
    await context.close()
