"""notices: mail and calendar invitations. It listens, sends codes for signing in, and answers what it has sent."""

from services.messages.notices.choices import *
from services.messages.notices.mail import *
from services.messages.notices.sign_in_code import *
from services.messages.notices.texts import *
from services.messages.notices.trial import *
from services.messages.notices.undelivered import *
