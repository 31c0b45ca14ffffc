"""Whether mail could leave by the settings in the environment: spoken with the server, and nothing sent.

Standard library only. The password is used and never told.
"""

import os
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from pathlib import Path

HOST, PORT, TLS = "LUOTSI_SMTP_HOST", "LUOTSI_SMTP_PORT", "LUOTSI_SMTP_TLS"
USER, PASSWORD, PASSWORD_FILE = "LUOTSI_SMTP_USER", "LUOTSI_SMTP_PASSWORD", "LUOTSI_SMTP_PASSWORD_FILE"
SENDER = "LUOTSI_MAIL_FROM"
DOORS = ("LUOTSI_PORTAL_URL", "LUOTSI_CONSOLE_URL")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
PATIENCE_S = 20.0

Said = tuple[str, bool, str, str]
"""What was looked at, whether it is well, what was found, and the remedy."""


def look(told: Mapping[str, str] = os.environ) -> Iterator[Said]:
    """One line alone where no mail server is named: then mail is caught on this machine."""
    if not told.get(HOST):
        yield "mail", True, f"caught on this machine, none is sent on; {HOST} names a mail server", ""
        return
    yield server(told)
    yield sender(told)
    for name in DOORS:
        url = told.get(name, "")
        yield (
            name,
            url.startswith("https://"),
            url or "not set",
            f"set {name} to the address that people open",
        )


def server(told: Mapping[str, str]) -> Said:
    """Up to the sender's address, which it takes or does not."""
    where = f"{told[HOST]}:{told.get(PORT, '25')}"
    if told.get(USER) and told.get(TLS, "none") == "none" and told[HOST] not in LOOPBACK:
        return (
            "mail server",
            False,
            "the password would be sent in the clear",
            f"set {TLS} to starttls or tls",
        )
    try:
        with connected(told) as line:
            if told.get(USER):
                line.login(told[USER], password(told))
            code, _words = line.mail(parseaddr(told.get(SENDER, ""))[1])
            line.rset()
    except smtplib.SMTPAuthenticationError as refused:
        found = f"{where} does not take the user and the password ({refused.smtp_code})"
        return "mail server", False, found, f"look at {USER} and {PASSWORD}"
    except smtplib.SMTPNotSupportedError as lacking:
        what, name = ("encrypted line", TLS) if "STARTTLS" in str(lacking) else ("user and password", USER)
        return "mail server", False, f"{where} knows of no {what}", f"look at {name}"
    except ssl.SSLError as error:
        found = f"{where}: no encrypted line ({type(error).__name__})"
        return "mail server", False, found, f"look at {TLS}: starttls is usual with port 587, tls with 465"
    except (OSError, smtplib.SMTPException, ValueError) as error:
        found = f"{where} does not answer ({type(error).__name__})"
        return "mail server", False, found, f"look at {HOST} and {PORT}, and whether a firewall is between"
    if code >= 400:
        return "mail server", False, f"{where} does not take our sender ({code})", f"look at {SENDER}"
    return "mail server", True, f"{where} would take mail from us", ""


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
    well = "@" in address and not address.endswith(".example")
    return (
        "mail sender",
        well,
        address or "not set",
        f"set {SENDER} to an address of your own: Name <address>",
    )
