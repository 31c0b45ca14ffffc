"""`python -m services.sessions`: runs the service until it is told to stop."""

from services.sessions.app import build

build().run()
