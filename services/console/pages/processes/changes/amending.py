"""A signed contract is to change: what, from when on, whom it is asked of; and how far an open change has come."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages import tier_rows
from services.console.pages.processes.arranging.taking_back import TakeBackForm
from services.console.pages.processes.changes.amendment_form import (
    TIERS,
    WRITTEN,
    AmendmentForm,
    changes_of,
    check,
    values_of,
)
from services.console.pages.processes.process_access import people_of, process_to
from services.messages.contracts import (
    AmendmentPreview,
    ContractCard,
    ContractText,
    DraftAmendment,
    PreviewAmendment,
    ShowAmendment,
    ShowContract,
    ShowContractText,
    WithdrawAmendment,
)
from services.messages.directory import ListCommissioners, Person
from services.messages.intake import InquiryCard
from services.messages.sessions import ChangePlan, PreviewChange, SessionCard
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.changed_days import OF_THE_SERIES, changed_days, handed_over
from services.web.pages.process_forms.first_day import session_on
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit
from services.wording.formats import Formats

router = APIRouter()
_ACTION: Final = "complete_contract"


@dataclass(frozen=True)
class Look:
    """What a change would come to: of the paper, and of the sessions where it changes those.

    on_first_day: what is to be held then, and follows it.
    """

    effective_from: date
    paper: AmendmentPreview
    sessions: ChangePlan | None
    on_first_day: SessionCard | None


@router.get("/processes/{number}/amendment")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    """Its supervisor reads what is to change; to draft it is the coordinator's."""
    process = await process_to(visit, "read_contract", number)
    await visit.note("opened_process", process.process_id)
    card = await _card(visit, process)
    if card.status != "signed" or (card.last_amendment is None and not visit.may(_ACTION)):
        raise NotFound
    form = Filled[AmendmentForm](await _values(visit, process, card) if visit.may(_ACTION) else {})
    return await _page(visit, process, card, form)


@router.post("/processes/{number}/amendment/look")
async def look(
    visit: SignedIn, number: str, form: Annotated[Filled[AmendmentForm], Depends(filled(AmendmentForm))]
) -> Response:
    """Changes nothing."""
    process = await process_to(visit, _ACTION, number)
    card = await _card(visit, process)
    text = await _text(visit, process)

    async def see(typed: AmendmentForm) -> Look:
        changes = changes_of(typed, card, text)
        common = {"process_id": process.process_id, "effective_from": typed.effective_from}
        common |= {"viewer": visit.viewer, "as_of": visit.now}
        paper = await visit.ask(PreviewAmendment.model_validate(common | {"changes": changes}))
        first = await session_on(visit, process.process_id, typed.effective_from)
        if not paper.series_changes:
            return Look(typed.effective_from, paper, None, first)
        said = changes.model_dump(include=OF_THE_SERIES, exclude_none=True)
        plan = await visit.ask(PreviewChange.model_validate(common | said))
        return Look(typed.effective_from, paper, plan, first)

    tier_rows.check(form, TIERS)
    check(form, card, text)
    found = await form.carry_out(see)
    return await _page(visit, process, card, form, 200 if found else 422, found)


@router.post("/processes/{number}/amendment")
async def draft(
    visit: SignedIn, number: str, form: Annotated[Filled[AmendmentForm], Depends(filled(AmendmentForm))]
) -> Response:
    process = await process_to(visit, _ACTION, number)
    card = await _card(visit, process)
    text = await _text(visit, process)
    tier_rows.check(form, TIERS)
    check(form, card, text)
    page = _amending_page(visit, process, card)
    return await page.send(
        form,
        lambda typed: DraftAmendment(
            process_id=process.process_id,
            changes=changes_of(typed, card, text),
            effective_from=typed.effective_from,
            drafted_by=visit.person_id,
            as_of=visit.now,
        ),
        said=_("The change is on its way to those whom it concerns."),
    )


@router.post("/processes/{number}/amendment/take-back")
async def take_back(
    visit: SignedIn, number: str, form: Annotated[Filled[TakeBackForm], Depends(filled(TakeBackForm))]
) -> Response:
    process = await process_to(visit, _ACTION, number)
    page = _amending_page(visit, process, await _card(visit, process))
    return await page.send(
        form,
        lambda typed: WithdrawAmendment(
            process_id=page.process_id, **typed.model_dump(), withdrawn_by=visit.person_id, as_of=visit.now
        ),
        said=_("The change is taken back. What was agreed goes on."),
    )


def _amending_page(visit: Visit, process: InquiryCard, card: ContractCard) -> ProcessPage:
    return ProcessPage(visit, process, "amendment", lambda form: _page(visit, process, card, form, 422))


async def _page(
    visit: Visit,
    process: InquiryCard,
    card: ContractCard,
    form: Filled[Any],
    status: int = 200,
    found: Look | None = None,
) -> HTMLResponse:
    newest = await _newest(visit, process, card)
    shown = await _compared(visit, newest) if newest else None
    people = await people_of(visit, [*_asked(newest), *_both(shown), card.parties.supervisor_id])
    drafting = visit.may(_ACTION) and card.open_amendment is None and not card.ended
    return await visit.page(
        "amending/show.html",
        status,
        process=process,
        contract=card,
        newest=newest,
        shown=shown,
        days=await changed_days(visit, newest, shown, visit.viewer) if newest else None,
        handed=await handed_over(visit, newest, shown, visit.viewer) if newest else None,
        drafting=drafting,
        not_before=first_day_of_change(card, local_date(visit.now)),
        commissioners=await _commissioners(visit, card) if drafting else [],
        people=people,
        names_of_people={one: person.name for one, person in people.items()},
        written=WRITTEN,
        rows=tier_rows.ROWS,
        tier_labels=tier_rows.labels(visit, TIERS),
        look=found,
        form=form,
    )


def first_day_of_change(contract: ContractCard, today: date) -> date | None:
    """On which one can begin, where a signed one begins later than today."""
    begins = contract.effective_from
    return begins if begins and begins > today else None


def _asked(newest: ContractCard | None) -> list[UUID]:
    """Who signs and who consents."""
    if newest is None:
        return []
    return [*(one.person_id for one in newest.signers), *(one.person_id for one in newest.consents)]


def _both(shown: AmendmentPreview | None) -> list[UUID]:
    """Who has been the supervisor, and who is to be, where that changes."""
    changing = shown.supervisor if shown else None
    return [changing.before_id, changing.supervisor_id] if changing else []


async def _values(visit: Visit, process: InquiryCard, card: ContractCard) -> dict[str, Any]:
    """As it is; what came to nothing last stands there to be drafted again, with its day where that is to come."""
    newest = await _newest(visit, process, card)
    again = newest if newest and newest.status in ("declined", "withdrawn", "lapsed") else None
    version = again.version if again else None
    text = await _text(visit, process, version)
    day = again.effective_from if again else None
    from_day = day if day and day > local_date(visit.now) else None
    return values_of(again or card, text, from_day, Formats(visit.language))


async def _newest(visit: Visit, process: InquiryCard, card: ContractCard) -> ContractCard | None:
    if card.last_amendment is None:
        return None
    query = ShowContract(process_id=process.process_id, viewer=visit.viewer, version=card.last_amendment)
    return await visit.ask(query)


async def _compared(visit: Visit, amendment: ContractCard) -> AmendmentPreview:
    query = ShowAmendment(process_id=amendment.process_id, version=amendment.version, viewer=visit.viewer)
    return await visit.ask(query)


async def _commissioners(visit: Visit, card: ContractCard) -> list[Person]:
    """Who may be the organisation's contact, or the department's, today."""
    terms = card.terms
    query = ListCommissioners(organisation_id=terms.organisation_id, department_id=terms.department_id)
    return (await visit.ask(query)).people


async def _card(visit: Visit, process: InquiryCard) -> ContractCard:
    """Raises NotFound before there is a contract."""
    try:
        return await visit.ask(ShowContract(process_id=process.process_id, viewer=visit.viewer))
    except Refusal as refusal:
        if refusal.code == "unknown_process":
            raise NotFound from None
        raise


async def _text(visit: Visit, process: InquiryCard, version: int | None = None) -> ContractText:
    query = ShowContractText(process_id=process.process_id, viewer=visit.viewer, version=version)
    return await visit.ask(query)
