"""sessions: availability, the series, what happened at each meeting, goals, reviews, confidential notes."""

from services.messages.sessions.absence import *
from services.messages.sessions.attendance import *
from services.messages.sessions.availability import *
from services.messages.sessions.cancelling import *
from services.messages.sessions.changes.amending import *
from services.messages.sessions.changes.days_away import *
from services.messages.sessions.changes.ending import *
from services.messages.sessions.changes.handing_over import *
from services.messages.sessions.changes.pausing import *
from services.messages.sessions.correcting import *
from services.messages.sessions.goals import *
from services.messages.sessions.group import *
from services.messages.sessions.moving import *
from services.messages.sessions.notes import *
from services.messages.sessions.placing import *
from services.messages.sessions.proposed_plan import *
from services.messages.sessions.replanning import *
from services.messages.sessions.representative import *
from services.messages.sessions.reviews import *
from services.messages.sessions.series import *
from services.messages.sessions.series_moving import *
from services.messages.sessions.session import *
from services.messages.sessions.trial import *
from services.messages.sessions.waiting import *
