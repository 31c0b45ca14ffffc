"""`python -m services.notices`: runs the service until it is told to stop."""

from services.notices.app import build

build().run()
