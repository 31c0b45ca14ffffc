"""An outside authority that says the time of a seal."""

import asyncio
import hashlib
from datetime import datetime

import httpx
from asn1crypto import tsp
from asn1crypto.cms import ContentInfo
from pyhanko.sign.timestamps import TimeStamper

from services.paper_seals.away import AuthorityAway

_ANSWERS_WITHIN_S = 60.0
_LARGEST_ANSWER = 64 << 10


class OutsideAuthority(TimeStamper):  # type: ignore[misc]
    """RFC 3161 over HTTP. It gets a hash, and nothing of the paper."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> ContentInfo:
        """Whatever is odd about an answer, it is no time."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except AuthorityAway:
            raise
        except Exception:
            raise AuthorityAway from None

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"content-type": "application/timestamp-query"}
        try:
            async with httpx.AsyncClient(timeout=_ANSWERS_WITHIN_S) as client:
                answer = await client.post(self._url, content=req.dump(), headers=headers)
            if answer.status_code != httpx.codes.OK or len(answer.content) > _LARGEST_ANSWER:
                raise AuthorityAway
            return tsp.TimeStampResp.load(answer.content, strict=True)
        except (httpx.HTTPError, ValueError):
            raise AuthorityAway from None


def time_said_by(url: str) -> datetime:
    """To see whether it does. Raises AuthorityAway."""
    asked = OutsideAuthority(url).async_timestamp(hashlib.sha256(b"").digest(), "sha256")
    token = asyncio.run(asked)
    said: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return said
