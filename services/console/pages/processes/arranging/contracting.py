"""A contract is completed: parties, clauses and policy; completed anew after somebody said no; who has signed."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field, ValidationInfo, create_model, field_validator
from pydantic_core import PydanticCustomError

from services.console.pages import tier_rows
from services.console.pages.money.prices import SessionPrice
from services.console.pages.processes.arranging import member_rows
from services.console.pages.processes.arranging.counting import how_many_fit
from services.console.pages.processes.arranging.meeting_values import meeting_form
from services.console.pages.processes.process_access import people_of, process_to
from services.messages.contracts import (
    MOST_DAYS,
    MOST_MONTHS,
    AcceptedCompared,
    Clause,
    CompareDraft,
    CompleteContract,
    ContractCard,
    ContractText,
    NoticePeriod,
    ShowContract,
    ShowContractPdf,
    ShowContractText,
)
from services.messages.directory import PRIVATE_PERSON, ListCommissioners, Person
from services.messages.headcounts import MOST_MEMBERS
from services.messages.intake import InquiryCard, InterestCard, ShowInterests
from services.messages.promises import IntervalDays, PaymentDays
from services.messages.values import Day, LongText, Minutes, Percent, ShortText, Version
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.http.errors import NotFound
from services.web.pages.documents import contract_paper
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import ProcessPage, send_form
from services.web.pages.visit import SignedIn, Visit
from services.wording.formats import Formats

router = APIRouter()
_ACTION: Final = "complete_contract"
# Those that the numbers decide wholly: nothing is added to them by hand.
_SETTLED = (Clause.NO_RECORDING, Clause.INFORMATION_EXCHANGE)
WRITTEN = [clause for clause in Clause if clause not in _SETTLED]
# The paper says these by itself; what is written here stands below it.
_ADDED_TO = (Clause.DURATION_AND_AMOUNT, Clause.PRICE_AND_PAYMENT, Clause.CANCELLATION)
_NUMBERS = ("no_show_percent", "unit_minutes", "payment_days", "termination_fee_percent")
# What was accepted otherwise is put right by another proposal; a renewal has none.
_OF_A_RENEWAL = ("duration_minutes", "base_interval_days", "ends_on")
_NONE_FITS = _("By these terms no session finds a day, so it is not sent: choose others.")
_OTHER_COUNT = _(
    "By these terms another number of sessions finds a day. It stands above now: look at it, and send it."
)
_WITHOUT_NUMBER = _(
    "How many sessions find a day by these terms is not known, so the contract names no number of them and no price of"
    " all together. Look at it, and send it if it is meant."
)


class _Terms(Form):
    """version: the one that was looked at. representative: the row of who signs for the supervisees.

    From duration_minutes on: of a renewal. counted: how many of its sessions fit by the terms that the page was made
    with; none where that is not known. without_number: the page said that the contract then names no number of them.
    """

    named_otherwise = {"cancellation_tiers": "tier_unit", "representative_id": "representative"}
    not_typed: ClassVar = frozenset({"unit_minutes"})
    version: Version
    commissioner_id: UUID
    representative: Annotated[int, Field(ge=1, le=MOST_MEMBERS)] = 1
    no_show_percent: Percent
    # 45 or 60: a literal would not take the text that a form sends.
    unit_minutes: Annotated[int, Field(ge=45, le=60, multiple_of=15)]
    payment_days: PaymentDays
    notice_unit: Literal["months", "days"]
    notice_number: Annotated[int, Field(ge=0, le=MOST_DAYS)]
    termination_fee_percent: Percent
    disputes_to: ShortText
    differs_because: LongText = ""
    act: Literal["complete", "look"] = "complete"
    duration_minutes: Minutes | None = None
    base_interval_days: IntervalDays | None = None
    price: SessionPrice | None = None
    ends_on: Day | None = None
    counted: Annotated[int, Field(ge=0, le=260)] | None = None
    without_number: bool = False

    @field_validator("notice_number")
    @classmethod
    def _within_a_year(cls, number: int, typed: ValidationInfo) -> int:
        if typed.data.get("notice_unit") == "months" and number > MOST_MONTHS:
            raise PydanticCustomError("less_than_equal", "more than a year")
        return number


def _clause_field(clause: Clause) -> tuple[Any, Any]:
    text = Annotated[str, Field(min_length=1, max_length=4000)]
    return (text, "") if clause in _ADDED_TO else (text, ...)


_CLAUSE_FIELDS: dict[str, Any] = {f"clause_{clause}": _clause_field(clause) for clause in WRITTEN}
_TIERS = "tier"
ContractForm = create_model(
    "ContractForm", __base__=_Terms, **tier_rows.fields(_TIERS), **_CLAUSE_FIELDS, **member_rows.FIELDS
)


@router.get("/processes/{number}/contracting")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    """Its supervisor reads what is signed; a draft is the coordinator's."""
    process = await process_to(visit, "read_contract", number)
    await visit.note("opened_process", process.process_id)
    card = await _card(visit, process)
    if card is None or card.status == "draft":
        visit.must(_ACTION)
    if card is None:
        return await visit.page("contracting/not_yet.html", process=process)
    text = await _text(visit, process)
    return await _page(visit, process, card, text, Filled[_Terms](await _values(visit, process, card, text)))


@router.get("/processes/{number}/contracting/pdf")
async def as_file(visit: SignedIn, number: str, version: Version | None = None) -> Response:
    """version: the one that was looked at; none: the one that counts."""
    process = await process_to(visit, "read_contract", number)
    await visit.note("opened_process", process.process_id)
    query = ShowContractPdf(process_id=process.process_id, viewer=visit.viewer, version=version)
    return await contract_paper(visit, query)


@router.post("/processes/{number}/contracting")
async def complete(
    visit: SignedIn, number: str, form: Annotated[Filled[_Terms], Depends(filled(ContractForm))]
) -> Response:
    process = await process_to(visit, _ACTION, number)
    card = await _card(visit, process)
    if card is None:
        raise NotFound
    text = await _text(visit, process)
    member_rows.check(form)
    tier_rows.check(form, _TIERS)
    counted = None
    if card.renews:
        form.ask_for([*_OF_A_RENEWAL, "price"])
        counted = await _look_at_count(visit, process, card, form)
    if form.is_valid and form.data.act == "look":
        looked = await form.carry_out(lambda typed: visit.ask(_comparison(visit, card, typed, text)))
        return await _page(visit, process, card, text, form, 200 if looked else 422, looked=looked)

    async def order(typed: _Terms) -> CompleteContract:
        people = await member_rows.register(visit, typed, card.terms.language)
        agreed = {"sessions_agreed": counted} if counted else {}
        return _order(visit, card, typed, people, text).model_copy(update=agreed)

    return await send_form(
        visit,
        form,
        order,
        then=f"/processes/{process.number}/contracting",
        said=_("The contract is complete. The commissioner has been asked to sign."),
        shown_again=lambda: _page(visit, process, card, text, form, 422),
        process_id=process.process_id,
    )


def _order(
    visit: Visit, card: ContractCard, typed: _Terms, people: dict[int, UUID], text: ContractText
) -> CompleteContract:
    return CompleteContract(
        process_id=card.process_id,
        version=typed.version,
        commissioner_id=typed.commissioner_id,
        representative_id=people[typed.representative],
        supervisee_ids=list(people.values()),
        disputes_to=typed.disputes_to,
        completed_by=visit.person_id,
        as_of=visit.now,
        **_agreed(typed, text),
        **(_renewed(typed, card) if card.renews else {}),
    )


def _comparison(visit: Visit, card: ContractCard, typed: _Terms, text: ContractText) -> CompareDraft:
    return CompareDraft(
        process_id=card.process_id,
        named=len(member_rows.begun(typed.model_dump())),
        commissioner_id=typed.commissioner_id,
        viewer=visit.viewer,
        **_agreed(typed, text),
    )


def _agreed(typed: _Terms, text: ContractText) -> dict[str, Any]:
    """Clauses and numbers. What is left out stays as it was, so that an addition is taken away by an empty line."""
    facts = typed.model_dump()
    words = {clause: str(facts[f"clause_{clause}"]) for clause in WRITTEN}
    return {
        "clauses": {clause: told for clause, told in words.items() if told or clause in text.own_words},
        "cancellation_tiers": tier_rows.tiers(_TIERS, facts) or None,
        "differs_because": typed.differs_because,
        "notice": NoticePeriod(unit=typed.notice_unit, number=typed.notice_number),
        **{name: facts[name] for name in _NUMBERS},
    }


def _renewed(typed: _Terms, card: ContractCard) -> dict[str, Any]:
    """A price that was left as it stands goes with another length to that one's."""
    cents = None if typed.price is None else int(typed.price * 100)
    price = {} if cents == card.terms.price_cents else {"price_cents": cents}
    return typed.model_dump(include=set(_OF_A_RENEWAL)) | price


async def contract_page(visit: Visit, number: str) -> ProcessPage:
    """For what else is done to a contract here."""
    process = await process_to(visit, _ACTION, number)
    return ProcessPage(visit, process, "contracting", lambda form: _shown_again(visit, process, form))


async def _shown_again(visit: Visit, process: InquiryCard, form: Filled[Any]) -> Response:
    card = await _card(visit, process)
    if card is None:
        raise NotFound
    text = await _text(visit, process)
    if card.status == "draft":
        values = Filled[_Terms](await _values(visit, process, card, text) | form.values)
        values.errors, values.said = form.errors, form.said
        return await _page(visit, process, card, text, values, 422)
    return await _page(visit, process, card, text, form, 422)


async def _page(
    visit: Visit,
    process: InquiryCard,
    card: ContractCard,
    text: ContractText,
    form: Filled[Any],
    status: int = 200,
    looked: AcceptedCompared | None = None,
) -> HTMLResponse:
    """looked: at what the paper would say otherwise than the proposal, completed as it is typed."""
    differs = looked or text.compared
    return await visit.page(
        "contracting/show.html" if card.status == "draft" else "contracting/signing.html",
        status,
        process=process,
        contract=card,
        paper=text,
        people=await _people(visit, card, text, differs),
        commissioners=await _commissioners(visit, card) if card.status == "draft" else [],
        rows=member_rows.rows_for(process, card),
        size=process.promises.size_of(process.audience),
        **{"tiers": tier_rows.ROWS, "tier_labels": tier_rows.labels(visit, _TIERS)},
        written=WRITTEN,
        today=local_date(visit.now),
        added_to=_ADDED_TO,
        shown={one.clause: one for one in text.clauses},
        interest=await _interest(visit, card),
        differs=differs,
        looked=looked is not None,
        **{"fits": await _fits(visit, process, card, form), "agreed_count": _agreed_count(card, form)},
        **{"form": form, "meeting_form": meeting_form(visit, card.meeting, form)},
    )


async def _look_at_count(
    visit: Visit, process: InquiryCard, card: ContractCard, form: Filled[_Terms]
) -> int | None:
    """How many are agreed by what is sent; none: as many as the draft has, or no number.

    Other terms are looked at with the count that is theirs before they are sent; what has room for none is not.
    """
    ends_on = form.data.ends_on if form.is_valid and form.data.act == "complete" else None
    if ends_on is None or ends_on < card.terms.starts_on:  # its owner says so
        return None
    fits, agreed = await _fits(visit, process, card, form), _agreed_count(card, form)
    if fits is None:
        if agreed is None and not form.data.without_number:
            form.refuse("ends_on", _WITHOUT_NUMBER)
    elif fits == 0:
        form.refuse("ends_on", _NONE_FITS)
    elif (agreed is None or fits < agreed) and form.data.counted != fits:
        form.refuse("ends_on", _OTHER_COUNT)
    return None if agreed else fits


async def _fits(visit: Visit, process: InquiryCard, card: ContractCard, form: Filled[Any]) -> int | None:
    """How many sessions of a renewal find a day, by what is typed now; none: unknown, or it is no draft of one."""
    if not card.renews or card.status != "draft":
        return None
    terms = card.terms.model_dump() | _typed_terms(form)
    return await how_many_fit(visit, process, card.parties.supervisor_id, terms)


def _typed_terms(form: Filled[Any]) -> dict[str, Any]:
    return {name: form.values[name] for name in _OF_A_RENEWAL if form.values.get(name)}


def _agreed_count(card: ContractCard, form: Filled[Any]) -> int | None:
    """Of a renewal, by what is typed now; none: as many as there is room for, as with other terms than the draft's."""
    same = all(str(getattr(card.terms, name)) == str(value) for name, value in _typed_terms(form).items())
    return card.terms.sessions_agreed if same else None


async def _people(
    visit: Visit, card: ContractCard, text: ContractText, differs: AcceptedCompared | None
) -> Mapping[UUID, Person]:
    """Everybody whom the page names."""
    parties = card.parties
    named = [parties.commissioner_id, parties.representative_id, parties.supervisor_id]
    named += [one.person_id for one in text.declined] + [one.person_id for one in text.withdrawn]
    named += [one.person_id for one in card.signers]
    for one in differs.people if differs else ():
        named += [one.before_id, one.person_id]
    return await people_of(visit, [*named, *parties.supervisee_ids])


async def _interest(visit: Visit, card: ContractCard) -> InterestCard | None:
    """What the supervisor said last, for those who see to it."""
    if not visit.may("match"):
        return None
    query = ShowInterests(process_id=card.process_id, viewer=visit.viewer)
    said = (await visit.ask(query)).cards
    return next((one for one in said if one.supervisor_id == card.parties.supervisor_id), None)


async def _values(
    visit: Visit, process: InquiryCard, card: ContractCard, text: ContractText
) -> dict[str, Any]:
    """What stands in the draft; where nothing does, what is usual in its language."""
    parties = card.parties
    told = {**text.usual_words, **text.own_words}
    clauses = {f"clause_{one}": told.get(one, "").strip() for one in WRITTEN}
    rows = range(1, card.largest_group + 1)
    languages = {f"member_{row}_language": card.terms.language for row in rows}
    represents = parties.representative_id in parties.supervisee_ids
    return {
        **clauses,
        **languages,
        **await member_rows.typed_rows(visit, parties.supervisee_ids or _known_already(process)),
        **tier_rows.values(_TIERS, card.terms.cancellation_tiers),
        **card.terms.model_dump(include={*_NUMBERS, *_OF_A_RENEWAL}),
        "price": Formats(visit.language).amount(card.terms.price_cents),
        "notice_unit": card.terms.notice.unit,
        "notice_number": card.terms.notice.number,
        "version": card.version,
        "commissioner_id": parties.commissioner_id,
        "representative": parties.supervisee_ids.index(parties.representative_id) + 1 if represents else 1,
        "disputes_to": text.disputes_to or text.usual_disputes_to,
        "differs_because": text.compared.because if text.compared else "",
    }


def _known_already(process: InquiryCard) -> list[UUID]:
    """Who asks for themselves takes part."""
    if process.organisation_kind != PRIVATE_PERSON or process.contact_id is None:
        return []
    return [process.contact_id]


async def _commissioners(visit: Visit, card: ContractCard) -> list[Person]:
    """Who may sign for the organisation, or for the department, today."""
    terms = card.terms
    query = ListCommissioners(organisation_id=terms.organisation_id, department_id=terms.department_id)
    return (await visit.ask(query)).people


async def _card(visit: Visit, process: InquiryCard) -> ContractCard | None:
    """None before the accepted proposal has become a draft. Completed, it names whoever is chosen by then."""
    try:
        card = await visit.ask(ShowContract(process_id=process.process_id, viewer=visit.viewer))
    except Refusal as refusal:
        if refusal.code == "unknown_process":
            return None
        raise
    if card.status != "draft" or process.supervisor_id is None:
        return card
    parties = card.parties.model_copy(update={"supervisor_id": process.supervisor_id})
    return card.model_copy(update={"parties": parties})


async def _text(visit: Visit, process: InquiryCard) -> ContractText:
    return await visit.ask(ShowContractText(process_id=process.process_id, viewer=visit.viewer))
