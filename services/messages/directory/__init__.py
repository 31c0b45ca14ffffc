"""directory: organisations, departments, people, relations, admissions, sign-ins, supervisors, promises, pictures,
languages."""

from services.messages.directory.address import *
from services.messages.directory.admission import *
from services.messages.directory.credential import *
from services.messages.directory.department import *
from services.messages.directory.entry import *
from services.messages.directory.first_administrator import *
from services.messages.directory.identity import *
from services.messages.directory.invoicing import *
from services.messages.directory.languages import *
from services.messages.directory.leaving import *
from services.messages.directory.merging import *
from services.messages.directory.organisation import *
from services.messages.directory.people import *
from services.messages.directory.person import *
from services.messages.directory.pictures import *
from services.messages.directory.promises import *
from services.messages.directory.proving import *
from services.messages.directory.relation import *
from services.messages.directory.supervisor import *
