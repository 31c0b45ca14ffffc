"""What directory answers about pictures."""

from services.directory.pictures import keeping, shown
from services.messages import directory as messages
from services.messages.envelope import Done
from services.runtime.commands.transactions import Work


async def send_picture_part(order: messages.SendPicturePart, work: Work) -> Done:
    await keeping.keep_part(work.db, order)
    return Done()


async def take_in_picture(order: messages.TakeInPicture, work: Work) -> messages.PictureTaken:
    return await keeping.take_in(work.db, order)


async def show_picture(query: messages.ShowPicture, work: Work) -> messages.PictureFile:
    return await keeping.show(work.db, query)


async def set_logo(order: messages.SetLogo, work: Work) -> Done:
    await shown.set_logo(work.db, order)
    return Done()


async def show_logo(query: messages.ShowLogo, work: Work) -> messages.LogoInForce:
    return await shown.in_force(work.db, query.on)


async def list_logos(_: messages.ListLogos, work: Work) -> messages.LogoList:
    return await shown.all_set(work.db)


async def set_supervisor_picture(order: messages.SetSupervisorPicture, work: Work) -> Done:
    await shown.set_supervisors(work.db, order)
    return Done()


async def show_supervisor_picture(
    query: messages.ShowSupervisorPicture, work: Work
) -> messages.SupervisorPicture:
    return await shown.of_supervisor(work.db, query)
