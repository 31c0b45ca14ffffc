"""Finance sends a logo, looks at it, sets it, and takes it away: it stands on both doors and on papers."""

from pathlib import Path

import httpx
import pytest

from services.messages.directory import ShowLogo
from services.runtime.finland import local_date
from tests.integration.console.arranged import Arranged
from tests.unit.pictures.drawings import png
from tests.visitor import stranger

PAGE = "/settings/logo"


async def sent(
    arranged: Arranged, file: bytes, name: str = "logo.png", role: str = "finance"
) -> httpx.Response:
    async with await arranged.browser(role) as browser:
        return await browser.post(f"{PAGE}/file", files={"file": (name, file, "image/png")})


async def test_it_is_looked_at_first_then_set_and_taken_away_again(arranged: Arranged) -> None:
    assert "No logo: the name stands alone." in await arranged.open(PAGE, "finance")
    tried = (await sent(arranged, png(300, 90))).headers["location"]
    picture_id = tried.rpartition("=")[2]
    page = await arranged.open(tried, "finance")
    assert "As it would look" in page and f'src="{PAGE}/pictures/{picture_id}"' in page
    async with stranger(arranged.house, "console") as anybody:
        assert (await anybody.get(f"/logo/{picture_id}")).status_code == 404
        await arranged.send(PAGE, {"picture_id": picture_id}, "finance")
        await arranged.house.quiet()
        shown = await anybody.get(f"/logo/{picture_id}")
        assert shown.headers["content-type"] == "image/png" and shown.content.startswith(b"\x89PNG")
        assert shown.headers["x-content-type-options"] == "nosniff"
    assert f'src="/logo/{picture_id}"' in await arranged.open("/", "coordinator")
    await arranged.send(PAGE, {"picture_id": ""}, "finance")
    await arranged.house.quiet()
    assert "/logo/" not in await arranged.open("/", "coordinator")
    now = await arranged.house.ask(ShowLogo(on=local_date(arranged.house.clock.now())))
    assert now.picture_id is None and now.ever_set


@pytest.mark.parametrize(
    ("file", "said", "status"),
    [
        (b"", "Choose the file first.", 422),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "This is no PNG and no JPEG", 422),
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "The picture cannot be read", 422),
        (png(4, 4), "The picture is too small", 422),
        (bytes(5 << 20) + bytes(64 << 10), "What was sent is too large.", 413),
        (bytes(50 << 20), "At most 5 MB go to this page at once.", 413),
    ],
    ids=["nothing", "svg", "a script", "tiny", "too large", "fifty megabytes"],
)
async def test_what_is_no_logo_is_refused_with_the_reason_and_nothing_of_it_is_kept(
    arranged: Arranged, file: bytes, said: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    answer = await sent(arranged, file)
    assert answer.status_code == status and said in answer.text
    assert await arranged.house.rows("directory", "select * from kept_picture") == []
    assert list(tmp_path.iterdir()) == []


async def test_only_who_may_set_it_is_let_near(arranged: Arranged) -> None:
    assert (await sent(arranged, png(300, 90), role="coordinator")).status_code == 404
    await arranged.open(PAGE, "coordinator", status=404)
    assert (await sent(arranged, png(300, 90), role="administrator")).status_code == 303
