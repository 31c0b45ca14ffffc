"""What billing keeps. Issued invoices and their lines only ever grow: triggers refuse any change to them."""

from services.billing.tables.aside import *
from services.billing.tables.delivery import *
from services.billing.tables.disputes import *
from services.billing.tables.entering import *
from services.billing.tables.every_table import *
from services.billing.tables.every_table import metadata
from services.billing.tables.exempting import *
from services.billing.tables.invoices import *
from services.billing.tables.items import *
from services.billing.tables.runs import *
from services.billing.unchanged import keep_unchanged

keep_unchanged(metadata)
