"""A trial's lighter agreement: prepared, and what each of those asked says to it."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done
from services.messages.values import Day, LongText, PlaceText, ShortText, Utc

TrialRevision = Annotated[int, Field(ge=0, le=10_000)]
"""The how manieth agreement of its process it is; 0: none was prepared."""

TrialPlace = Annotated[PlaceText, Field(min_length=1)]


class PrepareTrial(Command[Done]):
    """A coordinator names who tries it, and from which day on; its days are then found and held, and everybody asked.

    replaces: the revision that was looked at. first_day: none of its sessions is earlier. fingerprint: of the preview,
    where its days were looked at. place: where they meet, for those who may see it; none: as it was proposed.
    Refuses: unknown_process, not_yours_to_decide, no_trial, proposal_not_accepted, trial_decided, trial_agreed,
    trial_changed, not_a_commissioner, representative_not_a_member, signs_for_both, named_twice, group_too_small,
    group_too_large, supervisor_is_a_party, outside_the_trial, not_before_tomorrow, plan_changed.
    """

    process_id: UUID
    replaces: TrialRevision
    commissioner_id: UUID
    representative_id: UUID
    supervisee_ids: Annotated[list[UUID], Field(min_length=1, max_length=60)]
    first_day: Day
    place: TrialPlace | None = None
    fingerprint: ShortText | None = None
    prepared_by: UUID
    as_of: Utc


class AgreeToTrial(Command[Done]):
    """The yes of who acts for the customer today, of the supervisor, or of a member. Said twice, nothing more.

    Refuses: unknown_process, trial_not_asked, trial_changed, trial_put_off, trial_decided, not_asked.
    """

    proved = "person_id"
    process_id: UUID
    revision: TrialRevision
    person_id: UUID
    as_of: Utc


class DeclineTrial(Command[Done]):
    """The no of one who is asked, also after their own yes, until all have said it: it is put off, and a coordinator
    prepares it anew or ends it. reason: for the coordinators; none has to be given. Said twice, nothing more.

    Refuses: unknown_process, trial_not_asked, trial_changed, trial_put_off, trial_agreed, trial_decided, not_asked,
    already_declined.
    """

    proved = "person_id"
    process_id: UUID
    revision: TrialRevision
    reason: LongText = ""
    person_id: UUID
    as_of: Utc
