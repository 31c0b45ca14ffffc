"""Whether the schema is there that Finvoices are held against before they get a number: it is not ours to give along.

Standard library only.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from deploy.checkout.mail_check import Said

DATA = "LUOTSI_EINVOICE_DATA"
_FILE = Path("finvoice") / "Finvoice3.0.xsd"
_WHAT = "e-invoices"
_FROM = "Finance Finland publishes it"


def look(told: Mapping[str, str] = os.environ) -> Iterator[Said]:
    """Without a folder nothing is wrong: invoices are made all the same."""
    folder = told.get(DATA, "")
    if not folder:
        said = f"Finvoices are held against our own rules alone; {DATA} names the folder of {_FILE} ({_FROM})"
        yield _WHAT, True, said, ""
    elif (Path(folder) / _FILE).is_file():
        yield _WHAT, True, f"Finvoices are held against {Path(folder) / _FILE}", ""
    else:
        remedy = f"put the schema there ({_FROM}), or name no folder; until then invoices are made without it"
        yield _WHAT, False, f"{Path(folder) / _FILE} is not there", remedy
