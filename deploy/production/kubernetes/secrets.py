"""`python -m deploy.production.kubernetes.secrets FOLDER`: the chart's Secrets, of a folder that `install` wrote.

Printed for `kubectl apply -f -`, and nowhere else: one a program with its own secrets and keys alone, and one
for whoever declares the streams.
"""

import base64
import json
import sys
from pathlib import Path

from deploy.machine.keys import OPERATOR, SEEDS
from deploy.production.kubernetes.objects import Object, secret_of
from deploy.production.told import programs, secrets_of


def secrets_in(folder: Path) -> list[Object]:
    """Raises OSError where the folder lacks one."""
    keys = folder / "keys"
    made = []
    for process in programs():
        own = [folder / "secrets" / process.name / one.name for one in secrets_of(process)]
        files = {file.name: file for file in (*own, *(keys / name for name in process.keys))}
        made.append(_secret(process.name, files | {"seed.nk": keys / SEEDS / f"{process.name}.nk"}))
    return [*made, _secret(OPERATOR, {"seed.nk": keys / SEEDS / f"{OPERATOR}.nk"})]


def _secret(name: str, files: dict[str, Path]) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": secret_of(name), "labels": {"app.kubernetes.io/name": "luotsi"}},
        "type": "Opaque",
        "data": {key: base64.b64encode(file.read_bytes()).decode() for key, file in files.items()},
    }


if __name__ == "__main__":
    print(json.dumps({"apiVersion": "v1", "kind": "List", "items": secrets_in(Path(sys.argv[1]))}))
