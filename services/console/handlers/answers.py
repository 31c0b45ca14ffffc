"""What the console answers: the board built anew, who looks after what, who opened what."""

from services.console import handlers
from services.console.board import assignments
from services.console.board.rebuild import rebuilding
from services.messages.console import BoardRebuilt, CoordinatorsInCharge, RebuildBoard, ShowCoordinators
from services.messages.operations import (
    AccessList,
    CountRefusedCodes,
    ListAccess,
    ListOpenings,
    ListSignIns,
    Openings,
    RefusedCodes,
    SignIns,
)
from services.runtime.clock import SystemClock
from services.runtime.commands.transactions import Work
from services.web.access_log import reading
from services.web.sign_in import signed_in
from services.web.sign_in.by_code import refused_codes


async def rebuild_board(command: RebuildBoard, work: Work) -> BoardRebuilt:
    return await rebuilding.rebuild(work, handlers, command.anew)


async def show_coordinators(query: ShowCoordinators, work: Work) -> CoordinatorsInCharge:
    return CoordinatorsInCharge(coordinators=await assignments.given(work.db, query.process_ids))


async def list_sign_ins(query: ListSignIns, work: Work) -> SignIns:
    return await signed_in.of(work.db, query.person_ids)


async def list_access(query: ListAccess, work: Work) -> AccessList:
    return await reading.list_access(query, work)


async def count_refused_codes(query: CountRefusedCodes, work: Work) -> RefusedCodes:
    return await refused_codes.count(query, work, SystemClock().now())


async def list_openings(query: ListOpenings, work: Work) -> Openings:
    return await reading.list_openings(query, work)
