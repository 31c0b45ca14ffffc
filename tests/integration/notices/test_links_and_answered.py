"""Mails lead to the page where their reader acts, and what was acted on meanwhile is not asked for any more."""

import re
from datetime import date
from uuid import uuid4

import pytest
from nats.js.api import ConsumerInfo

from services.messages import contracts, intake, sessions
from services.messages.envelope import Event, owner
from services.messages.notices import ListMails
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.proofs.links import SIGNING, LinkKeys, mark_of, open_link
from tests.house import House
from tests.integration.notices.builders import DEADLINES, NOW, Commission, coordinator, say
from tests.integration.notices.mailbox import Mailbox


def links(mailbox: Mailbox) -> dict[str, set[str]]:
    """Reader -> the links that they have got."""
    found: dict[str, set[str]] = {}
    for mail in mailbox.mails:
        text = mail.get_body(("plain",))
        assert text is not None
        urls = re.findall(r"https?://\S+", text.get_content())
        found.setdefault(mail["To"].addresses[0].username, set()).update(urls)
    return found


def asked(commission: Commission, party: Party, level: int = 0) -> contracts.SignatureAsked:
    name = {"commissioner": "contact", "supervisee": "member", "supervisor": "supervisor"}[party]
    return contracts.SignatureAsked(
        process_id=commission.process_id,
        version=2,
        party=party,
        person_id=commission.people[name],
        level=level,
    )


async def test_the_signer_gets_a_link_that_is_theirs_and_it_is_not_kept(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received(), asked(commission, Party.SUPERVISEE))
    assert links(mailbox)["contact"] == {f"{notices.address('portal')}/processes/TO-1007"}
    [url] = links(mailbox)["member"]
    token = url.removeprefix(f"{notices.address('portal')}/sign/")
    keys = LinkKeys.read(notices.folder / "keys")
    assert open_link(keys, SIGNING, token, notices.clock.now()) == {
        "process_id": str(commission.process_id),
        "version": "2",
        "party": "supervisee",
        "person_id": str(commission.people["member"]),
        "sent_to": mark_of("member@kunta.example"),
    }
    kept = await notices.rows("notices", "select to_jsonb(notice)::text as row from notice")
    assert not [row for row in kept if token[:40] in row["row"] or "http" in row["row"]]


async def test_members_are_led_to_the_portal_and_the_supervisor_to_the_console(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    planned = commission.planned(1)
    overdue = sessions.ConfirmationOverdue(
        process_id=commission.process_id,
        session_id=commission.sessions[0],
        number=1,
        supervisor_id=commission.people["supervisor"],
    )
    await say(notices, commission.received(), planned, overdue)
    found = links(mailbox)
    own = f"{notices.address('portal')}/processes/TO-1007"
    assert found["member"] == {f"{own}/schedule", f"{own}/leave"}
    console = notices.address("console")
    assert found["supervisor"] == {
        f"{console}/processes/TO-1007",
        f"{console}/sessions/{commission.sessions[0]}",
    }


async def test_a_no_to_the_contract_is_told_to_the_coordinators_without_its_reason(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    declined = contracts.SigningDeclined(
        process_id=commission.process_id, version=1, party=Party.SUPERVISEE, complete_by=DEADLINES[0]
    )
    await say(notices, commission.received(), declined)
    [mail] = mailbox.to("coordinator@kunta.example")
    assert mail["Subject"] == "Sopimusta TO-1007 ei allekirjoitettu"
    assert "ohjattavat" in mail.get_content()
    assert links(mailbox)["coordinator"] == {f"{notices.address('console')}/processes/TO-1007/contracting"}


@pytest.mark.parametrize(
    ("stands", "says"), [(False, "Prosessi päättyi"), (True, "Hylätty tarjous oli oikaisu")]
)
async def test_a_no_to_the_proposal_is_told_to_the_coordinators_without_its_reason(
    notices: House, commission: Commission, mailbox: Mailbox, *, stands: bool, says: str
) -> None:
    await coordinator(notices)
    declined = intake.ProposalAnswered(
        process_id=commission.process_id,
        answer="decline",
        answered_at=NOW,
        reminders_at=[],
        complete_by=None,
        stands=stands,
    )
    await say(notices, commission.received(), declined)
    [mail] = mailbox.to("coordinator@kunta.example")
    assert mail["Subject"] == "Tarjous TO-1007 hylättiin"
    assert says in mail.get_content()
    assert links(mailbox)["coordinator"] == {f"{notices.address('console')}/processes/TO-1007/proposing"}


def reminders_and_answers(commission: Commission) -> list[tuple[Event, Event, str]]:
    """What asks for something, what answers it, and the letter that is then not sent any more."""
    process, session = commission.process_id, commission.sessions[0]
    step = intake.StepOverdue
    decided = intake.ScreeningDecided(
        process_id=process,
        outcome=intake.ScreeningOutcome.SUPERVISION,
        organisation_id=uuid4(),
        decided_at=NOW,
        reminders_at=DEADLINES,
    )
    matched = intake.SupervisorMatched(
        process_id=process,
        supervisor_id=commission.people["supervisor"],
        matched_at=NOW,
        reminders_at=DEADLINES,
    )
    sent = intake.ProposalSent(
        process_id=process,
        price_cents=17500,
        valid_until=date(2027, 1, 29),
        sent_at=NOW,
        reminders_at=DEADLINES[:1],
        expires_at=DEADLINES[-1],
    )
    answered = intake.ProposalAnswered(
        process_id=process, answer="accept", answered_at=NOW, reminders_at=[], complete_by=DEADLINES[0]
    )
    signed = contracts.SignatureGiven(
        process_id=process,
        version=2,
        party=Party.COMMISSIONER,
        person_id=commission.people["contact"],
        signed_at=NOW,
    )
    due = contracts.ContinuationDue(
        process_id=process,
        ends_on=date(2027, 12, 15),
        commissioner_id=commission.people["contact"],
        representative_id=commission.people["member"],
    )
    chosen = contracts.ContinuationChosen(
        process_id=process, choice="close", successor_id=None, chosen_at=NOW
    )
    overdue = sessions.ConfirmationOverdue(
        process_id=process, session_id=session, number=1, supervisor_id=commission.people["supervisor"]
    )
    held = sessions.SessionHeld(
        process_id=process,
        session_id=session,
        number=1,
        performed_on=date(2027, 1, 20),
        minutes=90,
        present=2,
    )
    return [
        (step(process_id=process, step="screening", level=1), decided, "screening_due"),
        (step(process_id=process, step="matching", level=2), matched, "matching_overdue"),
        (step(process_id=process, step="proposal", level=1), sent, "proposal_to_make"),
        (step(process_id=process, step="proposal_answer", level=1), answered, "proposal_due"),
        (sent, answered, "proposal_sent"),
        (asked(commission, Party.COMMISSIONER, 1), signed, "signature_due"),
        (due, chosen, "continuation_due"),
        (overdue, held, "confirmation_due"),
        (
            sessions.ReviewDue(process_id=process, kind="interim", due_at=DEADLINES[0]),
            sessions.ReviewWaived(process_id=process, kind="interim"),
            "review_due",
        ),
        (
            sessions.ReviewOverdue(process_id=process, kind="final", due_at=DEADLINES[0]),
            sessions.ReviewDone(process_id=process, kind="final", wants_to_continue=True, benefit=True),
            "review_overdue",
        ),
    ]


async def test_what_was_done_before_its_reminder_could_be_sent_is_not_asked_for(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    planned = commission.planned(1)
    await say(notices, commission.received(), commission.signed(), planned)
    mailbox.close()
    for asking, answering, _ in reminders_and_answers(commission):
        for event in (asking, answering):
            await notices.say(owner(type(event)), event)
        await heard(notices)
    rows = await notices.rows("notices", "select kind, status from notice where status = 'dropped'")
    assert {row["kind"] for row in rows} == {kind for *_, kind in reminders_and_answers(commission)}


async def heard(house: House) -> None:
    """Until notices has no event in hand; its mails may still wait."""
    while True:
        infos = [
            info for name in ("INTAKE", "CONTRACTS", "SESSIONS") for info in await consumers(house, name)
        ]
        if not any(info.num_pending or info.num_ack_pending for info in infos):
            return


async def consumers(house: House, stream: str) -> list[ConsumerInfo]:
    return [info for info in await house.jetstream.consumers_info(stream) if info.name == "notices"]


async def test_the_timeline_lists_the_mails_of_one_process_to_those_who_set_things_right(
    notices: House, commission: Commission
) -> None:
    await say(notices, commission.received(), commission.signed())
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        viewer = Viewer(person_id=uuid4(), role=role)
        found = (await notices.ask(ListMails(viewer=viewer, process_id=commission.process_id))).mails
        assert [mail.kind for mail in found] == ["inquiry_received"] + ["contract_signed"] * 3
        assert {mail.status for mail in found} == {"sent"}
        assert found[0].person_id == commission.people["contact"]


async def test_everybody_who_signed_is_told_once_and_led_to_the_contract_behind_a_sign_in(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """Another than whom the paper names may have signed for the customer."""
    people = [commission.people[name] for name in ("medlem", "member", "supervisor")]
    signed = commission.signed().model_copy(update={"signed_by": people})
    await say(notices, commission.received(), signed)
    readers = [mail["To"].addresses[0].username for mail in mailbox.mails]
    assert sorted(readers[1:]) == ["contact", "medlem", "member", "supervisor"]
    page = f"{notices.address('portal')}/processes/TO-1007/contract"
    assert all(page in links(mailbox)[name] for name in ("contact", "medlem", "member"))
    assert f"{notices.address('console')}/processes/TO-1007/contracting" in links(mailbox)["supervisor"]
    assert all(not list(mail.iter_attachments()) for mail in mailbox.mails)


@pytest.mark.parametrize("role", set(Role) - {Role.COORDINATOR, Role.ADMINISTRATOR})
async def test_to_everybody_else_there_are_no_mails(
    notices: House, commission: Commission, role: Role
) -> None:
    await say(notices, commission.received())
    viewer = Viewer(person_id=commission.people["contact"], role=role)
    with pytest.raises(Refusal, match="unknown_process"):
        await notices.ask(ListMails(viewer=viewer, process_id=commission.process_id))


async def test_a_process_that_nobody_knows_has_no_mails(notices: House) -> None:
    viewer = Viewer(person_id=uuid4(), role=Role.COORDINATOR)
    with pytest.raises(Refusal, match="unknown_process"):
        await notices.ask(ListMails(viewer=viewer, process_id=uuid4()))
