"""`python -m services.intake`: runs the service until it is told to stop."""

from services.intake.app import build

build().run()
