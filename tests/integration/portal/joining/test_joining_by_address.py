"""Whom the members say yes to is whoever has the address: by the name that is theirs, and by what else they are."""

from services.messages.directory import AcceptPerson, ShowPerson
from tests.integration.portal.joining.test_joining import PAGE, Group, group

__all__ = ["group"]
REFUSED = "Mail address: Whoever has this address is known here by another name"


async def _of_commissioner(group: Group) -> dict[str, str]:
    """Who signs for the customer and has come in, as they would be typed."""
    who = group.card.parties.commissioner_id
    await group.house.ask(AcceptPerson(person_id=who, as_of=group.house.clock.now()))
    card = await group.house.ask(ShowPerson(person_id=who))
    return {"given_name": card.given_name, "family_name": card.family_name, "email": card.email}


async def test_another_name_beside_a_known_address_asks_nobody(group: Group) -> None:
    known = await _of_commissioner(group)
    group.mailbox.mails.clear()
    refused = await group.propose(**known | {"given_name": "Uuno", "family_name": "Uusi"})
    assert refused.status_code == 422 and REFUSED in refused.text
    assert known["family_name"] not in refused.text and 'value="Uuno"' in refused.text
    await group.house.quiet()
    assert group.mailbox.mails == []
    [told] = await group.house.rows("contracts", "SELECT count(*) AS joining FROM joining")
    assert told["joining"] == 0


async def test_the_members_read_the_name_that_is_kept_and_whose_side_they_are_on(group: Group) -> None:
    known = await _of_commissioner(group)
    name = f"{known['given_name']} {known['family_name']}"
    typed = known | {"given_name": known["given_name"].upper()}
    assert (await group.propose(**typed)).status_code == 303
    page = await group.open(await group.link(group.members[1]))
    assert name in page.text and "They act for the commissioner" in page.text
    async with group.browser(group.members[1]) as opened:
        assert "They act for the commissioner" in (await opened.get(PAGE)).text
    letters = group.mailbox.to((await group.house.ask(ShowPerson(person_id=group.members[1]))).email)
    assert name in str(letters[-1].get_body(("plain",)))


async def test_of_somebody_new_nothing_is_said_of_the_customer(group: Group) -> None:
    assert (await group.propose()).status_code == 303
    page = await group.open(await group.link(group.members[1]))
    assert "Nea Uusi" in page.text and "They act for the commissioner" not in page.text
