"""What looking at a file came to."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Checked(BaseModel):
    """none: it has no seal of ours. broken: what our seal covers has been changed.

    whole: the seal covers the whole file; otherwise something was put behind it. covered_sha256: of what it covers.
    label: what the seal calls the paper.
    """

    model_config = ConfigDict(frozen=True)
    seal: Literal["none", "broken", "holds"]
    whole: bool = False
    covered_sha256: str = ""
    label: str = ""
