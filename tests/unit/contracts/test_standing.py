"""What contracts tells each viewer of a paper that is being signed: what they may do, and whose turn it is."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from services.contracts.showing.standing import Standing
from services.messages.contracts import SignatureShown
from services.messages.values import Party, Role
from tests.unit.contracts.builders import COMMISSIONER, MEMBER, PARTIES, REPRESENTATIVE, SUPERVISOR

AT = datetime(2026, 12, 3, 9, tzinfo=UTC)
SIGNERS = {
    Role.COMMISSIONER: COMMISSIONER,
    Role.SUPERVISEE: REPRESENTATIVE,
    Role.SUPERVISOR: SUPERVISOR,
}
BY = dict(zip(Party, SIGNERS.values(), strict=True))


def standing(signed=(), consented=(), status="signing", **facts) -> Standing:
    given = {party: SignatureShown(party=party, person_id=BY[party], signed_at=AT) for party in signed}
    return Standing(status, PARTIES, given, dict.fromkeys(consented, AT), **facts)


def own(who, role, *, acts=None, **facts):
    """acts: as a commissioner does today, unless said."""
    acts = role is Role.COMMISSIONER if acts is None else acts
    return standing(**facts).own_part(who, role, acts=acts)


def test_the_members_signer_may_sign_while_only_her_own_consent_is_missing():
    part = own(REPRESENTATIVE, Role.SUPERVISEE, signed=[Party.COMMISSIONER], consented=[MEMBER])
    assert (part.turn, part.may_sign, part.may_decline, part.may_consent) == ("now", True, True, False)
    shown = standing([Party.COMMISSIONER], [MEMBER]).consents()
    assert [(one.person_id, one.state) for one in shown] == [
        (REPRESENTATIVE, "by_signing"),
        (MEMBER, "given"),
    ]


def test_while_another_consent_is_missing_she_may_decline_or_consent_and_not_sign():
    part = own(REPRESENTATIVE, Role.SUPERVISEE, signed=[Party.COMMISSIONER], consented=[])
    assert (part.turn, part.may_sign, part.may_decline) == ("consents_first", False, True)
    assert part.may_consent


def test_a_member_consents_whosever_turn_it_is_and_once():
    for signed in ([], [Party.COMMISSIONER]):
        part = own(MEMBER, Role.SUPERVISEE, signed=signed)
        assert (part.party, part.turn, part.may_consent) == (Party.SUPERVISEE, "none", True)
    part = own(MEMBER, Role.SUPERVISEE, consented=[MEMBER])
    assert (part.may_consent, part.consented_at) == (False, AT)


@pytest.mark.parametrize("role", SIGNERS)
def test_each_signer_is_told_the_same_turn_as_everybody_else(role):
    ready = standing(list(Party)[: list(SIGNERS).index(role)], [MEMBER])
    part = ready.own_part(SIGNERS[role], role, acts=role is Role.COMMISSIONER)
    [shown] = [one for one in ready.signers() if one.party is part.party]
    assert (part.turn, shown.turn, part.may_sign) == ("now", "now", True)
    after = standing(list(Party)[: list(SIGNERS).index(role) + 1], [MEMBER])
    part = after.own_part(SIGNERS[role], role, acts=role is Role.COMMISSIONER)
    assert (part.turn, part.signed_at, part.may_sign, part.may_decline) == ("signed", AT, False, False)


@pytest.mark.parametrize("status", ["draft", "expired", "declined", "signed"])
def test_nothing_is_signed_or_consented_to_in_another_state(status):
    for role, who in SIGNERS.items():
        part = own(who, role, status=status)
        assert (part.turn, part.may_sign, part.may_decline, part.may_consent) == ("not_open", *[False] * 3)


@pytest.mark.parametrize("role", [*SIGNERS, Role.COORDINATOR, Role.PAYER])
def test_who_stands_on_no_line_of_it_has_no_part_in_it(role):
    part = own(uuid4(), role, acts=False)
    assert (part.party, part.turn, part.may_sign, part.may_consent) == (None, "none", False, False)


def test_how_it_goes_on_may_be_chosen_by_whom_the_policy_lets_until_it_is():
    signed = {"status": "signed", "signed": list(Party)}
    assert own(uuid4(), Role.COMMISSIONER, acts=True, **signed).may_choose
    asked = own(uuid4(), Role.COMMISSIONER, acts=True, choice_asked=True, **signed)
    assert (asked.may_choose, asked.choice_awaited) == (True, True)
    made = own(uuid4(), Role.COMMISSIONER, acts=True, choice_asked=True, choice_made=True, **signed)
    assert (made.may_choose, made.choice_awaited) == (False, False)
    assert not own(uuid4(), Role.SUPERVISEE, acts=False, choice_asked=True, **signed).choice_awaited
    assert not own(uuid4(), Role.COMMISSIONER, acts=True).may_choose


def test_whoever_acts_for_the_customer_today_signs_though_the_paper_names_another():
    named, another = COMMISSIONER, uuid4()
    assert own(another, Role.COMMISSIONER, acts=True).may_sign
    assert not own(named, Role.COMMISSIONER, acts=False).may_sign
    given = SignatureShown(party=Party.COMMISSIONER, person_id=another, signed_at=AT)
    after = Standing("signing", PARTIES, {Party.COMMISSIONER: given}, {})
    assert after.signers()[0].person_id == another


def test_of_the_supervisees_who_acts_for_them_today_may_end_it_whoever_signed():
    signed = {"status": "signed", "signed": list(Party)}
    for today, who, may in (
        (REPRESENTATIVE, REPRESENTATIVE, True),
        (MEMBER, REPRESENTATIVE, False),
        (MEMBER, MEMBER, True),
        (None, REPRESENTATIVE, False),
    ):
        assert own(who, Role.SUPERVISEE, represents=today, **signed).may_end is may
    assert own(SUPERVISOR, Role.SUPERVISOR, represents=MEMBER, **signed).may_end


@pytest.mark.parametrize("status", ["draft", "signing", "signed", "expired", "given_up"])
def test_only_who_prepares_the_paper_takes_it_back_and_only_while_it_is_being_signed(status):
    told = [
        standing(status=status).own_part(uuid4(), Role.COORDINATOR, acts=False, prepares=prepares)
        for prepares in (True, False)
    ]
    assert [one.may_take_back for one in told] == [status == "signing", False]
