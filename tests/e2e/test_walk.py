"""An inquiry becomes an invoice, stop by stop, through the whole running platform. The order is that of docs/walk.md.

Each test goes on where the one before has stopped; one that is run alone first walks the way to its stop.
"""

import base64
import io
import itertools
from datetime import timedelta

import pypdf
import pytest

from deploy.demo import people as who
from deploy.demo.arranging import signature
from deploy.demo.commission import Commission
from deploy.demo.commissions import GROUP, MANAGER, ORIENTATION
from services.billing.invoices.references import is_national
from services.messages import billing, contracts, intake, process, sessions
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import HELSINKI, day_off, local_date
from tests.e2e.walking import Walk

MAILS_BESIDES = 95
"""From the first inquiry to the end of the successor's draft, besides reminders of sessions and invoices: each is known
by its occasion, so that one more means that somebody was late, and one less that a letter is not written any more.
"""
FINANCE = Viewer(person_id=who.FINANCE.person_id, role=Role.FINANCE)


async def phase(walk: Walk, commission: Commission) -> str:
    """Of the running process; "ended" when there is none any more."""
    listed = (await walk.ask(process.ListProcesses())).processes
    return next((one.phase for one in listed if one.process_id == commission.process_id), "ended")


async def series(walk: Walk, commission: Commission) -> list[sessions.SessionCard]:
    return (await walk.ask(sessions.ListSessions(process_id=commission.process_id))).sessions


async def contract(walk: Walk, commission: Commission) -> contracts.ContractCard:
    return await walk.ask(contracts.ShowContract(process_id=commission.process_id))


async def invoices(walk: Walk, commission: Commission) -> list[billing.InvoiceCard]:
    order = billing.ListInvoices(viewer=FINANCE, process_id=commission.process_id)
    return (await walk.ask(order)).invoices


async def test_the_command_of_the_inquiry_page_is_kept_and_begins_a_process(walk: Walk) -> None:
    await walk.until("sends an inquiry")
    await walk.quiet()
    card = await walk.ask(intake.ShowInquiry(process_id=GROUP.process_id))
    assert (card.status, card.number) == ("received", "TO-1001")
    assert card.suggestion is not None
    assert card.suggestion.outcome == intake.ScreeningOutcome.SUPERVISION
    assert len(await walk.events("intake", "inquiry_received", GROUP.process_id)) == 1
    assert await phase(walk, GROUP) == "screening"


async def test_the_inquiry_is_acknowledged_by_mail_at_once(walk: Walk) -> None:
    [mail] = walk.mails(to=who.MUNICIPAL_HR.email)
    assert "TO-1001" in mail["Subject"]
    assert "TO-1001" in mail.get_content()


async def test_a_coordinator_screens_what_the_form_suggests(walk: Walk) -> None:
    await walk.until("decides: the group is supervision")
    await walk.quiet()
    assert await phase(walk, GROUP) == "matching"


async def test_the_shortlist_says_why_somebody_is_on_it_or_is_not(walk: Walk) -> None:
    order = intake.ShortlistSupervisors(process_id=GROUP.process_id, as_of=await walk.now())
    found = await walk.ask(order)
    assert found.suggested[0].supervisor_id == who.GROUP_SUPERVISOR.person_id
    assert all(one.reasons for one in found.suggested)
    [left_out] = found.excluded
    assert left_out.supervisor_id == who.LAPSED_SUPERVISOR.person_id
    assert any("membership" in reason for reason in left_out.reasons), left_out.reasons


async def test_a_match_leads_to_a_proposal_priced_from_the_list(walk: Walk) -> None:
    await walk.until("sends a proposal for the group")
    await walk.quiet()
    proposal = await walk.ask(intake.ShowProposal(process_id=GROUP.process_id))
    assert proposal.supervisor_id == who.GROUP_SUPERVISOR.person_id
    assert (proposal.price_cents, proposal.ends_on) == (265_00, walk.calendar.ends_on)
    assert await phase(walk, GROUP) == "proposal"


async def test_what_is_not_supervision_is_redirected_with_its_reason_and_ends(walk: Walk) -> None:
    await walk.until("redirects the orientation")
    await walk.quiet()
    card = await walk.ask(intake.ShowInquiry(process_id=ORIENTATION.process_id))
    assert (card.status, card.outcome) == ("redirected", intake.ScreeningOutcome.ORIENTATION)
    assert card.outcome_reason
    assert await phase(walk, ORIENTATION) == "ended"
    assert len(walk.mails(to=who.NEWCOMER_HR.email)) == 2  # received, and redirected


async def test_an_accepted_proposal_becomes_a_draft_by_itself(walk: Walk) -> None:
    await walk.until("accepts the proposal")
    await walk.quiet()
    drafted = await contract(walk, GROUP)
    assert (drafted.status, drafted.version) == ("draft", 1)
    assert contracts.Clause.GOALS in drafted.missing_clauses
    assert drafted.terms.price_cents == 265_00


async def test_a_contract_with_a_clause_missing_cannot_be_signed(walk: Walk) -> None:
    with pytest.raises(Refusal, match="clauses_incomplete"):
        await walk.ask(signed_by(walk, GROUP, 0))


async def test_all_clauses_complete_ask_the_first_party_to_sign(walk: Walk) -> None:
    await walk.until("completes the contract of the group")
    await walk.quiet()
    completed = await contract(walk, GROUP)
    assert completed.missing_clauses == []
    assert (completed.status, completed.next_party) == ("signing", Party.COMMISSIONER)
    assert set(completed.missing_consents) == {one.person_id for one in GROUP.supervisees}


def signed_by(walk: Walk, commission: Commission, number: int) -> contracts.SignContract:
    """The signature of the party with this number, 0 being the first."""
    [order] = signature(commission, walk.calendar, commission.begins + 6, number).orders
    assert isinstance(order, contracts.SignContract)
    return order


async def test_a_signature_out_of_order_is_refused_and_changes_nothing(walk: Walk) -> None:
    with pytest.raises(Refusal) as refused:
        await walk.ask(signed_by(walk, GROUP, 2))
    assert (refused.value.code, refused.value.field) == ("signature_out_of_order", "party")
    assert (await contract(walk, GROUP)).signed == []
    assert await walk.rows("contracts", "SELECT * FROM signature") == []
    assert await walk.events("contracts", "signature_given", GROUP.process_id) == []


async def test_members_consent_and_the_three_parties_sign_in_order(walk: Walk) -> None:
    await walk.until("signs the contract of the group as supervisor")
    given = await walk.events("contracts", "signature_given", GROUP.process_id)
    assert [one["party"] for one in given] == ["commissioner", "supervisee", "supervisor"]
    signed = await contract(walk, GROUP)
    assert (signed.status, signed.missing_consents, signed.next_party) == ("signed", [], None)
    assert len(await walk.events("contracts", "contract_signed", GROUP.process_id)) == 1


async def test_days_are_proposed_and_held_and_nobody_is_invited_yet(walk: Walk) -> None:
    await walk.quiet()
    coordinator = Viewer(person_id=who.COORDINATOR.person_id, role=Role.COORDINATOR)
    now = await walk.now()
    plan = await walk.ask(sessions.ShowPlan(process_id=GROUP.process_id, viewer=coordinator, as_of=now))
    assert (plan.status, plan.revision, plan.proposed_by) == ("open", 1, None)
    assert plan.sessions
    assert await series(walk, GROUP) == []
    [asked] = walk.mails(to=who.GROUP[0].email, about="Ehdotus tapaamisajoiksi")
    assert "TO-1001" in asked["Subject"]
    assert await walk.events("sessions", "series_planned", GROUP.process_id) == []


async def test_the_days_that_are_confirmed_are_a_series_within_the_rule(walk: Walk) -> None:
    await walk.until("confirms the days of the manager")
    await walk.quiet()
    for commission in (GROUP, MANAGER):
        days = [one.starts_at.astimezone(HELSINKI).date() for one in await series(walk, commission)]
        gaps = [(later - day).days for day, later in itertools.pairwise(days)]
        assert 4 <= len(days) <= 6
        assert all(14 <= gap <= 21 for gap in gaps[:2]) and all(21 <= gap <= 28 for gap in gaps[2:])
        assert not any(map(day_off, days))
        assert walk.calendar.starts_on <= days[0] and days[-1] <= walk.calendar.ends_on


async def test_everybody_has_one_letter_with_every_session_for_their_calendar(walk: Walk) -> None:
    for commission in (GROUP, MANAGER):
        assert commission.supervisor is not None
        for person in (*commission.supervisees, commission.supervisor):
            [calendar] = [
                part.get_content()
                for mail in walk.mails(to=person.email)
                for part in mail.walk()
                if part.get_content_type() == "text/calendar"
            ]
            assert "METHOD:PUBLISH" in calendar, person.email
            assert calendar.count("BEGIN:VEVENT") == len(await series(walk, commission)), person.email


async def test_a_session_that_overlaps_another_is_refused_and_stays_where_it_was(walk: Walk) -> None:
    first, second, *_ = before = await series(walk, GROUP)
    order = sessions.MoveSession(
        session_id=second.session_id,
        starts_at=first.starts_at + timedelta(minutes=30),
        moved_by=who.GROUP[0].person_id,
        party="supervisee",
        as_of=await walk.now(),
    )
    with pytest.raises(Refusal) as refused:
        await walk.ask(order)
    assert (refused.value.code, refused.value.field) == ("slot_taken", "starts_at")
    assert await series(walk, GROUP) == before
    assert await walk.events("sessions", "session_moved") == []


async def test_a_held_session_becomes_a_billable_item_at_the_contracts_price(walk: Walk) -> None:
    await walk.until("records session 1 of the group as held")
    await walk.quiet()
    first = (await series(walk, GROUP))[0]
    assert first.status == "held"
    query = "SELECT kind, percent, price_cents FROM billable_item WHERE session_id = $1"
    [item] = await walk.rows("billing", query, first.session_id)
    assert tuple(item) == ("held", 100, 265_00)


async def test_the_months_run_makes_the_invoice_by_itself(walk: Walk) -> None:
    await walk.until("records session 3 of the group as held")
    [january] = await invoices(walk, GROUP)
    assert january.period == f"{walk.calendar.year}-01"
    assert january.lines == sum(one.starts_at.month == 1 for one in await series(walk, GROUP)) == 2
    assert (january.net_cents, january.vat_cents, january.gross_cents) == (530_00, 135_15, 665_15)
    assert is_national(january.reference or "")


async def test_the_invoice_can_be_shown_as_pdf(walk: Walk) -> None:
    [january] = await invoices(walk, GROUP)
    shown = await walk.ask(billing.ShowInvoicePdf(invoice_id=january.invoice_id, viewer=FINANCE))
    pdf = base64.b64decode(shown.pdf)
    assert pdf.startswith(b"%PDF")
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert str(january.number) in text and "665,15" in text
    assert not any(member.family_name in text for member in who.GROUP)


async def test_the_payer_gets_the_invoice_by_mail(walk: Walk) -> None:
    [mail] = walk.mails(to=f"laskut@{who.MUNICIPALITY.domain}")
    [pdf] = [part for part in mail.walk() if part.get_content_type() == "application/pdf"]
    assert pdf.get_content().startswith(b"%PDF")


async def test_a_late_cancellation_is_invoiced_in_full(walk: Walk) -> None:
    await walk.until("cancels session 4 of the manager late")
    await walk.quiet()
    fourth = (await series(walk, MANAGER))[3]
    assert fourth.status == "cancelled"
    query = "SELECT percent, price_cents FROM billable_item WHERE session_id = $1"
    [item] = await walk.rows("billing", query, fourth.session_id)
    assert tuple(item) == (100, 148_00)


async def test_the_interim_and_the_final_review_are_held_for_both(walk: Walk) -> None:
    await walk.to_the_end()
    for commission in (GROUP, MANAGER):
        found = (await walk.ask(sessions.ListReviews(process_id=commission.process_id))).reviews
        assert {(one.kind, one.status) for one in found} == {("interim", "done"), ("final", "done")}


async def test_the_renewed_process_has_a_successor_that_ends_as_nobody_completes_its_contract(
    walk: Walk,
) -> None:
    await walk.to_the_end()
    [renewed] = await walk.events("contracts", "process_renewed")
    assert renewed["process_id"] == str(GROUP.process_id)
    successor = await walk.ask(contracts.ShowContract(process_id=GROUP.successor_id))
    assert (successor.status, successor.renews) == ("expired", GROUP.process_id)
    assert not (await walk.ask(process.ListProcesses())).processes


async def test_the_other_process_is_closed(walk: Walk) -> None:
    await walk.to_the_end()
    [closed] = await walk.events("contracts", "process_closed")
    assert closed["process_id"] == str(MANAGER.process_id)
    assert await phase(walk, MANAGER) == "ended"


async def test_in_the_end_nothing_is_lost_nothing_doubled_and_all_is_invoiced(walk: Walk) -> None:
    figures = await walk.to_the_end()
    assert (figures.processes, figures.redirected, figures.reviews) == (2, 1, 4)
    of_group, of_manager = len(await series(walk, GROUP)), len(await series(walk, MANAGER))
    assert figures.sessions_held == of_group + of_manager - 1  # one was cancelled late
    assert figures.sessions_billable == figures.sessions_invoiced == of_group + of_manager
    met = [
        (one.process_id, local_date(one.starts_at).month)
        for one in [*await series(walk, GROUP), *await series(walk, MANAGER)]
    ]
    assert figures.invoices == len(set(met))
    issued = [card for commission in (GROUP, MANAGER) for card in await invoices(walk, commission)]
    assert sum(card.net_cents for card in issued) == of_group * 265_00 + of_manager * 148_00
    assert all(card.vat_cents == (card.net_cents * 255 + 500) // 1000 for card in issued)
    assert figures.invoice_total_cents == sum(card.gross_cents for card in issued)
    assert (figures.lost, figures.duplicates, figures.gaps_in_numbers, figures.parked) == (0, 0, 0, 0)
    reminders = 6 * of_group + 2 * of_manager  # of each session, to those who meet and their supervisor
    assert figures.mails == reminders + figures.invoices + MAILS_BESIDES
    assert figures.mail_copies == 0


async def test_everybody_acted_at_their_time(walk: Walk) -> None:
    """Who is late is written one reminder more, and the money of a month that is over goes on another invoice."""
    await walk.to_the_end()
    assert walk.driver.late == []
