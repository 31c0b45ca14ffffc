"""The key of the provider's seal and the one of its own clock, with certificates that nobody else vouches for."""

import json
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_CURVE = ec.SECP256R1()
"""Good beyond 2030 (SOG-IS Agreed Cryptographic Mechanisms 1.3, 4.3), read by all that read PDF, and made and used in a
millisecond: an RSA key as good takes 0.1 s of a processor to be looked over each time that it is loaded.
"""
_SINCE, _UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
"""Whoever trusts the certificate trusts the provider: it ends when the key is taken out of the ring."""


def seal_ring() -> dict[str, object]:
    """A ring of one key; a later one is added beside it, so that old seals can be checked."""
    key, certificate = _pair("Seal of the provider", None)
    time_key, time_certificate = _pair("Clock of the provider", ExtendedKeyUsageOID.TIME_STAMPING)
    parts = {"key": key, "certificate": certificate}
    return {
        "current": "k1",
        "keys": {"k1": parts | {"time_key": time_key, "time_certificate": time_certificate}},
    }


def _pair(name: str, only_for: x509.ObjectIdentifier | None) -> tuple[str, str]:
    """PEM of a key and of the certificate that it signs itself."""
    key = ec.generate_private_key(_CURVE)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    building = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_SINCE)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_signs(non_repudiation=only_for is None), critical=True)
    )
    if only_for:
        building = building.add_extension(x509.ExtendedKeyUsage([only_for]), critical=True)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private.decode(), building.sign(key, SHA256()).public_bytes(Encoding.PEM).decode()


def _signs(*, non_repudiation: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=non_repudiation,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


if __name__ == "__main__":
    print(json.dumps(seal_ring(), indent=2))
