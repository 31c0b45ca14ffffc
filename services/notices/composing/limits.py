"""Until when the session of a reminder may be called off or moved for nothing, as long as that is still so."""

from datetime import datetime
from typing import Any

from services.notices.wording import wording
from services.notices.writing import read


def free_limit(notice: Any, language: str, now: datetime) -> str:
    """A line, in the reader's language; empty where that time is over, or it always costs, or it is another letter.

    Of one that came in the place of what its supervisor called off nothing is said of moving: once that costs nothing
    at any time.
    """
    limit = read(notice.facts).get("free_until_at")
    if not isinstance(limit, datetime) or limit <= now:
        return ""
    words = wording(language)
    came_instead = notice.facts.get("calendar_uid") not in (None, notice.facts.get("session_id"))
    said = words.word("reminding", "off_until" if came_instead else "free_until")
    return words.fill(said, {"free_until_at": limit})
