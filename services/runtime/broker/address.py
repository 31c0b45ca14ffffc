"""Where the broker is, and as whom one speaks with it: the one place where a connection to it is made."""

import asyncio
import logging
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from nats.aio.client import Client as Nats

from services.runtime.broker import nkeys

OPERATOR = "operator"
"""Who runs the platform, and may do everything: its streams are declared as it, and its commands are given."""


def inbox_of(user: str) -> str:
    """Under it a user hears what it asked for, and nobody else may."""
    return f"_INBOX_{user}"


def is_an_inbox(subject: str) -> bool:
    """Whether an answer may go there. What was asked in another account comes with the broker's own word for it, which
    nobody else can write; within one, the broker checks no such word.
    """
    return is_of_another_account(subject) or subject.startswith(("_INBOX_", "_INBOX."))


def is_of_another_account(reply: str) -> bool:
    return reply.startswith("_R_.")


async def _left(client: Nats) -> None:
    """Where it is refused it leaves its socket open, and below an encrypted line the plain one; and its own `close`
    waits for ever for the end of a line whose certificate was not believed.
    """
    line, client._transport = client._transport, None
    for writer in (getattr(line, name, None) for name in ("_io_writer", "_bare_io_writer")):
        if writer:
            writer.transport.abort()
    await client.close()
    await asyncio.sleep(0)  # the socket is closed at the loop's next turn


def _says_more_than_that_a_line_has_ended(record: logging.LogRecord) -> bool:
    """Python says at the end of each encrypted line of the client's that its way to end one has no effect there."""
    return "eof_received" not in str(record.msg)


@dataclass(frozen=True)
class BrokerAddress:
    """url: one server, or several of one cluster with commas between them. user: whose seed lies in the file `nkey`;
    without one a broker is asked that knows nobody. ca: by whose certificate it is believed, where it speaks TLS.
    """

    url: str
    user: str = OPERATOR
    nkey: Path | None = None
    ca: Path | None = None

    @classmethod
    def told(cls, environment: Mapping[str, str] = os.environ) -> "BrokerAddress":
        """By the variables that programs read too; without a service's name, as the operator. Raises KeyError: no
        broker is named.
        """
        nkey, ca = (environment.get(f"LUOTSI_NATS_{name}") for name in ("NKEY", "CA"))
        return cls(
            environment["LUOTSI_NATS_URL"],
            environment.get("LUOTSI_SERVICE") or OPERATOR,
            Path(nkey) if nkey else None,
            Path(ca) if ca else None,
        )

    @property
    def servers(self) -> list[str]:
        return [one.strip() for one in self.url.split(",") if one.strip()]

    async def connect(self, **how: Any) -> Nats:
        """how: as the client's own `connect`. Raises OSError, ValueError for files that are not what they should be."""
        client = Nats()
        if self.nkey:
            seed = nkeys.read(self.nkey)
            # The client would read the file itself by a package of its own; all it needs is a name and a signature.
            client._public_nkey = nkeys.public_key(seed)
            how |= {"signature_cb": partial(nkeys.signed, seed), "inbox_prefix": inbox_of(self.user)}
        if self.ca:
            logging.getLogger("asyncio").addFilter(_says_more_than_that_a_line_has_ended)
            how["tls"] = ssl.create_default_context(cafile=str(self.ca))
        try:
            await client.connect(self.servers, **how)
        except BaseException:
            await _left(client)
            raise
        return client
