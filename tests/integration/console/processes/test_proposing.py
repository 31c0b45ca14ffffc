"""The proposal's page: the price from the list, usual dates, and the reason of a change that was asked for."""

import io
import re
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from services.messages.intake import AskForInterest, ShowInquiry, ShowProposal, WithdrawInquiry
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import HELSINKI
from tests.integration.as_it_stands import as_it_stands
from tests.integration.console.arranged import Arranged
from tests.integration.intake import builders as intake
from tests.integration.sessions.builders import hours

TERMS = {
    "duration_minutes": "90",
    "base_interval_days": "21",
    "starts_on": "2027-01-18",
    "ends_on": "2027-12-10",
    "sessions_agreed": "12",
}


async def test_the_form_proposes_what_is_usual_at_the_lists_price(arranged: Arranged) -> None:
    _id, number = await arranged.matched()
    today = arranged.house.clock.now().astimezone(HELSINKI).date()
    page = await arranged.open(f"/processes/{number}/proposing")
    assert "90 min – €265.00" in page and 'value="90" checked' in page and 'value="21"' in page
    assert (
        f'value="{today + timedelta(days=28)}"' in page and f'value="{today + timedelta(days=392)}"' in page
    )


async def test_a_length_without_a_price_is_said_and_not_guessed(arranged: Arranged) -> None:
    _id, number = await arranged.matched(duration_minutes=120)
    path, today = f"/processes/{number}/proposing", arranged.house.clock.now().astimezone(HELSINKI).date()
    page = await arranged.open(path)
    assert "They asked for 120 minutes. The price list has no price for that" in page
    assert 'value="120"' not in page
    form = TERMS | {"valid_until": f"{today + timedelta(days=14)}", "duration_minutes": "120"}
    refused = await arranged.send(path, form, status=422)
    assert "Length and price: The price list has no price for this length and day." in refused


async def test_the_form_says_how_many_sessions_fit_and_the_proposal_what_they_come_to(
    arranged: Arranged,
) -> None:
    today = arranged.house.clock.now().astimezone(HELSINKI).date()
    until = today + timedelta(days=500)
    await arranged.house.ask(hours(arranged.staff["supervisor"], valid_from=today, valid_until=until))
    _id, number = await arranged.matched()
    path = f"/processes/{number}/proposing"
    page = await arranged.open(path)
    counted = re.search(r'name="sessions_agreed"[^>]*value="(\d+)"', page)
    assert counted and 12 <= int(counted[1]) <= 20
    assert f"free time as it is now: {counted[1]}." in page
    # Left as it was counted, with other days: the number of those is looked at before it is sent.
    days = {"starts_on": f"{today + timedelta(days=30)}", "ends_on": f"{today + timedelta(days=200)}"}
    left = {
        "sessions_agreed": counted[1],
        "counted": counted[1],
        "valid_until": f"{today + timedelta(days=14)}",
    }
    looked = await arranged.send(path, TERMS | days | left | {"act": "look"}, status=200)
    page = await arranged.send(path, TERMS | days | left, status=422)
    again = re.search(r'name="sessions_agreed"[^>]*value="(\d+)"', page)
    assert again and int(again[1]) < int(counted[1]) and "another number of sessions fits" in page
    assert re.findall(r'name="sessions_agreed"[^>]*value="(\d+)"', looked) == [again[1]]
    typed = {"sessions_agreed": again[1], "counted": again[1]}
    assert await arranged.send(path, TERMS | days | left | typed) == f"/processes/{number}"


def a_tuesday(from_day: date) -> date:
    """On which there are no hours."""
    return from_day + timedelta(days=(1 - from_day.weekday()) % 7)


async def test_more_sessions_than_fit_are_asked_about_once_more(arranged: Arranged) -> None:
    """Also where none fits, which is not the same as where it is not known; other days ask anew."""
    today = arranged.house.clock.now().astimezone(HELSINKI).date()
    _id, number = await arranged.matched()
    path = f"/processes/{number}/proposing"
    days = {"starts_on": f"{today + timedelta(days=30)}", "ends_on": f"{today + timedelta(days=200)}"}
    form = TERMS | days | {"sessions_agreed": "40", "valid_until": f"{today + timedelta(days=14)}"}
    page = await arranged.open(path)
    assert "How many fit is not known" in page and 'name="counted"' not in page
    supervisor, until = arranged.staff["supervisor"], today + timedelta(days=100)
    await arranged.house.ask(hours(supervisor, valid_from=today, valid_until=until))
    page = await arranged.send(path, form | {"counted": "40"}, status=422)
    assert "another number of sessions fits" in page
    page = await arranged.send(path, form, status=422)
    assert "More sessions than find a day" in page and 'name="more_confirmed"' in page
    few = as_it_stands(page)["counted"]
    confirmed = form | {"counted": few, "more_confirmed": "true"}
    short = {"ends_on": f"{today + timedelta(days=31)}"}
    for other in (confirmed | {"more_confirmed": ""}, confirmed | short):
        assert "More sessions than find a day" in await arranged.send(path, other, status=422)
    later = dict.fromkeys(("starts_on", "ends_on"), f"{a_tuesday(today + timedelta(days=60))}")
    none = await arranged.send(path, form | later | {"sessions_agreed": "1"}, status=422)
    assert "as it is now: 0." in none
    assert await arranged.send(path, confirmed) == f"/processes/{number}"
    assert f'name="counted" value="{few}"' in await arranged.open(path)


async def test_a_last_day_that_is_too_far_is_told_at_its_field(arranged: Arranged) -> None:
    today = arranged.house.clock.now().astimezone(HELSINKI).date()
    _id, number = await arranged.matched()
    form = TERMS | {"valid_until": f"{today + timedelta(days=14)}", "ends_on": "2035-12-15"}
    page = await arranged.send(f"/processes/{number}/proposing", form, status=422)
    assert "Ends: A contract is for 5 years at most." in page and 'value="2035-12-15"' in page


async def test_a_sent_proposal_has_the_lists_price(arranged: Arranged) -> None:
    process_id, number = await arranged.matched()
    today = arranged.house.clock.now().astimezone(HELSINKI).date()
    form = TERMS | {"valid_until": f"{today + timedelta(days=14)}"}
    assert await arranged.send(f"/processes/{number}/proposing", form) == f"/processes/{number}"
    sent = await arranged.house.ask(ShowProposal(process_id=process_id))
    assert (sent.price_cents, sent.duration_minutes, sent.answer) == (26500, 90, None)
    assert sent.sessions_agreed == 12
    assert "waits for an answer until" in await arranged.open(f"/processes/{number}/proposing")


async def test_it_is_looked_at_as_the_customer_will_see_it_before_it_is_sent(arranged: Arranged) -> None:
    process_id, number = await arranged.matched()
    path, today = f"/processes/{number}/proposing", arranged.house.clock.now().astimezone(HELSINKI).date()
    form = TERMS | {"valid_until": f"{today + timedelta(days=14)}", "sessions_agreed": "9"}
    async with await arranged.browser() as browser:
        looked = (await browser.post(path, data=form | {"act": "look"})).text
        paper = await browser.post(path, data=form | {"act": "print"})
    assert "Nothing has been sent yet" in looked and intake.TRAINING in looked and 'value="9"' in looked
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert "2 385,00 €" in " ".join(text.split()) and "Coordinator Koivu" in text
    with pytest.raises(Refusal, match="no_proposal"):
        await arranged.house.ask(ShowProposal(process_id=process_id))
    late = await arranged.send(path, form | {"act": "look", "valid_until": form["starts_on"]}, status=422)
    assert "Begins: This must be later than the last day on which the proposal can be answered" in late
    await arranged.send(path, form | {"act": "send"})
    assert (await arranged.house.ask(ShowProposal(process_id=process_id))).sessions_agreed == 9


async def test_a_number_of_sessions_is_proposed_where_one_is_agreed(arranged: Arranged) -> None:
    process_id, number = await arranged.matched()
    path, today = f"/processes/{number}/proposing", arranged.house.clock.now().astimezone(HELSINKI).date()
    form = TERMS | {"valid_until": f"{today + timedelta(days=14)}", "sessions_agreed": "9"}
    none = await arranged.send(path, form | {"sessions_agreed": "0"}, status=422)
    assert "Number of sessions: This number is too small." in none
    empty = await arranged.send(path, form | {"sessions_agreed": ""}, status=422)
    assert "Number of sessions: Write how many sessions you offer" in empty
    with pytest.raises(Refusal, match="no_proposal"):
        await arranged.house.ask(ShowProposal(process_id=process_id))
    await arranged.send(path, form)
    assert (await arranged.house.ask(ShowProposal(process_id=process_id))).sessions_agreed == 9
    assert 'value="9"' in await arranged.open(path)


async def test_an_earlier_proposal_is_read_as_it_was_sent(arranged: Arranged) -> None:
    _id, number = await arranged.matched()
    path, today = f"/processes/{number}/proposing", arranged.house.clock.now().astimezone(HELSINKI).date()
    form = TERMS | {"valid_until": f"{today + timedelta(days=14)}", "sessions_agreed": "9"}
    await arranged.send(path, form)
    await arranged.send(path, form | {"sessions_agreed": "7", "replaces": "1"})
    page = await arranged.open(path)
    assert "Earlier proposals" in page and f"{path}/pdf?revision=1" in page and "revision=2" not in page
    async with await arranged.browser() as browser:
        for which, told in (("?revision=1", "2 385,00 €"), ("?revision=2", "1 855,00 €"), ("", "1 855,00 €")):
            paper = (await browser.get(f"{path}/pdf{which}")).content
            text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
            assert told in " ".join(text.split()), which
        assert (await browser.get(f"{path}/pdf?revision=3")).status_code == 404


async def test_what_cannot_be_is_told_at_its_field(arranged: Arranged) -> None:
    _id, number = await arranged.matched()
    path = f"/processes/{number}/proposing"
    past = await arranged.send(path, TERMS | {"valid_until": "2026-01-01"}, status=422)
    assert "Valid until: Choose a day that has not passed." in past and 'value="2027-01-18"' in past
    far = {"base_interval_days": "90", "valid_until": "2027-01-01"}
    assert "Interval: This number is too large." in await arranged.send(path, TERMS | far, status=422)


async def test_a_term_of_more_than_three_years_is_asked_about_and_one_of_two_centuries_is_refused(
    arranged: Arranged,
) -> None:
    process_id, number = await arranged.matched()
    today = arranged.house.clock.now().astimezone(HELSINKI).date()
    path, form = f"/processes/{number}/proposing", TERMS | {"valid_until": f"{today + timedelta(days=14)}"}
    mistyped = await arranged.send(path, form | {"ends_on": "2207-12-10"}, status=422)
    assert "Ends: Write a day between the years 2000 and 2099." in mistyped and "long_term" not in mistyped
    four_years = form | {"ends_on": "2030-12-10"}
    asked = await arranged.send(path, four_years, status=422)
    assert "confirm it below if it is meant" in asked and 'name="long_term_confirmed"' in asked
    await arranged.send(path, four_years | {"long_term_confirmed": "true"})
    assert (await arranged.house.ask(ShowProposal(process_id=process_id))).ends_on.year == 2030


async def test_a_change_that_was_asked_for_stands_on_the_page_with_its_reason(arranged: Arranged) -> None:
    process_id, number = await arranged.matched()
    await arranged.house.ask(intake.proposal(process_id))
    await arranged.house.ask(intake.answer(process_id, "ask_change", reason="Aloitetaan helmikuussa."))
    page = await arranged.open(f"/processes/{number}/proposing")
    assert "A change was asked for" in page and "Aloitetaan helmikuussa." in page
    assert 'value="2027-01-18"' in page and "Send the proposal" in page


async def test_the_page_says_who_gets_the_proposal_and_not_a_contact_whom_nobody_has_admitted(
    arranged: Arranged,
) -> None:
    await arranged.in_matching()
    process_id, number = await arranged.asked(contact_email="outi@outo.example")
    await arranged.house.ask(intake.decision(process_id, typed_facts="keep"))
    await intake.chosen(arranged.house, process_id, arranged.staff["supervisor"])
    page = await arranged.open(f"/processes/{number}/proposing")
    assert "goes to: Helena Laine (" in page and "outi@outo.example" not in page


async def test_an_accepted_proposal_is_corrected_from_the_drafts_page(arranged: Arranged) -> None:
    process_id, number = await arranged.drafted()
    draft, path = f"/processes/{number}/contracting", f"/processes/{number}/proposing"
    assert path in await arranged.open(draft)
    page = await arranged.open(path)
    assert "You can correct it as long as the contract is a draft." in page
    today = arranged.house.clock.now().astimezone(HELSINKI).date()
    form = TERMS | {
        "valid_until": f"{today + timedelta(days=14)}",
        "replaces": "1",
        "starts_on": "2027-02-01",
    }
    await arranged.send(path, form)
    shown = await arranged.house.ask(ShowProposal(process_id=process_id))
    assert shown.corrects and (shown.revision, f"{shown.starts_on}") == (2, "2027-02-01")
    assert "A correction of the proposal waits for its answer" in await arranged.open(draft)


async def test_every_page_that_would_lead_on_says_that_the_inquiry_was_asked_back_and_by_whose_side(
    arranged: Arranged,
) -> None:
    process_id, number = await arranged.matched()
    await arranged.house.ask(intake.proposal(process_id))
    contact_id = (await arranged.house.ask(ShowInquiry(process_id=process_id))).contact_id
    back = {"process_id": process_id, "withdrawn_by": contact_id, "as_of": intake.LATER}
    await arranged.house.ask(WithdrawInquiry.model_validate(back | {"reason": "Budjetti loppui."}))
    supervisor = arranged.staff["supervisor"]
    for path in (
        f"/processes/{number}/proposing",
        f"/matching/{number}",
        f"/processes/{number}/screening",
        f"/processes/{number}/inquiry",
        f"/matching/{number}/interests/{supervisor}",
    ):
        page = await arranged.open(path)
        assert "The inquiry has been withdrawn" in page, path
        assert "The customer withdrew it" in page, path
        assert "Budjetti loppui." in page and f'href="/processes/{number}"' in page, path
        assert "waits for an answer" not in page and "Send the proposal" not in page, path
        assert "has been chosen" not in page and "Record it" not in page, path
        assert "Valid until" not in page, path


async def test_a_coordinator_who_asked_it_back_for_them_is_said_and_a_declined_one_is_not_in_matching(
    arranged: Arranged,
) -> None:
    process_id, number = await arranged.matched()
    back = {"process_id": process_id, "withdrawn_by": arranged.staff["coordinator"], "as_of": intake.LATER}
    await arranged.house.ask(WithdrawInquiry.model_validate(back))
    assert "A coordinator withdrew it for the customer" in await arranged.open(f"/matching/{number}")
    declined, other = await arranged.matched()
    await arranged.house.ask(intake.proposal(declined))
    contact_id = (await arranged.house.ask(ShowInquiry(process_id=declined))).contact_id
    await arranged.house.ask(intake.answer(declined, "decline", answered_by=contact_id, reason="Ei nyt."))
    page = await arranged.open(f"/matching/{other}")
    assert "Declined" in page and "has been chosen" not in page


async def test_a_supervisor_who_was_asked_reads_that_nobody_asks_any_more(arranged: Arranged) -> None:
    process_id, number = await arranged.in_matching()
    supervisor = arranged.staff["supervisor"]
    asked = {"process_id": process_id, "supervisor_id": supervisor, "asked_by": arranged.staff["coordinator"]}
    await arranged.house.ask(AskForInterest.model_validate(asked | {"as_of": intake.LATER}))
    path = f"/interests/{process_id}"
    assert 'name="code"' in await arranged.open(path, "supervisor")
    contact_id = (await arranged.house.ask(ShowInquiry(process_id=process_id))).contact_id
    back = {"process_id": process_id, "withdrawn_by": contact_id, "as_of": intake.LATER}
    await arranged.house.ask(WithdrawInquiry.model_validate(back))
    page = await arranged.open(path, "supervisor")
    assert "The inquiry was withdrawn on" in page and "not asked any more" in page
    assert 'name="code"' not in page and number in page


async def test_what_was_sent_can_be_read_as_its_reader_has_it(arranged: Arranged) -> None:
    _id, number = await arranged.matched()
    path = f"/processes/{number}/proposing"
    assert f"{path}/pdf" not in await arranged.open(path)
    assert "There is no proposal yet." in await arranged.open(f"{path}/pdf", status=409)
    today = arranged.house.clock.now().astimezone(HELSINKI).date()
    await arranged.send(path, TERMS | {"valid_until": f"{today + timedelta(days=14)}"})
    assert f"{path}/pdf" in await arranged.open(path)
    async with await arranged.browser() as browser:
        file = await browser.get(f"{path}/pdf")
    assert file.headers["content-type"] == "application/pdf" and file.content.startswith(b"%PDF")
    assert file.headers["content-disposition"] == f'inline; filename="{number}-proposal-1.pdf"'


async def test_what_was_declined_is_led_to_with_its_reason_and_told_in_the_timeline(
    arranged: Arranged,
) -> None:
    arranged.house.move_clock(intake.LATER)
    process_id, number = await arranged.matched()
    await arranged.house.ask(intake.proposal(process_id))
    contact = (await arranged.house.ask(ShowInquiry(process_id=process_id))).contact_id
    no = intake.answer(process_id, answered_by=contact, answer="decline", reason="We chose another.")
    await arranged.house.ask(no)
    await arranged.house.quiet()
    page = await arranged.open(f"/processes/{number}")
    assert "Proposal declined" in page and f'href="/processes/{number}/proposing"' in page
    assert "We chose another." in await arranged.open(f"/processes/{number}/proposing")
