"""What notices answers: codes, mails that were sent or were not, and how people want theirs."""

from services.messages.envelope import Done
from services.messages.notices import (
    ChooseMails,
    CountNotices,
    LeaveUndelivered,
    ListMails,
    ListUndelivered,
    MailChoices,
    MailList,
    MailSettings,
    MailSignInCode,
    NoticeCounts,
    SendAgain,
    SendTrialMail,
    ShowMailChoices,
    ShowMailSettings,
    TrialOutcome,
    UndeliveredMails,
)
from services.notices import choices, mails, undelivered, writing
from services.notices.composing.doors import leads_to_a_door
from services.notices.composing.replying import sent_by
from services.notices.mailing import codes, trial
from services.notices.occasions import (
    session_letters,
)
from services.runtime import permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.commands.viewing import is_at_a_door
from services.runtime.provider import names as provider


async def count_notices(_: CountNotices, work: Work) -> NoticeCounts:
    return await writing.count(work.db)


async def list_mails(query: ListMails, work: Work) -> MailList:
    return await mails.list_mails(work.db, query)


async def list_undelivered(query: ListUndelivered, work: Work) -> UndeliveredMails:
    return await undelivered.list_undelivered(work.db, query)


async def send_again(order: SendAgain, work: Work) -> Done:
    """Next: services/notices/mailing/sending.py:send_notices"""
    await undelivered.send_again(order, work)
    return Done()


async def leave_undelivered(order: LeaveUndelivered, work: Work) -> Done:
    await undelivered.leave(order, work)
    return Done()


async def show_mail_settings(query: ShowMailSettings, work: Work) -> MailSettings:
    name = await provider.name_at(await work.db.connection(), work.clock.now())
    return await trial.shown(work.db, work.settings, query.viewer, name)


async def send_trial_mail(order: SendTrialMail, work: Work) -> TrialOutcome:
    await permitted.check(work.ask, order.sent_by, "try_mail", "sent_by")
    now = work.clock.now()
    name = await provider.name_at(await work.db.connection(), now)
    outcome = await trial.send(sent_by(work.settings, name), order, now)
    if outcome.sent:
        await trial.note(work.db, work.settings, now)
    return outcome


async def mail_sign_in_code(order: MailSignInCode, work: Work) -> Done:
    """Next: services/notices/mailing/codes.py:send_codes"""
    if not leads_to_a_door(work.settings, order.link):
        raise Refusal("link_elsewhere", "link")
    if is_at_a_door():
        order = order.model_copy(update={"asker": await codes.asker_of(work.ask, order)})
    await codes.write(work.db, order)
    return Done()


async def choose_mails(order: ChooseMails, work: Work) -> MailChoices:
    chosen = await choices.choose(work.db, order)
    if order.invitations == "single":
        await session_letters.invite_to_each(order.person_id, work)
    return chosen


async def show_mail_choices(query: ShowMailChoices, work: Work) -> MailChoices:
    return await choices.shown(work.db, query.person_id)
