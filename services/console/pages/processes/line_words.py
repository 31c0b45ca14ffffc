"""Which of several alike a line of the timeline tells: of a session, a version, a party, a person, a reminder."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.console.board.timeline import Moment
from services.console.pages.labels.processes import (
    EVENTS,
    NEVER_BEGINS,
    PAUSE_OFF,
    PROPOSED_ANEW,
    TOLD_BY,
    TRIAL_DECLINED,
)
from services.console.pages.names import names_of
from services.runtime.policy import may
from services.web.pages.languages import marked as _
from services.web.pages.visit import Visit
from services.wording.formats import Formats

_DAYS = {
    "process_paused": ("from_day", "until_day"),
    "process_resumed": ("on", ""),
    "amendment_drafted": ("effective_from", "until_day"),
    "contract_amended": ("effective_from", "until_day"),
    **dict.fromkeys(("member_proposed", "newcomer_asked", "member_joined"), ("from_day", "")),
}
"""From which day on, and until which, what a line tells."""
_LAST_DAY = {
    **dict.fromkeys(("process_terminated", "earlier_end_proposed", "earlier_end_agreed"), "last_day"),
    "member_left": "left_on",
}
_OF_A_PERSON = ("consent_asked", "consent_given", "consent_refused", "signature_asked", "signature_given")


async def names_in(visit: Visit, moments: Sequence[Moment]) -> dict[UUID, str]:
    """Of those who are asked to consent or sign, for who looks after them."""
    if not may(visit.viewer.role, "handle_exceptions"):
        return {}
    return await names_of(visit, [who for one in moments if (who := _person(one))])


def said(moment: Moment) -> str:
    """Of a proposal after the first: it replaces the one before. Of a trial: what became of it. Of a contract that
    ends early: whether it had begun. Of a pause: whether there has been one."""
    name, facts = moment.name, moment.facts
    if name == "proposal_sent" and facts.get("revision", 1) > 1:
        return PROPOSED_ANEW
    if name == "trial_put_off" and facts.get("declined"):
        return TRIAL_DECLINED
    if name == "process_terminated" and facts.get("unbegun_from"):
        return NEVER_BEGINS
    if name in PAUSE_OFF and _never_was(facts):
        return PAUSE_OFF[name]
    told = [
        words for (one, field, code), words in TOLD_BY.items() if one == name and facts.get(field) == code
    ]
    return told[0] if told else EVENTS[name]


def _never_was(facts: Mapping[str, Any]) -> bool:
    """It goes on no later than on the pause's first day. Days as they are kept, from the year on."""
    return bool(facts.get("from_day")) and str(facts.get("on", "")) <= str(facts["from_day"])


def which(visit: Visit, moment: Moment, names: Mapping[UUID, str]) -> str:
    """In brackets; empty where there is but one."""
    said = ", ".join(_parts(visit, moment, names))
    return f"({said})" if said else ""


def _parts(visit: Visit, moment: Moment, names: Mapping[UUID, str]) -> Iterator[str]:
    facts = moment.facts
    if name := names.get(_person(moment)):  # type: ignore[arg-type]  # nobody has no name
        yield name
    if party := facts.get("party"):
        yield visit.label("party", party)
    if number := facts.get("number"):
        yield (
            visit.text(_("session %(number)s")) % {"number": number}
            if moment.source == "sessions"
            else str(number)
        )
    elif (version := facts.get("version")) and (moment.name not in _DAYS or facts.get("effective_from")):
        yield visit.text(_("version %(number)s")) % {"number": version}
    yield from _days(visit, moment)
    yield from _told_off(visit, facts)
    if facts.get("again_at"):
        yield visit.text(_("sent once more"))
    elif facts.get("level"):
        yield visit.text(_("reminder %(number)s")) % {"number": facts["level"]}


def _days(visit: Visit, moment: Moment) -> Iterator[str]:
    """None of what never was, nor of what never begins."""
    facts, day = moment.facts, Formats(visit.language).day
    if (moment.name in PAUSE_OFF and _never_was(facts)) or facts.get("unbegun_from"):
        return
    first, last = (facts.get(field) for field in _DAYS.get(moment.name, ("", "")))
    if first and last:
        yield f"{day(date.fromisoformat(first))}–{day(date.fromisoformat(last))}"
    elif first:
        yield visit.text(_("from %(day)s on")) % {"day": day(date.fromisoformat(first))}
    if last_day := facts.get(_LAST_DAY.get(moment.name, "")):
        yield visit.text(_("last day %(day)s")) % {"day": day(date.fromisoformat(last_day))}


def _told_off(visit: Visit, facts: Mapping[str, Any]) -> Iterator[str]:
    """Of a record that was corrected: when it was told that the session is off, by the word that stands and before."""
    formats = Formats(visit.language)
    for words, field in ((_("told %(when)s"), "told_at"), (_("before: told %(when)s"), "former_told_at")):
        if at := facts.get(field):
            yield visit.text(words) % {"when": formats.day_and_time(datetime.fromisoformat(at))}


def _person(moment: Moment) -> UUID | None:
    who = moment.facts.get("person_id") if moment.name in _OF_A_PERSON else None
    return UUID(who) if who else None
