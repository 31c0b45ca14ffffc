"""The seller's details, which finance keeps and nobody else sees."""

import re

from services.messages.billing import ShowSeller
from tests.integration.console.arranged import Arranged
from tests.visitor import stranger

SELLER = {
    "name": "Työnohjaus Luotsi Oy",
    "business_id": "45678907",
    "street": "Satamakatu 4",
    "postal_code": "20100",
    "town": "Turku",
    "iban": "FI21 1234 5600 0007 85",
    "bic": "NDEAFIHH",
    "phone": "013 123 4567",
    "valid_from": "2026-11-01",
}


async def test_finance_enters_the_seller_and_finds_it_in_the_form_again(arranged: Arranged) -> None:
    assert "Your company has not been entered yet." in await arranged.open("/seller", "finance")
    assert await arranged.send("/seller", SELLER, "finance") == "/seller"
    seller = await arranged.house.ask(ShowSeller())
    assert (seller.iban, seller.business_id) == ("FI2112345600000785", "4567890-7")
    assert seller.phone == "013 123 4567"
    assert 'value="Satamakatu 4"' in await arranged.open("/seller", "finance")


async def test_a_wrong_account_and_a_wrong_business_id_are_told_at_their_fields(arranged: Arranged) -> None:
    page = await arranged.send("/seller", SELLER | {"iban": "FI2112345600000786"}, "finance", status=422)
    assert "IBAN: This is not a valid IBAN." in page and 'value="Satamakatu 4"' in page
    page = await arranged.send("/seller", SELLER | {"business_id": "1234567-9"}, "finance", status=422)
    assert 'href="#field-business_id"' in page
    wrong = {"iban": "FI2112345600000786", "business_id": "1234567-9", "valid_from": ""}
    page = await arranged.send("/seller", SELLER | wrong, "finance", status=422)
    assert all(f'href="#field-{name}"' in page for name in wrong), "all at once"
    page = await arranged.send("/seller", SELLER | {"business_id": "0000000-0"}, "finance", status=422)
    assert 'href="#field-business_id"' in page
    for bic in ("NORDEA", "ABCDEFGH", "DABADKKK"):
        page = await arranged.send("/seller", SELLER | {"bic": bic}, "finance", status=422)
        assert 'href="#field-bic"' in page


async def test_nobody_but_finance_finds_the_page(arranged: Arranged) -> None:
    for role in ("coordinator", "administrator", "supervisor"):
        await arranged.open("/seller", role, status=404)
        await arranged.send("/seller", SELLER, role, status=404)


async def test_whom_letters_say_to_call_is_asked_for_until_it_can_be_said(arranged: Arranged) -> None:
    firm, own = (
        "The firm has no telephone number in letters.",
        "Neither you nor the firm has a telephone number",
    )
    assert firm in await arranged.open("/", "finance") and own in await arranged.open("/")
    assert "in letters" not in await arranged.open("/", "administrator")
    await arranged.send("/seller", SELLER | {"phone": ""}, "finance")
    assert firm in await arranged.open("/", "finance")
    of_my_own = {"given_name": "Kaisa", "family_name": "Korpi", "phone": "013 765 4321", "language": "en"}
    await arranged.send("/me", of_my_own)
    assert own not in await arranged.open("/") and firm in await arranged.open("/", "finance")
    await arranged.send("/seller", SELLER, "finance")
    assert firm not in await arranged.open("/", "finance")


async def test_the_doors_go_by_the_name_that_finance_has_entered(arranged: Arranged) -> None:
    await arranged.house.open("portal")
    assert "– Luotsi</title>" in await arranged.open("/")
    await arranged.send(
        "/seller", SELLER | {"name": "Koivu & Haapa Oy", "valid_from": "2026-01-01"}, "finance"
    )
    await arranged.house.quiet()
    for page in (
        await arranged.open("/"),
        await at_the_portal(arranged, "/"),
        await at_the_portal(arranged, "/sign-in"),
    ):
        assert "– Koivu &amp; Haapa Oy</title>" in page
        assert "<span>Koivu &amp; Haapa Oy</span>" in page
    assert "customer portal of Koivu &amp; Haapa Oy" in await at_the_portal(arranged, "/accessibility")


async def at_the_portal(arranged: Arranged, path: str) -> str:
    async with stranger(arranged.house, "portal") as browser:
        return (await browser.get(path)).text


async def test_the_bic_follows_from_the_account_and_is_asked_where_that_is_not_certain(
    arranged: Arranged,
) -> None:
    await arranged.send("/seller", SELLER | {"bic": ""}, "finance")
    assert (await arranged.house.ask(ShowSeller())).bic == "NDEAFIHH"
    page = await arranged.open("/seller", "finance")
    assert re.search(r'<input[^>]*name="bic"[^>]*value=""', page), "it would stay when the account is changed"
    savings_bank = SELLER | {"iban": "FI87 4108 0010 0000 01", "bic": ""}
    page = await arranged.send("/seller", savings_bank, "finance", status=422)
    assert "does not say which bank it is at" in page and 'href="#field-bic"' in page
    await arranged.send("/seller", savings_bank | {"bic": "ITELFIHH"}, "finance")
    assert (await arranged.house.ask(ShowSeller())).bic == "ITELFIHH"
    assert 'value="ITELFIHH"' in await arranged.open("/seller", "finance")
