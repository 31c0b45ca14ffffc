"""What the values of messages are called for people: `kind.value` -> English, to be translated where it is shown.

In a template: `{{ card.phase | label("phase") }}`. A test asks one for every value of every enumeration. Roles and the
rows and scopes of the table of who sees what are called as in the contract (`services/wording`).
"""

from collections.abc import Callable
from functools import cache

from babel import Locale

from services.messages.countries import COUNTRIES
from services.messages.values import Language
from services.web.pages.languages import marked as _
from services.wording import who_sees_what
from services.wording.ordering import by_name

LABELS = {
    "relation.hr": _("HR"),
    "relation.line_manager": _("Line manager"),
    "party.supervisee": _("Supervisees"),
    "audience.individual": _("An individual"),
    "audience.pair": _("A pair"),
    "audience.manager": _("A manager"),
    "audience.group": _("A group"),
    "audience.leadership": _("A leadership team"),
    "audience.work_community": _("A work community"),
    "organisation_kind.public": _("Public organisation"),
    "organisation_kind.company": _("Company"),
    "organisation_kind.association": _("Association"),
    "organisation_kind.unregistered": _("A group in no register"),
    "organisation_kind.private_person": _("Private person"),
    "language.fi": _("Finnish"),
    "language.sv": _("Swedish"),
    "language.en": _("English"),
    "region.Uusimaa": _("Uusimaa"),
    "region.Varsinais-Suomi": _("Southwest Finland"),
    "region.Satakunta": _("Satakunta"),
    "region.Kanta-Häme": _("Kanta-Häme"),
    "region.Pirkanmaa": _("Pirkanmaa"),
    "region.Päijät-Häme": _("Päijät-Häme"),
    "region.Kymenlaakso": _("Kymenlaakso"),
    "region.Etelä-Karjala": _("South Karelia"),
    "region.Etelä-Savo": _("South Savo"),
    "region.Pohjois-Savo": _("North Savo"),
    "region.Pohjois-Karjala": _("North Karelia"),
    "region.Keski-Suomi": _("Central Finland"),
    "region.Etelä-Pohjanmaa": _("South Ostrobothnia"),
    "region.Pohjanmaa": _("Ostrobothnia"),
    "region.Keski-Pohjanmaa": _("Central Ostrobothnia"),
    "region.Pohjois-Pohjanmaa": _("North Ostrobothnia"),
    "region.Kainuu": _("Kainuu"),
    "region.Lappi": _("Lapland"),
    "region.Ahvenanmaa": _("Åland"),
    "template.year": _("A year"),
    "template.short": _("A shorter process"),
    "template.crisis": _("Support in a crisis"),
    "wish.study_own_work": _("Study one's own work"),
    "wish.clarify_roles": _("Make roles clearer"),
    "wish.wellbeing_at_work": _("Wellbeing and motivation at work"),
    "wish.develop_cooperation": _("Develop how we work together"),
    "wish.learn_a_subject": _("Learn a subject or a skill"),
    "wish.instruct_tasks": _("Instruction in tasks"),
    "wish.orient_new_employees": _("Orientation of new employees"),
    "wish.treat_illness": _("Help with an illness or a private crisis"),
    "wish.settle_conflict": _("Settle a conflict"),
    "wish.reach_personal_target": _("Reach a personal target"),
    "wish.decide_for_management": _("A decision that belongs to management"),
    "wish.not_sure": _("Not sure yet"),
    "theme.primary_task": _("The primary task"),
    "theme.way_of_working": _("The way of working"),
    "theme.work_roles": _("Work roles"),
    "theme.what_empowers": _("What empowers"),
    "theme.what_drains": _("What drains"),
    "outcome.supervision": _("Supervision"),
    "outcome.training": _("Training"),
    "outcome.work_instruction": _("Work instruction"),
    "outcome.orientation": _("Orientation"),
    "outcome.therapy_or_occupational_health": _("Therapy or occupational health care"),
    "outcome.workplace_mediation": _("Workplace mediation"),
    "outcome.coaching_or_consultation": _("Coaching or consultation"),
    "outcome.management_matter": _("A matter for management"),
    "outcome.unclear": _("Unclear"),
    "inquiry_status.received": _("Received"),
    "inquiry_status.in_matching": _("In matching"),
    "inquiry_status.redirected": _("Redirected"),
    "inquiry_status.matched": _("Matched"),
    "inquiry_status.proposed": _("Proposal sent"),
    "inquiry_status.accepted": _("Accepted"),
    "inquiry_status.declined": _("Declined"),
    "inquiry_status.expired": _("Expired"),
    "inquiry_status.renewal": _("Renewal"),
    "contract_status.draft": _("Draft"),
    "contract_status.signing": _("Being signed"),
    "contract_status.signed": _("Signed"),
    "contract_status.expired": _("Expired"),
    "contract_status.declined": _("Declined"),
    "contract_status.withdrawn": _("Taken back"),
    "answer.accept": _("Accepted"),
    "answer.ask_change": _("Change asked for"),
    "answer.decline": _("Declined"),
    "continuation.renew": _("Renew"),
    "continuation.close": _("Close"),
    "session_status.planned": _("Planned"),
    "session_status.held": _("Held"),
    "session_status.no_show": _("Nobody came"),
    "session_status.cancelled": _("Cancelled"),
    "session_status.replaced": _("Replaced by another"),
    "session_status.paused": _("Paused"),
    "review_kind.interim": _("Interim review"),
    "review_kind.final": _("Final review"),
    "review_status.open": _("Open"),
    "review_status.done": _("Carried out"),
    "review_status.waived": _("Waived"),
    "score.-2": _("Much less than hoped (−2)"),
    "score.-1": _("Less than hoped (−1)"),
    "score.0": _("As hoped (0)"),
    "score.1": _("More than hoped (+1)"),
    "score.2": _("Much more than hoped (+2)"),
    "credential.training": _("Supervisor training"),
    "credential.own_supervision": _("Own supervision"),
    "credential.membership": _("Association membership"),
    "clause.duration_and_amount": _("Duration and amount"),
    "clause.agreeing_meetings": _("How meetings are agreed"),
    "clause.place": _("Place"),
    "clause.goals": _("Goals and expectations"),
    "clause.evaluation": _("Evaluation"),
    "clause.methods": _("Methods"),
    "clause.price_and_payment": _("Price and payment"),
    "clause.cancellation": _("Cancellation"),
    "clause.unused_time": _("Unused time"),
    "clause.interruption": _("Interruption"),
    "clause.dissatisfaction": _("Dissatisfaction"),
    "clause.no_recording": _("No recording"),
    "clause.information_exchange": _("Exchange of information"),
    "phase.screening": _("Screening"),
    "phase.matching": _("Matching"),
    "phase.proposal": _("Proposal"),
    "phase.contract": _("Contract"),
    "phase.sessions": _("Sessions"),
    "phase.continuation": _("Continuation"),
    "phase.closed": _("Closed"),
    "phase.renewed": _("Renewed"),
    "phase.redirected": _("Redirected"),
    "phase.declined": _("Declined"),
    "phase.expired": _("Expired"),
    "phase.ended": _("Ended"),
    "does.answer_proposal": _("answer a proposal"),
    "does.read_contract": _("read the contract"),
    "does.sign_contract": _("sign the contract"),
    "does.consent_to_contract": _("consent to the contract"),
    "does.choose_continuation": _("close or renew"),
    "does.move_session": _("move a session"),
    "does.cancel_session": _("cancel a session"),
    "does.record_session": _("record what happened at a session"),
    "does.write_note": _("write notes of their own"),
    "does.set_goal": _("set goals"),
    "does.score_goal": _("assess goals"),
    "does.release_goal": _("release goals to the commissioner"),
    "does.record_review": _("record a review"),
    "does.waive_review": _("waive a review, with a reason"),
    "does.consent_to_review": _("consent to a review"),
    "does.offer_availability": _("offer hours"),
    "does.manage_organisation": _("look after the organisation's people and billing data"),
    "does.decide_screening": _("decide on an inquiry"),
    "does.match": _("choose the supervisor"),
    "does.send_proposal": _("send a proposal"),
    "does.complete_contract": _("complete the contract"),
    "does.assign_process": _("assign a process to a coordinator"),
    "does.give_administrator": _("make somebody an administrator"),
    "does.give_coordinator": _("make somebody a coordinator"),
    "does.give_finance": _("make somebody finance"),
    "does.give_hr": _("make somebody an organisation's HR"),
    "does.give_line_manager": _("make somebody a line manager"),
    "does.give_payer": _("make somebody a payer"),
    "does.end_administrator": _("end an administrator's role"),
    "does.end_coordinator": _("end a coordinator's role"),
    "does.end_finance": _("end finance's role"),
    "does.end_hr": _("end the role of an organisation's HR"),
    "does.end_line_manager": _("end a line manager's role"),
    "does.end_payer": _("end a payer's role"),
    "does.admit_contact": _("let in somebody new who asked for the organisation"),
    "does.manage_people": _("look after people and their roles"),
    "does.remove_lost_passkeys": _("remove a passkey that somebody has lost"),
    "does.change_address": _("change the mail address of somebody who cannot sign in"),
    "does.change_staff_address": _("change the mail address of staff and supervisors"),
    "does.manage_supervisors": _("look after supervisors' cards"),
    "does.manage_prices": _("look after the price list"),
    "does.run_billing": _("make invoices"),
    "does.manage_seller": _("look after the seller's details"),
    "does.set_promises": _("set what the provider promises: deadlines, notices, reminders"),
    "does.handle_exceptions": _("mend what has got stuck"),
    "does.mend_mail": _("see to mail that did not arrive"),
    "does.try_mail": _("try the mail settings"),
    "does.read_audit": _("read the access log"),
    "does.watch_system": _("watch the system's health"),
    "hold_reason.private_person": _("The customer is a private person"),
    "hold_reason.abroad": _("The customer's address is abroad"),
    "hold_reason.no_business_id": _("The customer has no Finnish business ID"),
    "proven_by.code": _("By a mailed code"),
    "proven_by.passkey": _("By a passkey"),
    "proven_by.oidc": _("By single sign-on"),
    "merit.credentials_valid": _("The credentials are valid"),
    "merit.language": _("Speaks the language"),
    "merit.region": _("Works in the region"),
    "merit.remote": _("Meets remotely"),
    "merit.audience": _("Supervises such"),
    "obstacle.language": _("Does not speak the language"),
    "obstacle.region": _("Too far away, and remote does not suit"),
    "obstacle.audience": _("Does not supervise such"),
    "obstacle.no_capacity": _("No free places"),
    "obstacle.beyond_shortlist": _("Would suit; three others come first"),
    "credential_state.valid": _("Valid"),
    "credential_state.expires_soon": _("Expires within 60 days"),
    "credential_state.lapsed": _("Lapsed or missing"),
    "weekday.0": _("Monday"),
    "weekday.1": _("Tuesday"),
    "weekday.2": _("Wednesday"),
    "weekday.3": _("Thursday"),
    "weekday.4": _("Friday"),
    "weekday.5": _("Saturday"),
    "weekday.6": _("Sunday"),
}

_OF_PEOPLE = frozenset({"role", "relation", "party", "canceller"})
"""Kinds whose values are called as the role of the same name, where LABELS says nothing else."""


def label(kind: str, value: str, language: Language, gettext: Callable[[str], str]) -> str:
    """What the reader's language calls it. KeyError: it has no name."""
    key = f"{kind}.{value}"
    if key in LABELS:
        return gettext(LABELS[key])
    if kind == "country":
        return _countries(language)[value]
    if kind in _OF_PEOPLE:
        return who_sees_what.heading(who_sees_what.role(value, language))
    if kind == "what":
        return who_sees_what.heading(who_sees_what.what(value, language))
    if kind == "scope":
        return who_sees_what.scope(value, language)
    raise KeyError(key)


def options(kind: str, language: Language, gettext: Callable[[str], str]) -> list[tuple[str, str]]:
    """All values of a kind with what they are called, for a field of which one or several are chosen.

    Places by name, everything else as it stands above.
    """
    if kind == "country":
        return by_name(_countries(language).items(), language, lambda one: one[1])
    named = (key.partition(".") for key in LABELS)
    found = [(value, gettext(LABELS[f"{kind}.{value}"])) for of, _dot, value in named if of == kind]
    return by_name(found, language, lambda one: one[1]) if kind == "region" else found


@cache
def _countries(language: Language) -> dict[str, str]:
    known = Locale(language).territories
    return {code: known[code] for code in COUNTRIES}
