"""What the broker has refused, whoever asked: a program tells what it was refused itself, and a thief with its seed
tells nobody. The broker's own log has both.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_LINE = re.compile(
    r"^\[[0-9]+\] (?P<at>\S+ \S+) \[ERR\] (?P<from>\S+) - cid:[0-9]+ - "
    r'(?:.* - "(?P<account>[\w$]+)/[^"]*" - (?P<what>Publish|Subscription) Violation - Subject "(?P<subject>[^"]*)"'
    r"|(?P<nobody>authentication error))"
)
_NOBODY = "nobody"
_SHOWN = 80
"""Letters of a subject: whoever is refused has thought of it."""


def refusals(log: Path) -> Iterator[str]:
    """A line for each program by whose seed something was refused, and one for whoever had none that is known."""
    times, last = Counter[str](), dict[str, str]()
    with log.open(errors="replace") as opened:
        for line in opened:
            if found := _LINE.match(line):
                name = found["account"] or _NOBODY
                times[name] += 1
                last[name] = _words(found)
    for name, count in sorted(times.items()):
        who = "without a seed that is known" if name == _NOBODY else f"with the seed of {name}"
        yield f"{count} times the broker refused somebody {who}, the last {last[name]}"


def _words(found: re.Match[str]) -> str:
    when = f"at {found['at'].partition('.')[0]} from {found['from'].rpartition(':')[0]}"
    if found["nobody"]:
        return when
    verb = "saying" if found["what"] == "Publish" else "hearing"
    subject = "".join(one if one.isprintable() else "?" for one in found["subject"][:_SHOWN])
    return f"{when}: {verb} {subject}"
