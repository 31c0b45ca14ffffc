"""`python -m services.directory`: runs the service until it is told to stop."""

from services.directory.app import build

build().run()
