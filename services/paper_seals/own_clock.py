"""The provider's own clock: what says the time of a seal where no authority does. It proves nothing to others."""

from datetime import datetime
from secrets import randbits

from asn1crypto import tsp
from asn1crypto.cms import EncapsulatedContentInfo
from asn1crypto.core import ParsableOctetString
from asn1crypto.x509 import GeneralName
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import TimeStamper

POLICY = "2.25.276937846963586703002355758519437171271"
"""That the provider says its own time. Of the arc that is anybody's (ITU-T X.667)."""
_SERIAL_BITS = 64


class OwnClock(TimeStamper):  # type: ignore[misc]
    """Answers as an authority of RFC 3161 would, with the platform's own time. It needs no other server."""

    def __init__(self, signer: SimpleSigner, at: datetime) -> None:
        super().__init__()
        self._signer, self._at = signer, at

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        said = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": POLICY,
                "message_imprint": req["message_imprint"],
                "serial_number": randbits(_SERIAL_BITS),
                "gen_time": self._at,
                "tsa": GeneralName("directory_name", self._signer.signing_cert.subject),
                "nonce": req["nonce"],
            }
        )
        content = EncapsulatedContentInfo(
            {"content_type": "tst_info", "content": ParsableOctetString(said.dump())}
        )
        token = await self._signer.async_sign_general_data(content, "sha256", detached=False, use_cades=True)
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})
