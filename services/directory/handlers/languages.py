"""What directory answers about the languages that are served."""

from services.directory import languages
from services.messages import directory as messages
from services.messages.envelope import Done
from services.runtime.commands.transactions import Work


async def serve_languages(order: messages.ServeLanguages, work: Work) -> Done:
    await languages.serve(work.db, order)
    return Done()


async def show_languages(query: messages.ShowLanguages, work: Work) -> messages.LanguagesInForce:
    return await languages.in_force(work.db, query.on)


async def list_languages(_: messages.ListLanguages, work: Work) -> messages.LanguageList:
    return await languages.all_set(work.db)
