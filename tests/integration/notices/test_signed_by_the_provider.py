"""Letters are signed with the name under which the provider invoices, from the day on which it goes by it."""

from datetime import date, timedelta

from services.messages.billing import SellerSet
from services.messages.directory import SetLogo
from services.messages.notices import MailSignInCode
from services.messages.provider import PROVIDER
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.directory.builders import person, relate
from tests.integration.directory.test_pictures import taken
from tests.integration.notices.builders import NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.notices.test_codes import code
from tests.unit.pictures.drawings import png

TODAY = local_date(NOW)


def named(name: str, valid_from: date) -> SellerSet:
    return SellerSet(provider_id=PROVIDER, name=name, valid_from=valid_from)


async def test_a_letter_has_the_products_name_until_the_company_is_entered(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received())
    [mail, *_] = mailbox.to("contact@kunta.example")
    assert str(mail["From"]) == "Luotsi <no-reply@luotsi.example>"


async def test_every_letter_is_signed_and_sent_in_the_companys_name(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    name = 'Koivu, Haapa "ja" Äijät Oy'
    await say(notices, named(name, valid_from=TODAY), commission.received())
    [mail, *_] = mailbox.to("contact@kunta.example")
    assert mail["From"].addresses[0].display_name == name
    assert mail["From"].addresses[0].addr_spec == "no-reply@luotsi.example"
    assert f"Ystävällisin terveisin\r\n{name}" in words_of(mail)
    order: MailSignInCode = code()
    await notices.ask(order)
    await notices.quiet()
    [mail] = mailbox.to("aino@kunta.example")
    assert mail["From"].addresses[0].display_name == name and name in mail.get_content()


async def test_a_name_of_a_day_to_come_waits_for_it(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(
        notices,
        named("Uusi Oy", valid_from=TODAY + timedelta(days=30)),
        named("Vanha Oy", valid_from=TODAY - timedelta(days=30)),
        named("Vanha ja Kumppanit Oy", valid_from=TODAY - timedelta(days=30)),
        commission.received(),
    )
    [mail, *_] = mailbox.to("contact@kunta.example")
    assert mail["From"].addresses[0].display_name == "Vanha ja Kumppanit Oy"


async def test_letters_have_the_providers_logo_from_its_day_on(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    who = await person(notices, "Rauha")
    await relate(notices, who, "finance")
    picture = await taken(notices, png(300, 90), who)
    await notices.ask(SetLogo(picture_id=picture.picture_id, set_by=who, as_of=NOW))
    await say(notices, named("Työnohjaus Virta Oy", valid_from=TODAY), commission.received())
    [mail, *_] = mailbox.to("contact@kunta.example")
    assert [part.get_content_type() for part in mail.walk()][-1] == "image/png"
    [page] = [part.get_content() for part in mail.walk() if part.get_content_type() == "text/html"]
    assert 'alt="Työnohjaus Virta Oy"' in page and "Hei" in page
