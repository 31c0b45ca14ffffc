"""The demo year: by the commands that people's pages send, on the platform that a user runs."""

from deploy.demo.run import demo

__all__ = ["demo"]
