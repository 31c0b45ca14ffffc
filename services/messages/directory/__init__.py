"""directory: organisations, people, their relations and passkeys, supervisors and their credentials; promises."""

from services.messages.directory.organisation import *
from services.messages.directory.passkey import *
from services.messages.directory.people import *
from services.messages.directory.person import *
from services.messages.directory.promises import *
from services.messages.directory.relation import *
from services.messages.directory.supervisor import *
