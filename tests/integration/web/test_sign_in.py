"""A mailed code: asked for, mailed, typed into the tab that asked; proof against scanners, guessers and the curious."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

import pytest

from services.messages.directory import ShowProofKeys
from services.messages.notices import MOST_CODES_AN_HOUR
from services.messages.operations import CountRefusedCodes, RefusedCodes
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.web.builders import EMAIL, Mailbox, person, wrong
from tests.visitor import FROM_OUR_PAGE, stranger, visitor


@pytest.fixture
async def mailbox(house: House) -> AsyncIterator[Mailbox]:
    await house.open("directory", "contracts", "portal")
    yield await Mailbox.open(house)


async def test_a_person_types_the_mailed_code_and_is_led_to_where_they_wanted(house, mailbox):
    person_id = await person(house)
    async with stranger(house, "portal") as browser:
        asked = await browser.post(
            "/sign-in", data={"email": "Aino@Example.org", "next": "/me/security?tab=1"}
        )
        mail = await mailbox.next()
        page = await browser.get(asked.headers["location"])
        entered = await browser.post("/sign-in/code", data={"code": f" {mail.code[:3]} {mail.code[3:]} "})
        inside = await browser.get("/me/security")
    assert asked.status_code == 303 and 'autocomplete="one-time-code"' in page.text
    assert (mail.person_id, mail.email, mail.language, mail.purpose) == (person_id, EMAIL, "fi", "portal")
    assert entered.status_code == 303 and entered.headers["location"] == "/me/security?tab=1"
    cookie = next(one for one in entered.headers.get_list("set-cookie") if one.startswith("portal="))
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    assert inside.status_code == 200
    log = await house.rows("portal", "SELECT act FROM access_log WHERE person_id = $1", person_id)
    assert [row["act"] for row in log] == ["signed_in"]


async def test_an_unknown_address_is_answered_as_a_known_one_and_gets_no_mail(house, mailbox):
    await person(house)
    async with stranger(house, "portal") as browser, stranger(house, "portal") as other:
        known = await browser.post("/sign-in", data={"email": EMAIL})
        unknown = await other.post("/sign-in", data={"email": "olli@example.org"})
        pages = [await one.get("/sign-in/code") for one in (browser, other)]
        guessed = await other.post("/sign-in/code", data={"code": (await mailbox.next()).code})
    assert (known.status_code, known.headers["location"]) == (
        unknown.status_code,
        unknown.headers["location"],
    )
    assert pages[0].text == pages[1].text.replace("olli@example.org", EMAIL)
    assert guessed.status_code == 422
    assert mailbox.orders.empty()


async def test_the_mails_link_may_be_opened_by_a_scanner_before_the_person_signs_in(house, mailbox):
    await person(house)
    async with stranger(house, "portal") as browser, stranger(house, "portal") as scanner:
        await browser.post("/sign-in", data={"email": EMAIL})
        mail = await mailbox.next()
        link = mail.link.removeprefix(house.address("portal"))
        await scanner.head(link)
        elsewhere = await scanner.get(link)
        pressed = await scanner.post("/sign-in/code", data={"code": mail.code})
        head = await browser.head(link)
        here = await browser.get(link)
        entered = await browser.post("/sign-in/code", data={"code": mail.code})
    assert mail.link.startswith(f"{house.address('portal')}/sign-in/link?")
    assert 'action="/sign-in/code"' not in elsewhere.text and pressed.headers["location"] == "/sign-in"
    assert head.status_code == 200 and 'action="/sign-in/code"' in here.text
    assert entered.status_code == 303 and entered.headers["location"] == "/home"


async def test_a_code_works_only_in_the_browser_that_asked(house, mailbox):
    await person(house)
    async with stranger(house, "portal") as browser, stranger(house, "portal") as thief:
        await browser.post("/sign-in", data={"email": EMAIL})
        code = (await mailbox.next()).code
        await thief.post("/sign-in", data={"email": EMAIL})
        await mailbox.next()
        stolen = await thief.post("/sign-in/code", data={"code": code})
    assert stolen.status_code == 422


async def test_a_code_works_once(house, mailbox):
    await person(house)
    async with stranger(house, "portal") as browser:
        await browser.post("/sign-in", data={"email": EMAIL})
        code = (await mailbox.next()).code
        await browser.post("/sign-in/code", data={"code": code})
        await browser.post("/sign-out")
        again = await browser.post("/sign-in/code", data={"code": code})
    assert again.status_code == 422 and "no longer valid" in again.text


async def test_who_signs_out_has_no_proof_any_more(house, mailbox):
    somebody = await person(house)
    async with await visitor(house, "portal", somebody) as browser:
        [row] = await house.rows("portal", "SELECT proof_name FROM web_session")
        assert (await house.ask(ShowProofKeys())).ended == []
        await browser.post("/sign-out")
        await browser.post("/sign-out")
    assert (await house.ask(ShowProofKeys())).ended == [row["proof_name"]]
    async with await visitor(house, "portal", somebody) as browser, await visitor(house, "portal", somebody):
        await browser.post("/me/sessions/revoke-others")
    assert len((await house.ask(ShowProofKeys())).ended) == 2


async def test_a_new_code_ends_the_earlier_one(house, mailbox):
    await person(house)
    async with stranger(house, "portal") as browser:
        await browser.post("/sign-in", data={"email": EMAIL})
        first = (await mailbox.next()).code
        await browser.post("/sign-in", data={"email": EMAIL})
        second = (await mailbox.next()).code
        refused = await browser.post("/sign-in/code", data={"code": first})
        entered = await browser.post("/sign-in/code", data={"code": second})
    assert first == second or refused.status_code == 422
    assert entered.status_code == 303


async def test_a_code_that_is_ten_minutes_old_is_over(house, mailbox):
    await person(house)
    async with stranger(house, "portal") as browser:
        await browser.post("/sign-in", data={"email": EMAIL})
        code = (await mailbox.next()).code
        await house.rows("portal", "UPDATE sign_in_code SET expires_at = expires_at - interval '10 minutes'")
        late = await browser.post("/sign-in/code", data={"code": code})
    assert late.status_code == 422 and "no longer valid" in late.text


async def test_five_wrong_codes_lock_even_the_right_one_out_for_a_quarter_of_an_hour(house, mailbox):
    await person(house)
    async with stranger(house, "portal") as browser:
        await browser.post("/sign-in", data={"email": EMAIL})
        code = (await mailbox.next()).code
        tries = [await browser.post("/sign-in/code", data={"code": wrong(code)}) for _ in range(5)]
        right = await browser.post("/sign-in/code", data={"code": code})
        await browser.post("/sign-in", data={"email": EMAIL})
        asked_again = await browser.get("/sign-in/code")
        locked = await browser.post("/sign-in/code", data={"code": code})
        await house.rows(
            "portal", "UPDATE sign_in_code SET locked_until = locked_until - interval '15 minutes'"
        )
        await browser.post("/sign-in", data={"email": EMAIL})
        entered = await browser.post("/sign-in/code", data={"code": (await mailbox.next()).code})
        own = (await browser.get("/me/security")).text
    assert "refused in the last 90 days: 5" in own or "90 päivän aikana: 5" in own
    assert [one.status_code for one in tries] == [422, 422, 422, 422, 429]
    assert right.status_code == locked.status_code == 429 and "15 minutes" in right.text
    assert asked_again.status_code == 200 and "15 minutes" in asked_again.text
    assert "a code is on its way" not in asked_again.text
    assert entered.status_code == 303


async def test_refused_codes_are_counted_for_their_owner_and_who_looks_after_people_and_nobody_else(
    house, mailbox
):
    aino = await person(house)
    async with stranger(house, "portal") as browser:
        await browser.post("/sign-in", data={"email": EMAIL})
        code = wrong((await mailbox.next()).code)
        for _ in range(3):
            await browser.post("/sign-in/code", data={"code": code})
        await browser.post("/sign-in", data={"email": "nobody@nowhere.example"})
        await browser.post("/sign-in/code", data={"code": code})

    async def counted(who: UUID, role: Role) -> int:
        query = CountRefusedCodes(viewer=Viewer(person_id=who, role=role), person_id=aino)
        told: RefusedCodes = await house.ask(query, "portal")
        return told.times

    assert (await counted(aino, Role.SUPERVISEE), await counted(uuid4(), Role.COORDINATOR)) == (3, 3)
    with pytest.raises(Refusal, match="unknown_person"):
        await counted(uuid4(), Role.FINANCE)
    rows = await house.rows("portal", "SELECT * FROM refused_code")
    assert [(row["person_id"], row["times"]) for row in rows] == [(aino, 3)] and code not in str(rows)


async def test_an_address_gets_only_so_many_mails_and_a_sign_in_gives_them_back(house, mailbox):
    await person(house)
    async with stranger(house, "portal") as browser:
        answers = [await browser.post("/sign-in", data={"email": EMAIL}) for _ in range(9)]
        codes = [(await mailbox.next()).code for _ in range(8)]
        typing = await browser.get("/sign-in/code")
        entered = await browser.post("/sign-in/code", data={"code": codes[-1]})
        async with stranger(house, "portal") as another:
            again = await another.post("/sign-in", data={"email": EMAIL})
    assert [one.status_code for one in answers] == [303] * 8 + [429]
    assert (
        "another can be asked for in 10 minutes" in answers[-1].text and "/sign-in/code" in answers[-1].text
    )
    assert f"at most {MOST_CODES_AN_HOUR} codes" in typing.text
    assert entered.status_code == 303 and again.status_code == 303


async def test_strangers_shut_nobody_out_of_the_browser_in_which_they_were_signed_in(house, mailbox):
    await person(house)
    async with stranger(house, "portal") as own:
        await own.post("/sign-in", data={"email": EMAIL})
        await own.post("/sign-in/code", data={"code": (await mailbox.next()).code})
        await own.post("/sign-out")
        refused = await strangers_ask_and_guess(house, mailbox)
        asked = await own.post("/sign-in", data={"email": EMAIL})
        entered = await own.post("/sign-in/code", data={"code": (await mailbox.next()).code})
    assert refused == (429, 429)
    assert (asked.status_code, entered.status_code) == (303, 303)


async def strangers_ask_and_guess(house: House, mailbox: Mailbox) -> tuple[int, int]:
    """What one of them is told at last who asks for a code, and one who has the right one, all in one network."""
    async with stranger(house, "portal") as last, AsyncExitStack() as many:
        thieves = [await many.enter_async_context(stranger(house, "portal")) for _ in range(2)]
        await last.post("/sign-in", data={"email": EMAIL})
        right = (await mailbox.next()).code
        for thief in thieves:
            await thief.post("/sign-in", data={"email": EMAIL})
            code = (await mailbox.next()).code
            for _ in range(5):
                await thief.post("/sign-in/code", data={"code": wrong(code)})
        typed = await last.post("/sign-in/code", data={"code": right})
        asked = [await thieves[0].post("/sign-in", data={"email": EMAIL}) for _ in range(6)]
    return asked[-1].status_code, typed.status_code


async def test_one_client_tries_only_so_many_addresses(house, mailbox):
    async with stranger(house, "portal") as browser:
        first = await browser.post("/sign-in", data={"email": "olli@example.org"})
        await house.rows("portal", "UPDATE rate_bucket SET tokens = 0 WHERE key LIKE 'client:%'")
        other = await browser.post("/sign-in", data={"email": "eeva@example.org"})
    assert (first.status_code, other.status_code) == (303, 429)


async def test_signing_in_again_ends_the_browsers_earlier_session(house, mailbox):
    person_id = await person(house)
    async with await visitor(house, "portal", person_id) as browser:
        earlier = browser.cookies.get("portal")
        await house.rows("portal", "UPDATE web_session SET began_at = began_at - interval '1 hour'")
        await browser.post("/sign-in", data={"email": EMAIL})
        await browser.post("/sign-in/code", data={"code": (await mailbox.next()).code})
        later = browser.cookies.get("portal")
        browser.cookies.set("portal", str(earlier), domain="localhost.local", path="/")
        old = await browser.get("/me/security")
    running = await house.rows("portal", "SELECT 1 FROM web_session WHERE revoked_at IS NULL")
    assert later != earlier and len(running) == 1
    assert old.status_code == 303 and old.headers["location"].startswith("/sign-in?next=")


async def test_nothing_typed_is_repeated_and_nothing_secret_is_kept(house, mailbox):
    await person(house)
    async with stranger(house, "portal") as browser:
        bad = await browser.post("/sign-in", data={"email": "not an address <script>"})
        await browser.post("/sign-in", data={"email": EMAIL})
        code = (await mailbox.next()).code
        wrong_page = await browser.post("/sign-in/code", data={"code": wrong(code)})
        secret = str(browser.cookies.get("portal-browser")).encode()
    row = (await house.rows("portal", "SELECT * FROM sign_in_code"))[0]
    assert bad.status_code == 422 and "<script>" not in bad.text.split("</head>")[1]
    assert wrong(code) not in wrong_page.text and "data-error-summary" in wrong_page.text
    assert secret not in row["browser_hash"] and code.encode() not in row["code_hash"]


async def test_the_sign_in_leads_nowhere_else(house, mailbox):
    person_id = await person(house)
    async with await visitor(house, "portal", person_id) as browser:
        for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"):
            answer = await browser.get("/sign-in", params={"next": elsewhere})
            assert answer.headers["location"] == "/", elsewhere


async def test_every_sign_in_page_answers_head_and_is_in_three_languages(house, mailbox):
    for language, words in {"fi": "Kirjaudu", "sv": "Logga in", "en": "Sign in"}.items():
        async with stranger(house, "portal", language) as browser:
            page = await browser.get("/sign-in")
            link = await browser.get("/sign-in/link?code=123456")
            head = await browser.head("/sign-in")
        assert words in page.text and f'lang="{language}"' in page.text and link.status_code == 200
        assert head.status_code == 200 and not head.content


async def test_a_request_from_another_site_is_not_carried_out(house, mailbox):
    person_id = await person(house)
    async with await visitor(house, "portal", person_id) as browser:
        own = house.address("portal")
        foreign = [
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "none"},
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {},
        ]
        for headers in foreign:
            del browser.headers["sec-fetch-site"]
            refused = await browser.post("/sign-out", headers=headers)
            browser.headers.update(FROM_OUR_PAGE)
            assert refused.status_code == 403, headers
        assert (await browser.get("/me/security")).status_code == 200
        del browser.headers["sec-fetch-site"]
        old_browser = await browser.post("/stay", headers={"origin": own})
        ours = await browser.post("/sign-out", headers=FROM_OUR_PAGE)
    assert old_browser.status_code == 204
    assert ours.status_code == 303
