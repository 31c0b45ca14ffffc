"""Whether the outside authority that is to say the time of seals does: asked for one, of a hash of nothing.

Standard library only; how it is asked is asked of the environment's Python (`deploy/checkout/seal_time.py`).
"""

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from deploy import CHECKOUT
from deploy.checkout.mail_check import Said

AUTHORITY = "LUOTSI_SEAL_AUTHORITY_URL"
_WHAT = "seal's time"
PATIENCE_S = 20
"""A program waits longer; here somebody sits before it."""


def look(python: Path | None, told: Mapping[str, str] = os.environ) -> Iterator[Said]:
    """python: the environment's."""
    url = told.get(AUTHORITY, "")
    if not url:
        yield (
            _WHAT,
            True,
            f"our own clock says it, which proves nothing to others; {AUTHORITY} names who does",
            "",
        )
    elif python is None:
        yield _WHAT, True, "looked at once the environment is there", ""
    elif said := _time_of(python, url):
        yield _WHAT, True, f"{url} says {said}", ""
    else:
        remedy = f"look at {AUTHORITY}, and whether a firewall is between; signed papers wait for it unsealed"
        yield _WHAT, False, f"{url} gave no time", remedy


def _time_of(python: Path, url: str) -> str:
    """Empty: none was given."""
    try:
        asked = subprocess.run(
            [str(python), "-m", "deploy.checkout.seal_time", url],
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
    except subprocess.TimeoutExpired:
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""
