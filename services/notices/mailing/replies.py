"""What a mail server's reply means for one mail: whether it waits, for how long, and what a person is told of it.

Digits alone do not say: a full mailbox is 452, 550, 552 or 554, and so are a sender's quota and a greylist. Only that
there is no such address ends a mail; whatever else is said may be over in an hour or a day.

Source: RFC 5321 4.2 and 4.5.4.1 (how long to try), RFC 3463 (enhanced codes), RFC 6647 (greylisting).
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Reason = Literal[
    "no_such_address", "address_letters", "quota", "rate", "greylisted", "too_large", "refused", "put_off"
]
"""address_letters: this server has none for them. refused: for another reason, and for good by its digits."""

TRIED_FOR = timedelta(days=5)
"""Source: RFC 5321, 4.5.4.1: a sender gives up after four or five days at the earliest."""
_FIRST_DELAY = timedelta(minutes=5)
_LONGEST_DELAY = timedelta(hours=4)
_DOUBLED_AT_MOST = 10
FINAL: frozenset[Reason] = frozenset({"no_such_address", "address_letters"})
HEALS: frozenset[Reason] = frozenset({"quota", "rate", "greylisted", "put_off"})
"""By itself, as a rule: a person is told only when it has not for some hours."""

_ADDRESS = re.compile(r"\S*@\S*|\S*(?<=\w)[.](?=[^\W0-9_])\S*")
"""Also names of hosts and links: what somebody is called says nothing."""
_ENHANCED = re.compile(r"\b([245])\.([0-9]{1,3})\.([0-9]{1,3})\b")
_NO_SUCH = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10)}
_SAYS: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    ("greylisted", re.compile(r"gr[ae]y[ -]?list", re.I)),
    ("too_large", re.compile(r"\bsizes?\b|too (large|big|long)|larger than", re.I)),
    ("quota", re.compile(r"quota|\bfull\b|stora?ge|disk space|over ?limit|out of space", re.I)),
    (
        "rate",
        re.compile(r"\brat(e|es|ing)\b|ratelimit|too (many|much|fast|frequent)|throttl|\blimits?\b", re.I),
    ),
    ("rate", re.compile(r"limit(ed|ing)\b|exceed|concurren|\bslow", re.I)),
)
_SAYS_NO_SUCH = re.compile(
    r"no such (user|recipient|mailbox|person|address|account|domain)|no mailbox"
    r"|(user|recipient|mailbox|address|account|domain|person)( name)?( is)? (unknown|not found|invalid|does ?n.t exist)"
    r"|(unknown|invalid|non-?existent) (local part|user|recipient|mailbox|address|account|domain)"
    r"|(does not|doesn.t) exist|(no|not a) valid (recipient|mailbox|address|user)|user .{0,80}(unknown|not found)",
    re.I,
)
_SAYS_LATER = re.compile(
    r"temporar|\b(try|retry|later|again)\b.{0,40}\b(again|later|minutes|hours)\b|deferr", re.I
)
_OF_THE_SENDER = re.compile(r"sender|return path", re.I)
_OF_ENHANCED: dict[tuple[int, int], Reason] = {
    (2, 2): "quota",
    (2, 3): "too_large",
    (3, 4): "too_large",
    (4, 5): "rate",
    (5, 3): "rate",
}


@dataclass(frozen=True)
class Reply:
    """digits: the codes alone, such as 550 5.1.1, without the server's words: they may quote an address."""

    reason: Reason
    digits: str

    @property
    def is_final(self) -> bool:
        return self.reason in FINAL


def read(code: int, text: str) -> Reply:
    """The meaning of a refusal. Its words are believed before its digits."""
    found = _ENHANCED.search(text)
    enhanced = (int(found[2]), int(found[3])) if found else None
    digits = f"{code} {found[0]}" if found else str(code)
    permanent = code >= 500 and not (found and found[1] == "4")
    return Reply(_reason(permanent, enhanced, _ADDRESS.sub(" ", text)), digits)


def _reason(permanent: bool, enhanced: tuple[int, int] | None, text: str) -> Reason:
    for reason, says in _SAYS:
        if says.search(text):
            return reason
    if enhanced in _OF_ENHANCED:
        return _OF_ENHANCED[enhanced]
    if not permanent:
        return "put_off"
    of_the_reader, later = not _OF_THE_SENDER.search(text), _SAYS_LATER.search(text)
    if of_the_reader and (_SAYS_NO_SUCH.search(text) or (enhanced in _NO_SUCH and not later)):
        return "no_such_address"
    return "put_off" if later else "refused"


def delay(tries: int) -> timedelta:
    """Before the next try; tries: how many there have been. Minutes at first, as a greylist asks, then hours."""
    doubled: int = 2 ** min(tries - 1, _DOUBLED_AT_MOST)
    return min(_FIRST_DELAY * doubled, _LONGEST_DELAY)
