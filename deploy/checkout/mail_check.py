"""Whether mail could leave by the settings in the environment: spoken with the server, and nothing sent.

Standard library only; the services' own reading of the settings is asked of the environment's Python. The password
is used and never told.
"""

import json
import os
import smtplib
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from pathlib import Path

from deploy import CHECKOUT

HOST, PORT, TLS = "LUOTSI_SMTP_HOST", "LUOTSI_SMTP_PORT", "LUOTSI_SMTP_TLS"
USER, PASSWORD, PASSWORD_FILE = "LUOTSI_SMTP_USER", "LUOTSI_SMTP_PASSWORD", "LUOTSI_SMTP_PASSWORD_FILE"
SENDER = "LUOTSI_MAIL_FROM"
DOORS = ("LUOTSI_PORTAL_URL", "LUOTSI_CONSOLE_URL")
PATIENCE_S = 10.0
"""For each of its answers."""
WHOLE_S = 20.0
"""For all of them: one that begins an answer may never end it."""
ASKS_WHO = 530
"""Source: RFC 4954, 6."""

Said = tuple[str, bool, str, str]
"""What was looked at, whether it is well, what was found, and the remedy."""


def look(python: Path | None, told: Mapping[str, str] = os.environ) -> Iterator[Said]:
    """One line alone where no mail server is named: then mail is caught on this machine.

    python: the environment's; without one the settings cannot be read as the services read them.
    """
    if not told.get(HOST):
        yield "mail", True, f"caught on this machine, none is sent on; {HOST} names a mail server", ""
        return
    if python is None:
        yield "mail", True, "looked at once the environment is there", ""
        return
    wrong, our_address = as_services_read(python, told)
    if wrong:
        yield from ((name, False, reason, f"fix {name}") for name, reason in wrong)
        return
    yield server_soon(told, our_address)
    yield sender(told)
    for name in DOORS:
        url = told.get(name, "")
        yield (
            name,
            url.startswith("https://"),
            url or "not set",
            f"set {name} to the address that people open",
        )


def as_services_read(python: Path, told: Mapping[str, str]) -> tuple[list[tuple[str, str]], str]:
    """Names and reasons of the settings with which they would not start; the sender's address as mail servers name it,
    "" where it is none.
    """
    asked = subprocess.run(
        [str(python), "-m", "deploy.checkout.settings_faults"],
        env={**os.environ, **told, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(asked.stdout)
    return [(name, reason) for name, reason in found["faults"]], found["sender"]


def server_soon(told: Mapping[str, str], our_address: str) -> Said:
    """As `server`, which is left alone where it does not come to its end."""
    found: list[Said] = []
    look = threading.Thread(target=lambda: found.append(server(told, our_address)), daemon=True)
    look.start()
    look.join(WHOLE_S)
    late = f"{told[HOST]}:{told.get(PORT, '25')} did not come to an end within {WHOLE_S:.0f} s"
    return found[0] if found else ("mail server", False, late, f"look at {HOST} and {PORT}")


def server(told: Mapping[str, str], our_address: str) -> Said:
    """Up to the sender's address, which it takes or does not."""
    where = f"{told[HOST]}:{told.get(PORT, '25')}"
    if not our_address:
        return "mail server", False, "our sender's domain is none", f"look at {SENDER}"
    try:
        with connected(told) as line:
            if told.get(USER):
                line.login(told[USER], password(told))
            code, _words = line.mail(our_address)
            line.rset()
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        found, remedy = hindrance(error)
        return "mail server", False, f"{where}{found}", remedy
    if code == ASKS_WHO:
        return "mail server", False, f"{where} asks for a user and a password", f"look at {USER}"
    if code >= 400:
        return "mail server", False, f"{where} does not take our sender ({code})", f"look at {SENDER}"
    return "mail server", True, f"{where} would take mail from us; ./luotsi up catches all mail itself", ""


def hindrance(error: Exception) -> tuple[str, str]:
    """What is told of it, and the remedy."""
    name = type(error).__name__
    if isinstance(error, smtplib.SMTPAuthenticationError):
        found = f" does not take the user and the password ({error.smtp_code})"
        return found, f"look at {USER} and {PASSWORD}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        what, about = ("encrypted line", TLS) if "STARTTLS" in str(error) else ("user and password", USER)
        return f" knows of no {what}", f"look at {about}"
    if isinstance(error, ssl.SSLCertVerificationError):
        found = f": its certificate is not one that is trusted here ({error.verify_message})"
        return found, f"look whether {HOST} is the name in it; name an authority of your own in SSL_CERT_FILE"
    if isinstance(error, ssl.SSLError):
        found = f": no encrypted line ({name})"
        return found, f"look at {TLS}: starttls is usual with port 587, tls with 465"
    if isinstance(error, UnicodeError):
        return ": the user or the password is not in ASCII", f"look at {USER} and {PASSWORD}"
    return f" does not answer ({name})", f"look at {HOST} and {PORT}, and whether a firewall is between"


def connected(told: Mapping[str, str]) -> smtplib.SMTP:
    """Encrypted as the settings say, or not at all."""
    host, port, tls = told[HOST], int(told.get(PORT, "25")), told.get(TLS, "none")
    safe = ssl.create_default_context()
    if tls == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE_S, context=safe)
    line = smtplib.SMTP(host, port, timeout=PATIENCE_S)
    try:
        line.ehlo()
        if tls == "starttls":
            line.starttls(context=safe)
            line.ehlo()
    except Exception:
        line.close()
        raise
    return line


def password(told: Mapping[str, str]) -> str:
    file = told.get(PASSWORD_FILE, "")
    return Path(file).read_text().strip() if file else told.get(PASSWORD, "")


def sender(told: Mapping[str, str]) -> Said:
    address = parseaddr(told.get(SENDER, ""))[1]
    well = bool(address) and not address.endswith(".example")
    return (
        "mail sender",
        well,
        address or "not set",
        f"set {SENDER} to an address of your own: Name <address>",
    )
