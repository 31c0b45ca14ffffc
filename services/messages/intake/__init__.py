"""intake: inquiries, screening, matching, proposals. The inquiry's id is the process's id from here on."""

from services.messages.intake.inquiry import *
from services.messages.intake.inquiry_events import *
from services.messages.intake.inquiry_shown import *
from services.messages.intake.interest import *
from services.messages.intake.matching import *
from services.messages.intake.parts import *
from services.messages.intake.persons_processes import *
from services.messages.intake.prices import *
from services.messages.intake.progress import *
from services.messages.intake.proposal import *
from services.messages.intake.screening import *
from services.messages.intake.steps import *
