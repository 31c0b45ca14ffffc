"""A paper is read however much was said against it."""

from datetime import UTC, datetime
from uuid import uuid4

from services.contracts.showing.reading import with_noes
from services.messages.contracts import Clause, ClauseShown, ContractText, DeclineShown, Parties, RefusalShown
from services.messages.headcounts import MOST_MEMBERS
from services.messages.values import Party
from services.runtime.commands.sizes import LARGEST_BODY

AT = datetime(2027, 1, 14, 9, tzinfo=UTC)
LONG = "\N{GRINNING FACE}" * 4000


def test_a_group_of_which_everybody_says_no_at_length_does_not_hide_its_paper() -> None:
    one = uuid4()
    text = ContractText(
        process_id=one,
        version=1,
        status="signing",
        language="fi",
        clauses=[ClauseShown(clause=clause, title="Otsikko", text=LONG) for clause in Clause],
        parties=Parties(commissioner_id=one, representative_id=one, supervisee_ids=[one], supervisor_id=one),
        next_party=Party.SUPERVISEE,
        signed=[],
        missing_clauses=[],
        missing_consents=[],
        disputes_to=None,
        own_words=dict.fromkeys(Clause, LONG),
    )
    refused = [RefusalShown(person_id=one, reason=LONG, refused_at=AT) for _ in range(MOST_MEMBERS)]
    declined = [
        DeclineShown(version=1, party=Party.COMMISSIONER, person_id=one, reason=LONG, declined_at=AT)
        for _ in range(20)
    ]
    told = with_noes(text, refused=refused, declined=declined)
    assert len(told.model_dump_json().encode()) <= LARGEST_BODY
    assert 20 < len(told.refused) < len(refused) and told.clauses == text.clauses
