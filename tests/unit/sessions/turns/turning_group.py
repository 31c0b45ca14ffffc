"""The same series with a group that changes: who comes and goes, and what each of them has been told of their days."""

from datetime import date
from typing import Any
from uuid import UUID

from services.runtime.finland import ONE_DAY, local_date
from services.sessions import access, contract_facts
from services.sessions.members.roster import FROM_THE_BEGINNING
from services.sessions.tables import GroupMember, Session, SupervisionProcess
from tests.unit.sessions.turns.turning_series import PROCESS, TurningSeries

SIGNS, STAYS, SHE, HE = (UUID(int=number) for number in range(11, 15))
PEOPLE = (SIGNS, STAYS, SHE, HE)
CUSTOMER = UUID(int=21)


class TurningGroup(TurningSeries):
    """words: who was to be one of the group from a day on (True), or is so until that day and no longer, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[tuple[UUID, bool, date]] = [
            (one, True, FROM_THE_BEGINNING) for one in (SIGNS, STAYS)
        ]
        self.rows = [self._row(one, FROM_THE_BEGINNING) for one in (SIGNS, STAYS)]

    def is_in(self, person_id: UUID, day: date) -> bool:
        """By what was said, one word after the other."""
        there = False
        for who, comes, on in self.words:
            if who == person_id and (on <= day if comes else on < day):
                there = comes
        return there

    def process(self) -> access.Process:
        known = SupervisionProcess(process_id=PROCESS, organisation_id=CUSTOMER)
        return access.Process(known, self.versions, self.rows)

    def sessions(self) -> list[Session]:
        """Those to come and those that were held, each with the supervisor of its day."""
        starts = [*(one.starts_at for one in self.live.values()), *self.held.values()]
        return [self._session(at) for at in starts]

    def _session(self, starts_at: Any) -> Session:
        who = contract_facts.in_force(self.versions, local_date(starts_at)).supervisor_id
        facts: dict[str, Any] = {"process_id": PROCESS, "supervisor_id": who, "starts_at": starts_at}
        return Session(**facts)

    def _row(self, person_id: UUID, from_day: date) -> GroupMember:
        return GroupMember(process_id=PROCESS, person_id=person_id, from_day=from_day)

    def _join(self, first: date, length: int) -> None:
        """Nothing for who goes on already; who leaves today comes back tomorrow at the soonest."""
        who = PEOPLE[2 + length % 2]
        own = [one for one in self.rows if one.person_id == who]
        if any(one.until_day is None for one in own):
            return
        first = max([first, *(one.until_day + ONE_DAY for one in own if one.until_day)])
        self.rows.append(self._row(who, first))
        self.words.append((who, True, first))

    def _leave(self, _: date, length: int) -> None:
        """By their own word, on the day of it; who has not come yet does so for no day."""
        who = PEOPLE[1 + length % 3]
        for one in self.rows:
            if one.person_id == who and one.until_day is None and one.from_day <= self.today:
                one.until_day = self.today
                self.words.append((who, False, self.today))
