"""Counts of the mails: those that were sent, and those that arrived."""

from deploy.operating.counted import Figures
from deploy.operating.mails import ids_of_mails
from deploy.operating.row_counts import Rows
from deploy.operating.which import Where
from services.messages.keep_times import LETTERS
from services.runtime.clock import clock_from

MAILS = "SELECT notice_id::text FROM notice UNION ALL SELECT mail_id::text FROM sign_in_mail"


MAILS_SENT = """SELECT notice_id::text FROM notice WHERE status = 'sent' AND gathered_in IS NULL
                 UNION ALL SELECT mail_id::text FROM sign_in_mail WHERE status = 'sent'"""


async def count_mails(where: Where, rows: Rows, found: Figures) -> None:
    """By their ids, which are their rows': a copy with the same id is no second mail, one without a row is.

    A mail whose row says otherwise than sent is the row's own: a kill came between the two. Rows of old mails are
    forgotten, the mails that this machine has caught are not. Elsewhere none is caught: those are counted that were
    handed to a mail server.
    """
    if where.mail is None:
        found.mails = len(await rows.fetch("notices", MAILS_SENT))
        return
    sent = set(await rows.fetch("notices", MAILS_SENT))
    arrived = ids_of_mails(where.mail)
    written = set(await rows.fetch("notices", MAILS))
    found.mails, found.mail_copies = len(set(arrived)), len(arrived) - len(set(arrived))
    now = clock_from("local", where.clock_file).now()
    found.duplicates += len(set(ids_of_mails(where.mail, now - LETTERS)) - written)
    found.lost += len(sent - set(arrived))
