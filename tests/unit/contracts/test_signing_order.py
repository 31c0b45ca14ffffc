"""Commissioner, supervisees, supervisor: each in turn, and the representative after every member's consent."""

from itertools import permutations

import pytest

from services.contracts.signing.signing_order import (
    check_consents,
    check_turn,
    missing_consents,
    next_party,
    others_missing,
    signer_of,
)
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from tests.unit.contracts.builders import COMMISSIONER, MEMBER, PARTIES, REPRESENTATIVE, SUPERVISOR

SIGNERS = {
    Party.COMMISSIONER: COMMISSIONER,
    Party.SUPERVISEE: REPRESENTATIVE,
    Party.SUPERVISOR: SUPERVISOR,
}


def code(party, signer, signed):
    with pytest.raises(Refusal) as refused:
        check_turn(party, signer, PARTIES, signed, [COMMISSIONER])
    return refused.value.code


def test_the_commissioner_is_first_then_the_supervisees_then_the_supervisor():
    assert next_party([]) is Party.COMMISSIONER
    assert next_party([Party.COMMISSIONER]) is Party.SUPERVISEE
    assert next_party([Party.COMMISSIONER, Party.SUPERVISEE]) is Party.SUPERVISOR
    assert next_party(list(Party)) is None


def test_of_all_orders_only_one_gets_through():
    through = []
    for order in permutations(Party):
        try:
            for place, party in enumerate(order):
                check_turn(party, SIGNERS[party], PARTIES, order[:place], [COMMISSIONER])
        except Refusal as refusal:
            assert refusal.code == "signature_out_of_order"
        else:
            through.append(order)
    assert through == [(Party.COMMISSIONER, Party.SUPERVISEE, Party.SUPERVISOR)]


@pytest.mark.parametrize("party", Party)
def test_only_the_partys_own_signer_signs(party):
    assert signer_of(party, PARTIES) == SIGNERS[party]
    assert code(party, MEMBER, []) == "not_the_signer"


def test_the_representative_waits_for_every_other_members_consent():
    with pytest.raises(Refusal, match="consents_missing"):
        check_consents(Party.SUPERVISEE, others_missing(PARTIES, []))


def test_the_representatives_own_signature_is_a_consent():
    check_consents(Party.SUPERVISEE, others_missing(PARTIES, [MEMBER]))


def test_the_commissioner_signs_without_waiting_for_consents():
    check_consents(Party.COMMISSIONER, others_missing(PARTIES, []))


def test_missing_consents_keep_the_order_of_the_members():
    assert missing_consents(PARTIES.supervisee_ids, []) == [REPRESENTATIVE, MEMBER]
    assert missing_consents(PARTIES.supervisee_ids, [REPRESENTATIVE]) == [MEMBER]


def test_the_customers_signer_is_whoever_acts_for_it_today_and_not_whom_the_paper_names():
    check_turn(Party.COMMISSIONER, MEMBER, PARTIES, [], [MEMBER])
    with pytest.raises(Refusal, match="not_the_signer"):
        check_turn(Party.COMMISSIONER, COMMISSIONER, PARTIES, [], [MEMBER])
