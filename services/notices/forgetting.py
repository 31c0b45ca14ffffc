"""Which letters are not kept for good; see `services/messages/keep_times.py`.

What waits or could not be delivered stays until somebody has seen to it.
"""

import sqlalchemy as sa

from services.messages.keep_times import LETTERS
from services.notices.tables import Notice, SignInMail
from services.runtime.storage.database import among
from services.runtime.storage.forgetting import Old

_notice: sa.Table = Notice.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_code: sa.Table = SignInMail.__table__  # type: ignore[attr-defined]

OF_LETTERS = (
    Old(
        _notice,
        sa.func.coalesce(_notice.c.sent_at, _notice.c.not_before),
        LETTERS,
        which=among(_notice.c.status, ("sent", "dropped")),
        by_the_platform=True,
    ),
    Old(_code, _code.c.ended_at, LETTERS),
)
