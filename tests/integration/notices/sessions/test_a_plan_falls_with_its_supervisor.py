"""A plan is proposed whose supervisor leaves: everybody reads that another one is looked for."""

from datetime import timedelta

from services.messages.sessions import PlanLapsed
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox, words_of


def fallen(commission: Commission, why: str) -> PlanLapsed:
    """As sessions says it."""
    members = [commission.people[name] for name in ("member", "medlem")]
    facts = {"process_id": commission.process_id, "revision": 1, "act_by": NOW + timedelta(days=3)}
    people = {"supervisor_id": commission.people["supervisor"], "asked_id": members[0]}
    attendees = members if why == "supervisor_leaves" else []
    return PlanLapsed.model_validate(facts | people | {"why": why, "attendee_ids": attendees})


async def begun(notices: House, commission: Commission, mailbox: Mailbox) -> None:
    await say(notices, commission.received(), commission.signed())
    mailbox.mails.clear()


async def test_all_of_the_process_but_who_leaves_read_that_another_one_is_looked_for(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await begun(notices, commission, mailbox)
    await say(notices, fallen(commission, "supervisor_leaves"))
    for name, leaves, sought in (
        ("member", "Työnohjaaja lopettaa meillä.", "Koordinaattori etsii toisen työnohjaajan"),
        ("contact", "Työnohjaaja lopettaa meillä.", "Koordinaattori etsii toisen työnohjaajan"),
        ("medlem", "Arbetshandledaren slutar hos oss.", "En koordinator söker en annan arbetshandledare"),
    ):
        [told] = mailbox.to(f"{name}@kunta.example")
        words = words_of(told)
        assert leaves in words and sought in words and "vapaita aikoja" not in words, words
    assert mailbox.to("supervisor@kunta.example") == []


async def test_where_nothing_was_free_whoever_was_asked_reads_that_others_are_proposed(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await begun(notices, commission, mailbox)
    await say(notices, fallen(commission, "no_time"))
    [told] = mailbox.to("member@kunta.example")
    words = words_of(told)
    assert "eikä vapaita aikoja ollut" in words and "ehdottaa uusia päiviä" in words
    assert "toisen työnohjaajan" not in words
    assert [mailbox.to(f"{name}@kunta.example") for name in ("medlem", "contact")] == [[], []]
