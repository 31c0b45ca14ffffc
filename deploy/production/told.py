"""What each program is told where the servers are elsewhere: LUOTSI_* settings, and the files that hold secrets."""

import dataclasses
from collections.abc import Iterator, Mapping

from deploy.processes import PROCESSES, Process

PORTS = {"portal": "8080", "console": "8081"}


@dataclasses.dataclass(frozen=True)
class Told:
    """name: of the variable. words: what it is, for whoever fills it in. default: where nobody does."""

    name: str
    words: str
    default: str = ""


COMMON = (
    Told(
        "LUOTSI_NATS_URL",
        "NATS, with JetStream; several servers of a cluster with commas between them",
        "nats://127.0.0.1:4222",
    ),
    Told(
        "LUOTSI_NATS_CA",
        "the certificate by which it is believed, where it speaks TLS; a file that all may read",
    ),
    Told("LUOTSI_STREAM_BYTES", "how much each of the five streams may hold", "8589934592"),
    Told("LUOTSI_STREAM_REPLICAS", "copies of each stream: 1, or 3 on a cluster", "1"),
    Told(
        "LUOTSI_DATABASE_POOL",
        "connections that a program keeps to its database; in a rush thrice as many",
        "4",
    ),
    Told("LUOTSI_LOG_LEVEL", "what is logged, from DEBUG to ERROR", "INFO"),
)
DOOR = (
    Told("LUOTSI_TRUSTED_PROXIES", "the web server before it, as the door sees it", "127.0.0.1"),
    Told("LUOTSI_OIDC_NAME", "a single sign-on, where there is one: what people call it"),
    Told("LUOTSI_OIDC_ISSUER", "its address"),
    Told("LUOTSI_OIDC_CLIENT_ID", "what it calls this door"),
)
OWN: dict[str, tuple[Told, ...]] = {
    "billing": (
        Told("LUOTSI_EINVOICE_OPERATORS", "the file that says which operators take e-invoices"),
        Told("LUOTSI_EINVOICE_FOLDER", "without one: where e-invoices are laid"),
        Told("LUOTSI_EINVOICE_DATA", "the folder that has finvoice/Finvoice3.0.xsd, if you have it"),
    ),
    "directory": (
        Told("LUOTSI_OIDC_ISSUER", "a single sign-on, where there is one: its address"),
        Told(
            "LUOTSI_OIDC_CLIENT_ID",
            "what it calls the doors: one name, or the portal's and the console's with a comma between them",
        ),
    ),
    "contracts": (
        Told("LUOTSI_SEAL_AUTHORITY_URL", "who says the time of seals (RFC 3161); without one we do"),
    ),
    "notices": (
        Told("LUOTSI_SMTP_HOST", "the mail server", "127.0.0.1"),
        Told("LUOTSI_SMTP_PORT", "its port", "25"),
        Told("LUOTSI_SMTP_TLS", "starttls, tls, or none where it is on this machine", "none"),
        Told("LUOTSI_SMTP_USER", "where it asks for a name"),
        Told(
            "LUOTSI_MAIL_FROM", "the sender; its name signs the letters", "Luotsi <no-reply@luotsi.example>"
        ),
        Told("LUOTSI_MAIL_REPLY_TO", "who reads answers to what no coordinator is in charge of"),
        Told("LUOTSI_MAIL_ORGANISER", "one mailbox for declined invitations"),
        Told("LUOTSI_MAIL_SETTLES_S", "how long a letter about a changed session waits for the next", "120"),
    ),
    "portal": DOOR,
    "console": (
        *DOOR,
        Told("LUOTSI_BROKER_LOG", "NATS's log, where it is here and the console's user may read it"),
    ),
    "workflows": (
        Told("LUOTSI_TEMPORAL_ADDRESS", "Temporal", "127.0.0.1:7233"),
        Told("LUOTSI_TEMPORAL_NAMESPACE", "its namespace", "luotsi"),
        Told(
            "LUOTSI_TEMPORAL_TLS",
            "true where it speaks TLS by a certificate that this machine knows",
            "false",
        ),
        Told(
            "LUOTSI_TEMPORAL_TLS_CA", "or the certificate by which it is believed; a file that all may read"
        ),
        Told("LUOTSI_TEMPORAL_TLS_NAME", "the name in its certificate, where it is not that of the address"),
        Told("LUOTSI_TEMPORAL_TLS_CERT", "our certificate, where it asks for one; its key is a secret"),
    ),
}
DATABASE = Told("luotsi_database_url", "postgresql+asyncpg://NAME:PASSWORD@HOST:5432/NAME")
MORE_SECRETS: dict[str, tuple[Told, ...]] = {
    "notices": (Told("luotsi_smtp_password", "the mail server's; empty without a name"),),
    "portal": (Told("luotsi_oidc_client_secret", "the single sign-on's; empty without one"),),
    "console": (Told("luotsi_oidc_client_secret", "the single sign-on's; empty without one"),),
    "workflows": (
        Told("luotsi_temporal_tls_key", "the key of our certificate at Temporal, as PEM; empty without one"),
        Told("luotsi_temporal_api_key", "Temporal's key for us; empty where it asks for none"),
    ),
}


def programs() -> Iterator[Process]:
    """Ours that run as long as the platform does; servers are elsewhere, and mail has a server."""
    return (process for process in PROCESSES if process.kind in ("service", "worker"))


def secrets_of(process: Process) -> tuple[Told, ...]:
    """Each in a file of its own, which nobody else reads."""
    return (DATABASE, *MORE_SECRETS.get(process.name, ()))


def fixed_for(process: Process, hosts: Mapping[str, str]) -> dict[str, str]:
    """What is written into the unit itself. hosts: door -> the name by which browsers reach it."""
    told = {"LUOTSI_PROFILE": "production", "LUOTSI_SERVICE": process.name}
    told |= {f"LUOTSI_{door.upper()}_URL": f"https://{host}" for door, host in hosts.items()}
    if process.name in PORTS:
        told["LUOTSI_PUBLIC_URL"] = f"https://{hosts[process.name]}"
        told |= {"LUOTSI_HTTP_HOST": "127.0.0.1", "LUOTSI_HTTP_PORT": PORTS[process.name]}
    return told
