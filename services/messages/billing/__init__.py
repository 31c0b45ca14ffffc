"""billing: billable items, invoices, and the run of a month."""

from services.messages.billing.approval import *
from services.messages.billing.aside import *
from services.messages.billing.by_hand import *
from services.messages.billing.correcting import *
from services.messages.billing.cost import *
from services.messages.billing.credit import *
from services.messages.billing.delivery import *
from services.messages.billing.delivery_status import *
from services.messages.billing.dispute import *
from services.messages.billing.entering import *
from services.messages.billing.exemption import *
from services.messages.billing.holding import *
from services.messages.billing.invoice import *
from services.messages.billing.item import *
from services.messages.billing.paper import *
from services.messages.billing.run import *
from services.messages.billing.seller import *
from services.messages.billing.wanting import *
