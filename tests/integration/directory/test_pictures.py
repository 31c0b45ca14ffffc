"""The road of files: in parts to who owns them, drawn anew, kept while something shows them, and swept otherwise."""

from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.directory.pictures import keeping
from services.messages.directory import (
    PictureTaken,
    SendPicturePart,
    SetLogo,
    SetSupervisorPicture,
    ShowLogo,
    ShowPicture,
    ShowSupervisorPicture,
    TakeInPicture,
)
from services.runtime.commands.files import PART, whole_file
from services.runtime.commands.refusal import Refusal
from services.runtime.files import bounded, parts
from services.runtime.files.sending import Sent, send_file
from services.runtime.finland import local_date
from services.runtime.storage.forgetting import forget
from tests.house import House
from tests.integration.directory.builders import NOW, person, relate
from tests.integration.intake import builders as intake
from tests.unit.pictures.drawings import jpeg, png

TODAY = local_date(NOW)


@pytest.fixture
async def finance(house: House) -> UUID:
    await house.open("directory")
    who = await person(house, "Rauha")
    await relate(house, who, "finance")
    return who


def take_in(sent: Sent, by: UUID, use: Any = "logo") -> TakeInPicture:
    return TakeInPicture(file_id=sent.file_id, sha256=sent.sha256, use=use, sent_by=by)


async def taken(house: House, file: bytes, by: UUID, use: Any = "logo") -> PictureTaken:
    return await house.ask(take_in(await send_file(house.ask, SendPicturePart, file, by), by, use))


async def kept(house: House) -> tuple[int, int]:
    """Parts that wait, and pictures."""
    [parts] = await house.rows("directory", "select count(*) as n from sent_part")
    [pictures] = await house.rows("directory", "select count(*) as n from kept_picture")
    return parts["n"], pictures["n"]


async def grow_old(house: House) -> None:
    for table in ("sent_part", "kept_picture"):
        await house.rows("directory", f"update {table} set sent_at = sent_at - interval '25 hours'")
    await forget(house.services["directory"].engine, house.clock.now(), keeping.SWEPT)


async def test_a_file_of_many_parts_comes_whole_and_only_the_picture_of_it_is_kept(
    house: House, finance: UUID
) -> None:
    file = jpeg(200, 60) + bytes(2 * PART)
    picture = await taken(house, file, finance)
    assert (picture.width, picture.height) == (200, 60)
    assert await kept(house) == (0, 1)
    query = ShowPicture(picture_id=picture.picture_id, use="logo")
    shown, content = await whole_file(house.ask, query, lambda part: part.content)
    assert shown.media_type == picture.media_type and 0 < len(content) < len(file)


async def test_taken_in_again_it_is_the_same_picture(house: House, finance: UUID) -> None:
    sent = await send_file(house.ask, SendPicturePart, png(90, 30), finance)
    assert await house.ask(take_in(sent, finance)) == await house.ask(take_in(sent, finance))


@pytest.mark.parametrize("whose", ["no one's", "a supervisee's"])
async def test_who_may_set_no_picture_leaves_nothing(house: House, finance: UUID, whose: str) -> None:
    who = uuid4() if whose == "no one's" else await person(house, "Outi")
    with pytest.raises(Refusal, match="not_yours_to_decide"):
        await send_file(house.ask, SendPicturePart, png(90, 30), who)
    assert await kept(house) == (0, 0)


async def test_a_file_is_taken_in_by_whoever_sent_it_alone(house: House, finance: UUID) -> None:
    other = await person(house, "Toinen")
    await relate(house, other, "finance")
    sent = await send_file(house.ask, SendPicturePart, png(90, 30), finance)
    with pytest.raises(Refusal, match="unknown_file"):
        await house.ask(take_in(sent, other))


async def test_a_part_that_is_missing_or_another_is_seen_and_nothing_of_it_becomes_a_picture(
    house: House, finance: UUID
) -> None:
    file = png(90, 30) + bytes(PART)
    fingerprint, file_id = sha256(file).hexdigest(), uuid4()
    first = SendPicturePart(
        file_id=file_id, part=0, parts=2, content=b64encode(file[:PART]).decode(), sent_by=finance
    )
    await house.ask(first)
    with pytest.raises(Refusal, match="file_damaged"):
        await house.ask(take_in(Sent(file_id, fingerprint), finance))
    other = b64encode(bytes(40)).decode()
    await house.ask(first.model_copy(update={"part": 1, "content": other}))
    with pytest.raises(Refusal, match="file_damaged"):
        await house.ask(take_in(Sent(file_id, fingerprint), finance))
    with pytest.raises(Refusal, match="file_damaged"):
        await house.ask(first.model_copy(update={"file_id": uuid4(), "content": "nobase6"}))


async def test_more_than_a_file_may_have_is_refused_part_by_part(house: House, finance: UUID) -> None:
    with pytest.raises(Refusal, match="file_too_large"):
        await send_file(house.ask, SendPicturePart, bytes(keeping.LARGEST_FILE + 1), finance)


async def test_who_leaves_many_files_and_who_comes_while_many_wait_are_to_come_later(
    house: House, finance: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_WAITING", 1000)
    with pytest.raises(Refusal, match="files_waiting"):
        await send_file(house.ask, SendPicturePart, bytes(1001), finance)
    monkeypatch.setattr(bounded, "_MOST_WAITING", 0)
    with pytest.raises(Refusal, match="others_first"):
        await taken(house, png(90, 30), finance)


async def test_what_is_no_picture_is_refused_with_the_reason_and_no_picture_is_kept(
    house: House, finance: UUID
) -> None:
    for file, reason in ((b"<svg><script/></svg>", "of_another_kind"), (png(9, 9), "too_small")):
        with pytest.raises(Refusal, match=f"picture_{reason}"):
            await taken(house, file, finance)
    assert (await kept(house))[1] == 0
    await grow_old(house)
    assert await kept(house) == (0, 0)


async def test_what_nothing_refers_to_goes_after_a_day_and_a_logo_stays(house: House, finance: UUID) -> None:
    tried, used = [await taken(house, png(90, size), finance) for size in (30, 40)]
    await send_file(house.ask, SendPicturePart, png(90, 50), finance)
    await house.ask(SetLogo(picture_id=used.picture_id, set_by=finance, as_of=NOW))
    await house.ask(SetLogo(picture_id=None, set_by=finance, as_of=NOW))
    assert await kept(house) == (1, 2)
    await grow_old(house)
    assert await kept(house) == (0, 1)
    with pytest.raises(Refusal, match="unknown_picture"):
        await house.ask(SetLogo(picture_id=tried.picture_id, set_by=finance, as_of=NOW))
    with pytest.raises(Refusal, match="unknown_picture"):
        await house.ask(ShowPicture(picture_id=used.picture_id, use="supervisor"))


async def test_a_logo_holds_from_its_day_until_another_or_none(house: House, finance: UUID) -> None:
    assert not (await house.ask(ShowLogo(on=TODAY))).ever_set
    first = await taken(house, png(90, 30), finance)
    await house.ask(SetLogo(picture_id=first.picture_id, set_by=finance, as_of=NOW))
    later = NOW + timedelta(days=40)
    await house.ask(SetLogo(picture_id=None, set_by=finance, as_of=later))
    assert (await house.ask(ShowLogo(on=TODAY - timedelta(days=1)))).picture_id is None
    assert (await house.ask(ShowLogo(on=TODAY))).picture_id == first.picture_id
    now = await house.ask(ShowLogo(on=local_date(later)))
    assert now.picture_id is None and now.ever_set


async def test_a_supervisors_picture_that_is_taken_away_is_not_kept(house: House, finance: UUID) -> None:
    coordinator = await person(house, "Kaisa")
    await relate(house, coordinator, "coordinator")
    supervisor = await intake.supervisor(house)
    picture = await taken(house, jpeg(600, 800), coordinator, "supervisor")
    order = SetSupervisorPicture(supervisor_id=supervisor, picture_id=picture.picture_id, set_by=coordinator)
    with pytest.raises(Refusal, match="not_yours_to_decide"):
        await house.ask(order.model_copy(update={"set_by": finance}))
    await house.ask(order)
    shown = ShowSupervisorPicture(supervisor_id=supervisor)
    assert (await house.ask(shown)).picture_id == picture.picture_id
    await grow_old(house)
    assert (await kept(house))[1] == 1
    await house.ask(order.model_copy(update={"picture_id": None}))
    assert (await house.ask(shown)).picture_id is None
    await grow_old(house)
    assert (await kept(house))[1] == 0
