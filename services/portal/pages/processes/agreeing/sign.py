"""The link in a mail: reads one version, and signs it or consents to it, for one person, without an account.

GET changes nothing, so that a scanner that follows links signs nothing. Once used, it shows the paper no more.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.contracts import (
    ContractCard,
    JoinGroup,
    RecordConsent,
    ShowContract,
    ShowContractPdf,
    ShowContractText,
    ShowPaperLink,
    ShowWhatBecame,
)
from services.messages.mailed_links import LinkShown
from services.messages.values import Party, Viewer
from services.portal.pages.processes.agreeing.signing import (
    DeclineForm,
    ReadForm,
    RefuseForm,
    SignForm,
    compared_in,
    consent_of,
    declining,
    joining,
    names_of,
    parties_of,
    refusal_of,
    say_to_declare,
    say_to_tick,
    signature,
    supervisors_in,
)
from services.portal.pages.processes.mailed_links import opened, viewers_as
from services.portal.pages.processes.own_process import or_nothing
from services.web.pages.documents import contract_paper
from services.web.pages.forms import F, Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.changed_days import changed_days, handed_over
from services.web.pages.visit import Anyone, Visit

router = APIRouter()
_STANDS = ("signing", "signed")
_TOO_OLD = _("Its time is over. What is still to be signed comes by mail, and stands on your own pages.")
_NOT_THEIRS = _(
    "It went to a mail address that has been changed since. Sign in with the new one, or ask us for a new letter."
)
_BECAME = {
    "open": _("Somebody else signs it by now. Nothing is asked of you."),
    "being_corrected": _(
        "The contract was taken back and is being corrected. Whoever is in the corrected one gets a new link by mail;"
        " nothing is asked of you now."
    ),
    "replaced": _("A corrected contract has taken its place. The newest mail about it has its link."),
    "left_out": _(
        "You are not in the corrected contract. Nothing is asked of you, and what you said binds nobody."
    ),
    "given_up": _("The process has ended without a contract. Nothing is asked of you."),
    "expired": _("The time for this contract has run out."),
    "signed": _("It is signed. Nothing more is asked of you."),
    "change_off": _("This change of the contract has been taken back. What was agreed goes on."),
    "change_lapsed": _("The time for agreeing to this change has run out. What was agreed goes on."),
    "terminated": _("The contract has been terminated, and this change with it."),
}
_NOT_JOINING = _("You had been asked to join, and that has come to nothing. Nothing is asked of you.")


@dataclass(frozen=True)
class Invited:
    """As whom the link's reader looks today, and the contract as it stands for them."""

    token: str
    party: Party
    viewer: Viewer
    card: ContractCard

    @property
    def process_id(self) -> UUID:
        return self.card.process_id

    @property
    def person_id(self) -> UUID:
        return self.viewer.person_id

    @property
    def waits(self) -> bool:
        """Whether something is still to be done by it, now or when the turn comes; or it says what comes too late."""
        own = self.card.own
        return (
            own.joins_from is not None
            or own.may_sign
            or own.may_consent
            or (own.may_refuse and not own.consented_at)
            or own.may_decline
            or own.turn in ("not_yet", "consents_first")
            or self.card.too_late
        )


@router.get("/sign/{token}")
async def show(visit: Anyone, token: str) -> HTMLResponse:
    return await _page(visit, token, Filled[ReadForm]())


@router.get("/sign/{token}/pdf")
async def as_file(visit: Anyone, token: str) -> Response:
    """While the page shows the paper; afterwards the page says what became of it."""
    invited = await _invited(visit, token)
    if invited is None or not invited.waits:
        return await visit.go(f"/sign/{token}")
    read = {"process_id": invited.process_id, "version": invited.card.version, "viewer": invited.viewer}
    return await contract_paper(visit, ShowContractPdf.model_validate(read))


@router.post("/sign/{token}")
async def sign_by_link(
    visit: Anyone, token: str, form: Annotated[Filled[SignForm], Depends(filled(SignForm))]
) -> Response:
    say_to_tick(form)
    if invited := await _invited(visit, token):
        say_to_declare(form, invited.party)
    return await _carried_out(
        visit,
        token,
        form,
        lambda typed, by: visit.ask(
            signature(typed, by.process_id, by.party, by.person_id, visit.now, "mailed_link")
        ),
    )


@router.post("/sign/{token}/consent")
async def consent_by_link(
    visit: Anyone, token: str, form: Annotated[Filled[ReadForm], Depends(filled(ReadForm))]
) -> Response:
    say_to_tick(form)
    return await _carried_out(
        visit,
        token,
        form,
        lambda typed, by: visit.ask(_consent(visit, typed, by)),
    )


@router.post("/sign/{token}/refuse")
async def refuse_by_link(
    visit: Anyone, token: str, form: Annotated[Filled[RefuseForm], Depends(filled(RefuseForm))]
) -> Response:
    newcomer = await _invited(visit, token)
    if newcomer and newcomer.card.own.joins_from:
        by = (newcomer.process_id, newcomer.person_id, visit.now)
        if await form.carry_out(lambda typed: visit.ask(joining(typed, *by, agrees=False))):
            return await visit.page("joining/declined.html")
    return await _carried_out(
        visit,
        token,
        form,
        lambda typed, by: visit.ask(refusal_of(typed, by.process_id, by.person_id, visit.now)),
    )


@router.post("/sign/{token}/decline")
async def decline_by_link(
    visit: Anyone, token: str, form: Annotated[Filled[DeclineForm], Depends(filled(DeclineForm))]
) -> Response:
    invited = await _invited(visit, token)
    if invited is None:
        return await _over(visit, token)
    by = (invited.process_id, invited.party, invited.person_id, visit.now)
    done = await form.carry_out(lambda typed: visit.ask(declining(typed, *by)))
    if done is None:
        return await _page(visit, token, form, 422)
    return await visit.page("contract/declined.html")


def _consent(visit: Visit, typed: ReadForm, by: Invited) -> RecordConsent | JoinGroup:
    """A newcomer's is what lets them in."""
    if by.card.own.joins_from:
        return joining(typed, by.process_id, by.person_id, visit.now, agrees=True)
    return consent_of(typed, by.process_id, by.person_id, visit.now, "mailed_link")


async def _carried_out(
    visit: Visit, token: str, form: Filled[F], act: Callable[[F, Invited], Awaitable[object]]
) -> Response:
    """The page as it is after it: a link that was pressed twice says what the first press did."""
    invited = await _invited(visit, token)
    if invited is None:
        return await _over(visit, token)
    done = await form.carry_out(lambda typed: act(typed, invited))
    return await _page(visit, token, form, 200 if done else 422)


async def _page(visit: Visit, token: str, form: Filled[F], status: int = 200) -> HTMLResponse:
    invited = await _invited(visit, token)
    if invited is None:
        return await _over(visit, token)
    own = invited.card.own
    if not invited.waits:
        return await _used(visit, invited) if own.signed_at or own.consented_at else await _over(visit, token)
    card = invited.card
    query = ShowContractText(process_id=card.process_id, viewer=invited.viewer, version=card.version)
    text = await visit.ask(query)
    shown = await compared_in(visit, card, invited.viewer)
    names = await names_of(visit, text, invited.person_id, *supervisors_in(shown))
    facts = {"text": text, "names": names, "parties": await parties_of(visit, query), "shown": shown}
    facts["days"] = await changed_days(visit, card, shown, invited.viewer)
    facts["handed"] = await handed_over(visit, card, shown, invited.viewer)
    return await visit.page("contract/by_link.html", status, invited=invited, form=form, **facts)


async def _used(visit: Visit, invited: Invited) -> HTMLResponse:
    """The provider's own people sign in at the other door."""
    settings = visit.door.settings
    door = settings.console_url.rstrip("/") if invited.party is Party.SUPERVISOR else ""
    return await visit.page(
        "contract/link_used.html", own=invited.card.own, sign_in=f"{door}/sign-in?next=/processes"
    )


async def _over(visit: Visit, token: str) -> HTMLResponse:
    """Says what became of it."""
    return await visit.page("contract/link_over.html", 410, became=visit.text(await _became(visit, token)))


async def _became(visit: Visit, token: str) -> str:
    """Of the paper, also after the link's own time, which is over at about the paper's; what still waits, by mail.

    Raises NotFound for a link not of ours.
    """
    link = await _opened(visit, token)
    if link.standing == "not_theirs":
        return _NOT_THEIRS
    query = ShowWhatBecame(
        process_id=UUID(link.facts["process_id"]),
        version=int(link.facts["version"]),
        party=Party(link.facts["party"]),
        person_id=link.person_id or UUID(link.facts["person_id"]),
    )
    paper = await or_nothing(visit.ask(query), "unknown_process")
    if paper is None or (paper.became == "open" and link.standing == "over"):
        return _TOO_OLD
    return _NOT_JOINING if paper.not_joining else _BECAME[paper.became]


async def _invited(visit: Visit, token: str) -> Invited | None:
    """None once its time is over or its address is no longer theirs, and for a version that came to nothing, also to
    who had said yes to it.

    Raises NotFound for a link not of ours.
    """
    link = await _opened(visit, token)
    if link.standing != "good" or link.person_id is None:
        return None
    party, process_id = Party(link.facts["party"]), UUID(link.facts["process_id"])
    version = int(link.facts["version"])
    for viewer in await viewers_as(visit, party, link.person_id):
        query = ShowContract(process_id=process_id, viewer=viewer, version=version)
        card = await or_nothing(visit.ask(query), "unknown_process")
        if card and card.status in _STANDS and card.own.party is party:
            return Invited(token, party, viewer, card)
    return None


async def _opened(visit: Visit, token: str) -> LinkShown:
    """Raises NotFound for a link not of ours."""
    return await opened(visit, ShowPaperLink, "signing", token)
