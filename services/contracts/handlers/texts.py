"""The provider's own texts of clauses."""

from services.contracts.papers import own_texts
from services.contracts.showing import sample_paper
from services.messages import contracts as messages
from services.messages.envelope import Done
from services.runtime import permitted
from services.runtime.commands.transactions import Work


async def set_clause_text(order: messages.SetClauseText, work: Work) -> Done:
    await permitted.check(work.ask, order.set_by, "set_texts", "set_by")
    await own_texts.set_text(work.db, order)
    return Done()


async def confirm_clause_texts(order: messages.ConfirmClauseTexts, work: Work) -> Done:
    await permitted.check(work.ask, order.set_by, "set_texts", "set_by")
    await own_texts.confirm(work.db, order)
    return Done()


async def show_texts_confirmed(_: messages.ShowTextsConfirmed, work: Work) -> messages.TextsConfirmed:
    return messages.TextsConfirmed(confirmed=await own_texts.are_confirmed(work.db))


async def list_clause_texts(query: messages.ListClauseTexts, work: Work) -> messages.ClauseTexts:
    return await own_texts.list_all(work.db, query.language, work.clock.now())


async def show_clause_text(query: messages.ShowClauseText, work: Work) -> messages.ClauseTextShown:
    return await own_texts.show(work.db, query, work.clock.now())


async def preview_clause_text(query: messages.PreviewClauseText, work: Work) -> messages.SampleClauses:
    return await sample_paper.preview(query, work)


async def print_clause_text(query: messages.PrintClauseText, work: Work) -> messages.SampleContract:
    return await sample_paper.print_text(query, work)
