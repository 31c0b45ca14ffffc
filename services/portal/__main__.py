"""`python -m services.portal`: runs the door until it is told to stop."""

from services.portal.app import build

build().run()
