"""Whoever answers a letter is read by the coordinator in charge; what nobody reads says so."""

from email.message import EmailMessage

from tests.integration.console.arranged import Arranged
from tests.integration.intake import builders as intake
from tests.integration.notices.mailbox import Mailbox

ASKER = "helena.laine@jarvikunta.example"


def answered_by(mail: EmailMessage) -> list[str]:
    return [one.addr_spec for one in mail["Reply-To"].addresses] if mail["Reply-To"] else []


async def test_an_answer_goes_to_the_coordinator_in_charge_and_before_that_to_all(
    console: Arranged, mailbox: Mailbox
) -> None:
    process_id, _ = await console.asked()
    await console.house.quiet()
    mail = mailbox.to(ASKER)[-1]
    assert answered_by(mail) == ["coordinator@luotsi.example"]
    assert "Voit vastata siihen: vastauksesi lukee Coordinator Koivu." in mail.get_content()
    assert "Siihen ei voi vastata" not in mail.get_content()

    # Somebody else is in charge: not a coordinator's address list, but theirs alone.
    in_charge = {"chosen": str(process_id), "coordinator": str(console.staff["coordinator"]), "back": "/"}
    await console.send("/processes/assign", in_charge)
    console.house.services["notices"].settings.mail_reply_to = "Työnohjaus Oy <toimisto@luotsi.example>"
    await console.house.ask(intake.decision(process_id, "orientation", "Kyse on perehdytyksestä."))
    await console.house.quiet()
    assert answered_by(mailbox.to(ASKER)[-1]) == ["coordinator@luotsi.example"]

    await console.asked(contact_email="uusi@jarvikunta.example")
    await console.house.quiet()
    mail = mailbox.to("uusi@jarvikunta.example")[-1]
    assert answered_by(mail) == ["toimisto@luotsi.example"]
    assert "vastauksesi lukee Työnohjaus Oy." in mail.get_content()
    console.house.services["notices"].settings.mail_reply_to = ""
