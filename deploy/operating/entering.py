"""A command's way to the broker: in at once, or a sentence says what is wrong. Programs wait, commands do not."""

from nats.aio.client import Client as Nats
from nats.errors import Error as NatsError

from deploy.running.launch import CannotStart
from services.runtime.broker.address import BrokerAddress

WITHIN_S = 8
"""Of one server, which is tried twice."""


async def entered(at: BrokerAddress) -> Nats:
    """A connection that comes back while the command lasts. Refuses: CannotStart."""
    try:
        await (await entered_once(at)).close()
        return await at.connect(connect_timeout=WITHIN_S, error_cb=quiet)
    except (OSError, NatsError, ValueError) as error:
        raise CannotStart(
            f"the broker {why_not(error)}: is the platform up? ./luotsi doctor says more"
        ) from error


async def entered_once(at: BrokerAddress) -> Nats:
    """Tried twice: without a number of tries a client goes on for two minutes.

    Raises OSError, NatsError, ValueError.
    """
    once = {"allow_reconnect": False, "max_reconnect_attempts": 1, "reconnect_time_wait": 0}
    return await at.connect(connect_timeout=WITHIN_S, error_cb=quiet, **once)


def why_not(error: Exception) -> str:
    """By its kind, without what was given to it."""
    words = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in words:
        return "has a certificate that is not believed"
    if "uthorization" in words:
        return "does not know the operator's seed"
    if isinstance(error, ValueError):
        return "cannot be asked: our seed is none"
    if isinstance(error, FileNotFoundError | PermissionError):
        return "cannot be asked: our seed or its certificate cannot be read"
    return f"does not answer ({type(error).__name__})"


async def quiet(_: Exception) -> None:
    """What is wrong is told once, by its sentence."""
