"""What mail servers say, in the words that they use, and what becomes of the mail."""

from datetime import timedelta

import pytest

from services.notices.mailing.replies import TRIED_FOR, delay, read

GONE = [
    (550, "5.1.1 <aino@kunta.example>: Recipient address rejected: User unknown in virtual mailbox table"),
    (550, "5.1.1 The email account that you tried to reach does not exist. Please try\ndouble-checking it"),
    (
        550,
        "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient aino@kunta.example not found by SMTP address lookup",
    ),
    (550, "No such user here"),
    (551, "5.1.6 mailbox has moved"),
    (553, "5.1.2 Host unknown (Name server: kunta.example: host not found)"),
    (550, "5.1.1 <full.quota.rate@kunta.example> unknown"),
    (550, "Invalid recipient"),
    (550, "5.1.1 mail.storage-size.example: no such user"),
    (550, "No such user here - see https://limits.example/quota"),
]
WAIT = [
    ("quota", 552, "5.2.2 mailbox full"),
    ("quota", 550, "5.2.2 The email account that you tried to reach is over quota"),
    ("quota", 554, "5.1.1 user is over quota"),
    ("quota", 552, "Requested mail action aborted: exceeded storage allocation"),
    ("quota", 452, "4.2.2 The recipient's inbox is out of storage space"),
    ("quota", 550, "5.2.2"),
    ("rate", 550, "5.4.5 Daily user sending limit exceeded"),
    ("rate", 554, "5.7.1 Too many messages, slow down"),
    ("rate", 421, "4.7.28 Our system has detected an unusual rate of mail"),
    ("rate", 550, "5.7.1 rate-limited"),
    ("greylisted", 554, "5.7.1 Greylisted, please try again later"),
    ("greylisted", 451, "4.7.1 Graylisting in action"),
    ("greylisted", 550, "5.1.1 recipient grey listed"),
    ("too_large", 552, "5.3.4 Message size exceeds fixed limit"),
    ("too_large", 552, "Message too large"),
    ("put_off", 450, "4.1.1 unknown user"),
    ("put_off", 550, "4.7.0 temporary trouble"),
    ("put_off", 451, "Local error in processing"),
    ("put_off", 554, "5.7.1 try again later"),
    ("put_off", 550, "5.1.1 recipient temporarily unavailable"),
    ("put_off", 550, "5.2.0 mailbox busy, please retry in 15 minutes"),
    ("refused", 550, "5.7.1 Unable to relay"),
    ("refused", 554, "5.7.1 Refused for its content"),
    ("refused", 550, "Verification failed: no such user: sender verify failed"),
    ("refused", 550, "5.2.1 mailbox disabled"),
    ("refused", 550, ""),
]


@pytest.mark.parametrize("code, text", GONE)
def test_a_mail_ends_where_the_server_says_that_there_is_no_such_address(code: int, text: str) -> None:
    reply = read(code, text)
    assert (reply.reason, reply.is_final) == ("no_such_address", True)
    assert "@" not in reply.digits


@pytest.mark.parametrize("reason, code, text", WAIT)
def test_whatever_else_a_server_says_the_mail_waits_whatever_the_digits(
    reason: str, code: int, text: str
) -> None:
    reply = read(code, text)
    assert (reply.reason, reply.is_final) == (reason, False)


def test_only_the_digits_of_a_reply_are_kept() -> None:
    assert read(550, "5.1.1 <aino@kunta.example> no such user").digits == "550 5.1.1"
    assert read(552, "aino@kunta.example is full").digits == "552"


def test_a_mail_waits_for_minutes_and_then_for_hours() -> None:
    assert delay(1) == timedelta(minutes=5)
    assert [delay(tries) for tries in (6, 7, 100)] == [
        timedelta(hours=2, minutes=40),
        *[timedelta(hours=4)] * 2,
    ]
    assert sum((delay(tries) for tries in range(1, 40)), timedelta()) > TRIED_FOR
