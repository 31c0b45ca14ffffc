"""Who is asked how it stands while something is still under way."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from services.messages.envelope import SERVICES
from services.messages.operations import Report
from workflows.quiet import Quiet


class Standing:
    """Of all services: busy names who has something to do, at one look after the other."""

    def __init__(self, *busy: str) -> None:
        self.asked: list[str] = []
        self._busy: Iterator[str] = iter(busy)
        self._now = next(self._busy, "")

    async def __call__(self, _: object, of: str) -> Report:
        self.asked.append(of)
        works = of == self._now
        if works:
            self._now = next(self._busy, "")
        return Report.model_construct(service=of, outbox_pending=int(works), due_now=0, parked=0)


async def none_touched() -> dict[str, int]:
    return {}


async def no_streams() -> list[Any]:
    return []


def quiet(standing: Standing) -> Quiet:
    nobody: Any = SimpleNamespace(touched=none_touched)
    streams: Any = SimpleNamespace(streams_info=no_streams)
    told: Any = standing
    return Quiet(client=SimpleNamespace(), own_times=nobody, ask=told, jetstream=streams)  # type: ignore[arg-type]


async def test_whoever_has_something_to_do_is_asked_alone_until_it_has_not() -> None:
    standing = Standing("billing", "billing", "billing")
    reports = await quiet(standing).until_so()
    assert [one.service for one in reports] == list(SERVICES)
    assert standing.asked == [*SERVICES, "billing", "billing", "billing", *SERVICES]


async def test_what_it_has_begun_elsewhere_is_seen_before_it_is_quiet() -> None:
    standing = Standing("notices", "billing")
    await quiet(standing).until_so()
    assert standing.asked == [*SERVICES, "notices", *SERVICES, "billing", *SERVICES]


async def test_where_nothing_is_under_way_each_is_asked_once() -> None:
    standing = Standing()
    await quiet(standing).until_so()
    assert standing.asked == list(SERVICES)
