"""`python -m services.billing`: runs the service until it is told to stop."""

from services.billing.app import build

build().run()
