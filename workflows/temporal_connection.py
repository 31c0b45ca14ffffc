"""The connection to Temporal: the one place where it is made.

Workflows are started with this plain client, never with the one of `temporalio.testing.TimeSkipper`, whose
workflows skip through their waits for people; `clock.py` moves time afterwards.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.client import Client, TLSConfig
from temporalio.service import RetryConfig, RPCError, RPCStatusCode

from services.runtime.away import Judge, Suspicion
from services.runtime.logs import log
from services.runtime.settings import Settings
from workflows.encryption import data_converter

NAMESPACE = "luotsi"
# Written into nearly every event of a history; the default names process and machine, and is twice as long.
IDENTITY = "luotsi"
FIRST_PAUSE = timedelta(milliseconds=50)
LONGEST_PAUSE = timedelta(seconds=2)
ANSWERS_WITHIN = timedelta(seconds=10)
NOT_YET_THERE = {RPCStatusCode.UNAVAILABLE, RPCStatusCode.NOT_FOUND, RPCStatusCode.DEADLINE_EXCEEDED}
TEMPORAL = "temporal"
# It is overloaded, or does not let us in: it would answer a mere question all the same.
REFUSES_EVERYBODY = {
    RPCStatusCode.RESOURCE_EXHAUSTED,
    RPCStatusCode.UNAUTHENTICATED,
    RPCStatusCode.PERMISSION_DENIED,
}
MAY_BE_AWAY = {
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.UNKNOWN,
    RPCStatusCode.INTERNAL,
    RPCStatusCode.ABORTED,
}
# Of a shard that could not write and reads no more until it can: a mere question after the list is answered meanwhile.
CANNOT_WRITE = "shard status unknown"
# A message that fails waits for its own next turn: meanwhile the others go on.
RETRIES = RetryConfig(max_elapsed_time_millis=2000, max_retries=4)


def temporal_judge(client: Client) -> Judge:
    """By the status of its answer: what is not found, is there already or is malformed is the message's own."""

    async def answers() -> None:
        await client.count_workflows(rpc_timeout=timedelta(seconds=4))

    def judge(error: BaseException) -> Suspicion | None:
        if not isinstance(error, RPCError):
            return None
        if "larger than max" in error.message:  # has the status of an overload
            return None
        if error.status in REFUSES_EVERYBODY or CANNOT_WRITE in error.message:
            return Suspicion(TEMPORAL)
        no_namespace = error.status == RPCStatusCode.NOT_FOUND and "namespace" in error.message.lower()
        return Suspicion(TEMPORAL, answers) if no_namespace or error.status in MAY_BE_AWAY else None

    return judge


_KINDS = {
    "InvalidCertificate": "certificate_not_believed",
    "UnknownIssuer": "certificate_not_believed",
    "InvalidContentType": "not_encrypted",
    "Unauthenticated": "does_not_know_our_key",
    "PermissionDenied": "does_not_let_our_key_in",
    "broken pipe": "encryption_asked_for",
}
# Each of them is what comes of a server that has seen no certificate of ours, once the line is encrypted.
_HUNG_UP = (
    "CertificateRequired",
    "without sending TLS close_notify",
    "connection closed",
    "ConnectionReset",
    "broken pipe",
)


def line_of(told: Settings) -> dict[str, Any]:
    """For the client's `connect`. A certificate of its own or of ours, or a key, asks for encryption too. Raises
    OSError where a file cannot be read.
    """
    api_key, own_key = (one.get_secret_value() for one in (told.temporal_api_key, told.temporal_tls_key))
    ca, own = (one.read_bytes() if one else None for one in (told.temporal_tls_ca, told.temporal_tls_cert))
    if not (told.temporal_tls or ca or own or api_key):
        return {"tls": False}
    tls = TLSConfig(
        server_root_ca_cert=ca,
        domain=told.temporal_tls_name or None,
        client_cert=own,
        client_private_key=own_key.encode() if own else None,
    )
    return {"tls": tls, "api_key": api_key or None}


def why(fault: Exception, line: Mapping[str, Any]) -> str:
    """What a person has to mend, by a word of the client's; "" where waiting may help. line: as it was connected."""
    said = str(fault)
    kinds = _KINDS | (dict.fromkeys(_HUNG_UP, "hangs_up_look_at_our_certificate") if line.get("tls") else {})
    return next((word for part, word in kinds.items() if part in said), "")


def _told(reason: str, said: str) -> str:
    """Once, until it is another."""
    if reason and reason != said:
        log.warning("temporal_does_not_answer", reason=reason)
    return reason


async def connect(
    address: str,
    namespace: str = NAMESPACE,
    keys: Path | None = None,
    *,
    patience: timedelta | None = timedelta(minutes=1),
    line: Mapping[str, Any] | None = None,
) -> Client:
    """A client of a server that serves the namespace; waits for a server that is still starting.

    address: host:port. keys: the folder with payloads.json; None leaves payloads readable. line: how it is encrypted
    (`line_of`).
    Raises TimeoutError when the server or the namespace is not there after `patience` of real time; none: never.
    """
    how = {"namespace": namespace, "data_converter": data_converter(keys), **(line or {})}
    pause, said = FIRST_PAUSE, ""
    async with asyncio.timeout(patience.total_seconds() if patience else None):
        while True:
            try:
                return await _connected(address, how)
            except (
                RuntimeError,
                RPCError,
                _SaidNothing,
            ) as fault:  # RuntimeError: nothing listens at the address
                if isinstance(fault, RPCError) and fault.status not in NOT_YET_THERE:
                    raise
                said = _told(why(fault, how), said)
            await asyncio.sleep(pause.total_seconds())
            pause = min(pause * 2, LONGEST_PAUSE)


class _SaidNothing(Exception):
    """Somebody listens there, and does not answer: a server that hangs, or one on its way up."""


async def _connected(address: str, how: Mapping[str, Any]) -> Client:
    """By itself either waits for half a minute where nobody answers, also for a server that has come up meanwhile."""
    try:
        async with asyncio.timeout(ANSWERS_WITHIN.total_seconds()):
            client = await Client.connect(address, retry_config=RETRIES, identity=IDENTITY, **how)
            await client.count_workflows()
            return client
    except TimeoutError:
        raise _SaidNothing from None
