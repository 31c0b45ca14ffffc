"""`python -m services.console`: runs the door until it is told to stop."""

from services.console.app import build

build().run()
