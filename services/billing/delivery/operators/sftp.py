"""An operator that takes files over SFTP: under its name only once it is there whole."""

import asyncio
from typing import Any, Literal

from services.billing.delivery.operators.handing_over import NotReached, Outgoing
from services.billing.delivery.operators.settings import Connected, SftpSaid

_WITHIN_S = 15.0


class Sftp(Connected[SftpSaid]):
    async def send(self, message: Outgoing) -> Literal["sent"]:
        import asyncssh  # half a second and eight megabytes for whoever uses it alone

        try:
            async with asyncio.timeout(_WITHIN_S):
                await self._put(asyncssh, message)
        except asyncssh.HostKeyNotVerifiable:
            raise NotReached("operator_unknown") from None
        except (asyncssh.PermissionDenied, asyncssh.KeyImportError):
            raise NotReached("not_let_in") from None
        except asyncssh.SFTPError:
            raise NotReached("operator_busy") from None
        except (asyncssh.Error, OSError, TimeoutError):
            raise NotReached("operator_away") from None
        return "sent"

    async def _put(self, asyncssh: Any, message: Outgoing) -> None:
        said = self.said
        fresh, name = f"{said.folder}/.{message.name}.part", f"{said.folder}/{message.name}"
        async with (
            asyncssh.connect(
                said.host,
                said.port,
                username=said.user,
                client_keys=[str(said.key_file)],
                known_hosts=str(said.known_hosts),
                config=None,
                agent_path=None,
            ) as line,
            line.start_sftp_client() as files,
        ):
            async with files.open(fresh, "wb") as written:
                await written.write(message.content)
            if await files.exists(name):
                await files.remove(name)
            await files.rename(fresh, name)
