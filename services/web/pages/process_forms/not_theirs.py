"""What somebody may not do to a process: because it is over, or because it is another's to do."""

from services.messages.contracts import ShowContract
from services.runtime.finland import local_date
from services.web.http.errors import NotTheirs, Over
from services.web.pages.sending import Numbered
from services.web.pages.visit import Visit


async def why_not(visit: Visit, process: Numbered) -> Over:
    """To be raised; it leads to the process. Refuses: unknown_process."""
    contract = await visit.ask(ShowContract(process_id=process.process_id, viewer=visit.viewer))
    waits = contract.paused_from is not None and contract.goes_on is None
    is_over = contract.ended or (contract.terms.ends_on < local_date(visit.now) and not waits)
    return (Over if is_over else NotTheirs)(f"/processes/{process.number}")
