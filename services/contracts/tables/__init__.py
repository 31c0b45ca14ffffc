"""What contracts keeps, a file for each of its rooms."""

from services.contracts.tables.changes import *
from services.contracts.tables.ending import *
from services.contracts.tables.every_table import *
from services.contracts.tables.papers import *
from services.contracts.tables.parties import *
from services.contracts.tables.sealed import *
from services.contracts.tables.signing import *
from services.contracts.tables.trials import *
