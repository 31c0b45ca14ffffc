"""The door itself, before anybody is signed in."""

import httpx

from tests.house import House
from tests.patience import PATIENCE_S


async def test_a_strange_address_and_a_strange_method_are_answered_with_pages(house: House) -> None:
    await house.open("portal")
    async with httpx.AsyncClient(base_url=house.address("portal"), timeout=PATIENCE_S) as browser:
        missing = await browser.get("/no-such-page")
        forbidden = await browser.post("/sign-out")
        head = await browser.head("/")
        front = await browser.get("/", headers={"accept-language": "sv"})
    assert missing.status_code == 404 and "<h1>" in missing.text
    assert forbidden.status_code == 403
    assert head.status_code == 200 and not head.content
    assert 'lang="sv"' in front.text
    assert "default-src 'none'" in front.headers["content-security-policy"]
