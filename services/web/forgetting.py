"""What no door keeps for good; see `services/messages/keep_times.py`."""

from services.messages.keep_times import KNOWN_BROWSERS, LIMITS, REFUSED_CODES, SIGNED_IN
from services.runtime.storage.forgetting import Old
from services.web.tables import known_browser, rate_bucket, refused_code, web_session

OF_A_DOOR = (
    Old(web_session, web_session.c.seen_at, SIGNED_IN),
    Old(refused_code, refused_code.c.day, REFUSED_CODES),
    Old(known_browser, known_browser.c.signed_in_at, KNOWN_BROWSERS),
    Old(rate_bucket, rate_bucket.c.at, LIMITS),
)
