"""Somebody joins the group of a signed contract from a day on: its members agree, then the newcomer consents."""

from uuid import UUID

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.values import Day, Utc, Version, Viewer


class MembersAsked(Reply):
    """waits: for the yes of other members; else the newcomer is asked."""

    waits: bool = True


class ProposeMember(Command[MembersAsked]):
    """person_id is to be in the group from a day on: every member is asked, and then they themselves.

    proposed_by: who acts for the group, whose yes it is, or a coordinator to whom it was said. What is not answered
    before from_day, falls. Refuses: unknown_process, contract_not_signed, process_ended, not_yours_to_decide,
    not_the_representative, supervisor_is_a_party, not_before_tomorrow, outside_the_contract, already_a_member,
    proposed_already (the same person, from another day), group_too_large.
    """

    process_id: UUID
    person_id: UUID
    from_day: Day
    proposed_by: UUID
    as_of: Utc


class AgreeToMember(Command[Done]):
    """A member's word on who is to join; one no, also after a yes, and they do not.

    Refuses: unknown_process, contract_not_signed, not_a_member, joining_over (nothing waits for it any more).
    """

    proved = "person_id"
    process_id: UUID
    newcomer_id: UUID
    from_day: Day
    agrees: bool
    person_id: UUID
    as_of: Utc


class JoinGroup(Command[Done]):
    """The newcomer's own consent to the contract, or their no. version: the one that was read.

    Refuses: unknown_process, contract_not_signed, version_changed, not_a_member (nothing waits for them),
    supervisor_is_a_party.
    """

    proved = "person_id"
    process_id: UUID
    version: Version
    agrees: bool
    person_id: UUID
    as_of: Utc


class Newcomer(Reply):
    """Who is to join. agreed: of the members asked, how many have; may_answer: the viewer has not.

    consents: all have, and the newcomer is asked; joined: they have consented too. for_customer: they act for the
    customer today, or are named for it in the contract, which the members are to know when they say yes.
    """

    person_id: UUID
    proposed_by: UUID | None = None
    from_day: Day
    agreed: int = 0
    asked: int = 0
    consents: bool = False
    joined: bool = False
    may_answer: bool = False
    may_refuse: bool = False
    for_customer: bool = False


class Newcomers(Reply):
    """Who joins or is to, in the order of their days; nobody to who does not know the members by name.

    members: of the group, with those who are to come; alone: the viewer is all of it today. may_propose: the viewer,
    one more; why_not: the code by which it would be refused. more_is_large: one more is more than is usual, and is
    warned of; largest_group: how many the contract takes.
    """

    newcomers: list[Newcomer] = []
    members: int = 0
    alone: bool = False
    largest_group: int = 1
    fewest: int = 1
    may_propose: bool = False
    why_not: str | None = None
    more_is_large: bool = False


class ShowNewcomers(Query[Newcomers]):
    """Refuses: unknown_process."""

    process_id: UUID
    viewer: Viewer


class MemberProposed(Event):
    """asked: whose yes is awaited."""

    process_id: UUID
    newcomer_id: UUID
    from_day: Day
    asked: list[UUID]
    proposed_by: UUID
    proposed_at: Utc


class MemberAsked(Event):
    """Who is in the group from a first day before from_day on, while it is asked: their yes is awaited too."""

    process_id: UUID
    newcomer_id: UUID
    from_day: Day
    person_id: UUID
    first_day: Day
    proposed_at: Utc


class NewcomerAsked(Event):
    """Every member has agreed: the newcomer's own consent to this version is awaited until from_day begins."""

    process_id: UUID
    version: int
    newcomer_id: UUID
    from_day: Day
    asked_at: Utc


class MemberNotJoining(Event):
    """Somebody said no: whose it was, nobody is told. members: who are told so. was_asked: the newcomer, already;
    by_newcomer: it was their own.
    """

    process_id: UUID
    newcomer_id: UUID
    from_day: Day
    members: list[UUID]
    proposed_by: UUID
    was_asked: bool = False
    by_newcomer: bool = False


class MemberJoined(Event):
    """They have consented to this version. members: of the group on from_day, with them."""

    process_id: UUID
    version: int
    person_id: UUID
    from_day: Day
    members: list[UUID]
    joined_at: Utc
