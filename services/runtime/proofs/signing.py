"""What a door sends for who is signed in is signed with a key of that sign-in: a proof is good for what they have sent.

directory makes the key with the proof, whose text holds its public half; the door keeps both, sealed with the browser's
secret. Who hears a question, hears no more than is good for that question, at that service, with that answer's key.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.runtime.clock import SystemClock
from services.runtime.commands.refusal import PROOF_HEADER
from services.runtime.proofs.links import decoded, encoded
from services.runtime.proofs.people import KEY_FOLLOWS, NotProved, Proof

_GOOD_FOR = timedelta(minutes=5)
"""What was signed; and so far the clocks of two machines may differ."""
_PASSED = "passed"


@dataclass(frozen=True)
class Signed:
    """proof: its text. at: when, in seconds. way: the subject. digest: of the body. answer_key: it seals the answer."""

    proof: str
    at: str
    signature: str
    way: str
    digest: str
    answer_key: str
    is_passed_on: bool = False
    """What it says of the message is then of another one, which its owner has sent elsewhere."""

    def to_pass_on(self) -> str:
        """For `header`: what they have said, of which this is asked elsewhere."""
        return " ".join(
            (_PASSED, self.proof, self.at, self.signature, self.way, self.digest, self.answer_key)
        )

    def said(self) -> bytes:
        parts = ("luotsi question", self.proof, self.way, self.digest, self.answer_key, self.at)
        return "\n".join(parts).encode()


def header(kept: str, way: str, body: bytes, answer_key: str) -> dict[str, str]:
    """kept: the proof with its key, as a door has it. What has none goes as it is: a link, what is passed on."""
    proof, is_kept, key = kept.partition(KEY_FOLLOWS)
    if not is_kept:
        return {PROOF_HEADER: kept}
    at = str(int(SystemClock().now().timestamp()))
    unsigned = Signed(proof, at, "", way, _digest(body), answer_key)
    signature = Ed25519PrivateKey.from_private_bytes(decoded(key)).sign(unsigned.said())
    return {PROOF_HEADER: f"{proof} {at} {encoded(signature)}"}


def read(text: str, way: str, body: bytes, answer_key: str) -> Signed:
    """text: of the header. The others: of the message that brought it. Raises NotProved."""
    words = text.split(" ")
    if words[0] == _PASSED and len(words) == 7:
        proof, at, signature, of_way, digest, key = words[1:]
        return Signed(proof, at, signature, of_way, digest, key, is_passed_on=True)
    if len(words) != 3:
        raise NotProved
    proof, at, signature = words
    return Signed(proof, at, signature, way, _digest(body), answer_key)


def check(signed: Signed, proof: Proof, now: datetime) -> None:
    """Raises NotProved."""
    try:
        proof.public_key.verify(decoded(signed.signature), signed.said())
        is_far = abs(now.timestamp() - int(signed.at)) > _GOOD_FOR.total_seconds()
    except (InvalidSignature, ValueError):
        raise NotProved from None
    if is_far:
        raise NotProved


def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()
