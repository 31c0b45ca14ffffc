"""console: the house's own doors. It listens, and builds its board anew on order."""

from services.messages.console.board import *
from services.messages.console.coordinators import *
