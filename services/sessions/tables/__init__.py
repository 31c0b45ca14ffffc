"""What sessions keeps. The words of goals, reviews and notes are sealed; their keys stand in `confidential`."""

from services.sessions.tables.agreements import *
from services.sessions.tables.content import *
from services.sessions.tables.every_table import *
from services.sessions.tables.hours import *
from services.sessions.tables.members import *
from services.sessions.tables.recording import *
