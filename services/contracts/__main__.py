"""`python -m services.contracts`: runs the service until it is told to stop."""

from services.contracts.app import build

build().run()
