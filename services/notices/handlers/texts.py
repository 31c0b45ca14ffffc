"""The provider's own texts of letters."""

from services.messages import notices as messages
from services.messages.envelope import Done
from services.notices import own_letters
from services.notices.composing.replying import sent_by
from services.notices.composing.sample import sample_letter
from services.notices.letter_kinds import LetterKind
from services.runtime import permitted
from services.runtime.commands.transactions import Work
from services.runtime.provider import names as provider


async def set_letter_text(order: messages.SetLetterText, work: Work) -> Done:
    await permitted.check(work.ask, order.set_by, "set_texts", "set_by")
    await own_letters.set_text(work.db, order)
    return Done()


async def list_letter_texts(query: messages.ListLetterTexts, work: Work) -> messages.LetterTexts:
    return await own_letters.list_all(work.db, query.language, work.clock.now())


async def show_letter_text(query: messages.ShowLetterText, work: Work) -> messages.LetterTextShown:
    return await own_letters.show(work.db, query, work.clock.now())


async def preview_letter_text(query: messages.PreviewLetterText, work: Work) -> messages.SampleLetter:
    own_letters.check(query.kind, query.language, query.words)
    name = await provider.name_at(await work.db.connection(), work.clock.now())
    words = query.words.model_dump()
    subject, text = sample_letter(LetterKind(query.kind), query.language, words, sent_by(work.settings, name))
    return messages.SampleLetter(subject=subject, text=text)
