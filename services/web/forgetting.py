"""What no door keeps for good; see `services/messages/keep_times.py`."""

from services.messages.keep_times import LIMITS, REFUSED_CODES, SIGNED_IN
from services.runtime.storage.forgetting import Old
from services.web.tables import rate_bucket, refused_code, web_session

OF_A_DOOR = (
    Old(web_session, web_session.c.seen_at, SIGNED_IN),
    Old(refused_code, refused_code.c.day, REFUSED_CODES),
    Old(rate_bucket, rate_bucket.c.at, LIMITS),
)
