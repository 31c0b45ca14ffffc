"""An operator that takes documents over HTTPS: one POST for each, answered at once."""

from typing import Any, Literal

from services.billing.delivery.operators.handing_over import NotReached, Outgoing, Refused
from services.billing.delivery.operators.settings import Connected, HttpsSaid

_WITHIN_S = 15.0
_HAS_IT = 409
"""It knows the identifier already: an earlier try has come through, and its answer was lost on the way."""
_ALREADY, _LATER, _LARGE = {_HAS_IT}, {408, 425, 429}, {413}
_KEPT_OUT = {401, 403, 404, 405, 407}
"""Our settings are to blame, or its own: no document is."""


class Https(Connected[HttpsSaid]):
    async def send(self, message: Outgoing) -> Literal["sent", "taken"]:
        """taken: it answers that it has it; sent: that it looks at it later (202)."""
        import httpx  # whoever has no such operator starts without it

        try:
            headers = self._headers(message)
        except OSError:
            raise NotReached("not_let_in") from None
        try:
            status = await self._post(httpx, message, headers)
        except (httpx.HTTPError, OSError):
            raise NotReached("operator_away") from None
        return _read(status)

    def _headers(self, message: Outgoing) -> dict[str, str]:
        """Raises OSError: the token cannot be read."""
        said = self.said
        headers = {"content-type": "application/xml", said.message_header: str(message.message_id)}
        if said.token_file:
            headers["authorization"] = f"Bearer {said.token_file.read_text().strip()}"
        return headers

    async def _post(self, httpx: Any, message: Outgoing, headers: dict[str, str]) -> int:
        said = self.said
        verify = str(said.authorities) if said.authorities else True
        async with httpx.AsyncClient(timeout=_WITHIN_S, verify=verify, follow_redirects=False) as client:
            answer = await client.post(
                said.url, content=message.content, headers=headers, params={"name": message.name}
            )
        return int(answer.status_code)


def _read(status: int) -> Literal["sent", "taken"]:
    """Raises Refused, NotReached."""
    if status == 202:
        return "sent"
    if 200 <= status < 300 or status in _ALREADY:
        return "taken"
    if status in _LARGE:
        raise Refused("too_large")
    if status in _KEPT_OUT:
        raise NotReached("not_let_in")
    if status in _LATER or status >= 500:
        raise NotReached("operator_busy")
    if 300 <= status < 400:
        raise NotReached("not_let_in")
    raise Refused("document_refused")
