"""contracts: contract versions, clauses, signatures, and how a process goes on or ends."""

from services.messages.contracts.amending import *
from services.messages.contracts.card import *
from services.messages.contracts.continuation import *
from services.messages.contracts.contract import *
from services.messages.contracts.drafting import *
from services.messages.contracts.earlier_end import *
from services.messages.contracts.joining import *
from services.messages.contracts.meeting import *
from services.messages.contracts.other_supervisor import *
from services.messages.contracts.paper_parts import *
from services.messages.contracts.pausing import *
from services.messages.contracts.progress import *
from services.messages.contracts.proposed import *
from services.messages.contracts.sealed_paper import *
from services.messages.contracts.signing import *
from services.messages.contracts.termination import *
from services.messages.contracts.terms import *
from services.messages.contracts.texts import *
from services.messages.contracts.trials.agreeing import *
from services.messages.contracts.trials.deciding import *
from services.messages.contracts.trials.happened import *
from services.messages.contracts.trials.shown import *
