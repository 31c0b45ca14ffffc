"""The broker's log is counted by whose seed was used, on from where the last look ended."""

from datetime import UTC, datetime
from pathlib import Path

from services.runtime.broker.refused import BrokerLog, Refused

HEAD = '[7] 2027/05/02 04:32:04.53 [ERR] [::1]:39340 - cid:15 - "v2: - x" - "billing/nkey:UCR" - '
SAID = f'{HEAD}Publish Violation - Subject "events.x"\n'
AT = datetime(2027, 5, 2, 4, 32, 4, 530000, tzinfo=UTC)


def test_refusals_alone_are_counted(tmp_path: Path) -> None:
    log = tmp_path / "nats.log"
    log.write_text(
        "[7] 2027/05/02 04:32:00.00 [INF] Starting nats-server\n"
        f'{HEAD}Subscription Violation - Subject "events.>", SID 1\n'
        f'{HEAD}Publish Violation - Subject "{"x" * 500}"\n'
        '[7] 02-05-2027 04:33 [ERR] 10.0.0.2:39352 - cid:16 - authentication error - Nkey "U"\n',
    )
    with log.open("ab") as opened:
        opened.write(b"\xff rubbish\n" + b"y" * 200_000 + b"\n" + SAID[:40].encode())
    assert BrokerLog(log).read() == [
        Refused("", 1, None, "10.0.0.2"),
        Refused("billing", 2, AT, "[::1]", is_said=True, what="x" * 80),
    ]


def test_what_a_client_calls_itself_hides_nothing_and_names_nobody_else(tmp_path: Path) -> None:
    """As the broker writes them: with a stroke before each mark."""
    log = tmp_path / "nats.log"
    named = r"n\" - \"portal/nkey:UCR\" - Publish Violation - Subject \"y\n[7] - authentication error"
    log.write_text(SAID.replace("v2: - x", named))
    assert [(one.whose, one.what) for one in BrokerLog(log).read()] == [("billing", "events.x")]


def test_a_look_goes_on_where_the_last_one_ended_and_a_new_log_is_counted_on_top(tmp_path: Path) -> None:
    log = tmp_path / "nats.log"
    log.write_text(SAID + SAID[:60])
    looks = BrokerLog(log)
    assert [one.times for one in looks.read()] == [one.times for one in looks.read()] == [1]
    with log.open("a") as opened:
        opened.write(SAID[60:])
    assert [one.times for one in looks.read()] == [2]
    log.write_text(SAID)  # cut, as a long log is
    assert [one.times for one in looks.read()] == [3]
    log.rename(tmp_path / "nats.log.1")
    log.write_text(SAID * 5)
    assert [one.times for one in looks.read()] == [8]
