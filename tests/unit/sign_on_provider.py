"""In the place of an organisation's single sign-on: what it publishes, and what else it answers."""

from typing import Any

import httpx

ISSUER = "https://id.example.org"


class SignOnProvider:
    """answers: by path. metadata: what it publishes of itself besides who it is."""

    def __init__(self, answers: dict[str, Any], **metadata: Any) -> None:
        published = {"issuer": ISSUER, **metadata}
        self._answers = {"/.well-known/openid-configuration": published, **answers}
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return httpx.Response(200, json=self._answers[request.url.path])
