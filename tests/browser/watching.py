"""What no visitor may meet: errors in the console or a script, a broken policy, another host, a server's failure."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Request, Response, WebError

_STATUS = re.compile(r"the server responded with a status of \d{3}")
"""The console's own words for what the answers themselves say better."""
_MAY_BE_REFUSED = ("document", "fetch", "xhr")
"""A page may refuse what was typed; a style, a script or a stream of ours is always there."""


class Watcher:
    """Watches one browser context. faults: what it saw, in words.

    hosts: `name:port` of the doors; nothing may be asked from elsewhere.
    """

    def __init__(self, context: BrowserContext, hosts: Iterable[str]) -> None:
        self.faults: list[str] = []
        self._hosts = set(hosts)
        self._forgiven: list[str] = []
        context.on("console", self._said)
        context.on("weberror", self._failed)
        context.on("request", self._asked)
        context.on("response", self._answered)

    def forgive(self, words: str) -> None:
        """Faults with these words are what the test itself brings about."""
        self._forgiven.append(words)
        self.faults = [one for one in self.faults if words not in one]

    def _fault(self, fault: str) -> None:
        if not any(words in fault for words in self._forgiven):
            self.faults.append(fault)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _STATUS.search(message.text):
            self._fault(f"console: {message.text} ({message.location.get('url', '')})")

    def _failed(self, error: WebError) -> None:
        self._fault(f"script: {error.error}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc not in self._hosts:
            self._fault(f"another host: {request.url}")

    def _answered(self, response: Response) -> None:
        refused = response.status >= 400 and response.request.resource_type not in _MAY_BE_REFUSED
        if response.status >= 500 or refused:
            self._fault(f"{response.status}: {response.request.method} {response.url}")
