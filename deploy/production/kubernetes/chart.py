"""A chart of our own objects alone, from the list: `python -m deploy.production.kubernetes.chart` writes it anew.

Servers are elsewhere, as on a machine of one's own, and no other chart is needed. What differs from cluster to cluster
are values; what a program is told, handed and allowed follows from the list, as in docker-compose.yml.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from deploy import CHECKOUT
from deploy.production.kubernetes.objects import Object, objects
from deploy.production.told import COMMON, OWN, PORTS, Told
from services.runtime.version import VERSION

FOLDER = CHECKOUT / "deploy" / "production" / "kubernetes" / "luotsi"
MADE = (
    "# Made by `python -m deploy.production.kubernetes.chart` from the list of programs; a test holds it.\n"
)
_CHART = f"""\
apiVersion: v2
name: luotsi
description: The programs of Luotsi. PostgreSQL, NATS, Temporal and the mail server are elsewhere.
type: application
version: {VERSION}
appVersion: "{VERSION}"
kubeVersion: ">=1.28.0-0"
"""
_VALUES = """\
image:
  repository: luotsi
  tag: "{version}"
  pullPolicy: IfNotPresent

# Under which names browsers reach the doors; tls: the Secret with the certificate of both.
hosts:
{hosts}
ingress:
  className: nginx
  tls: luotsi-tls
  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: {most}
    nginx.ingress.kubernetes.io/proxy-buffering: "off"
    nginx.ingress.kubernetes.io/limit-connections: "{share}"
    nginx.ingress.kubernetes.io/proxy-read-timeout: "{open}"

# Where the servers listen, so that programs may reach these ports and no others; a mail server and the operators of
# e-invoices are reached at any.
ports:
  nats: 4222
  postgres: 5432
  temporal: 7233

# Tables and streams are made before the programs of a release are installed; false: by jobs beside them.
hooks: true

# How many of a program run; one that is not named runs once.
replicas: {{}}

# The ConfigMap with certificates by which servers are believed, mounted at /etc/luotsi/tls; none: those of the image.
certificates: ""

# Room for e-invoices that no operator takes.
einvoices:
  size: 1Gi
  storageClassName: ""

# What every program is told.
settings:
{settings}
# What one of them is told besides.
own:
{own}"""
_SENTINEL = re.compile(r"^( *)((?:- )?(?:[\w./-]+: )?)'?<<(.+?)>>'?$", re.MULTILINE)


def chart() -> dict[str, str]:
    """Path below the chart's folder -> text."""
    written = {"Chart.yaml": MADE + _CHART, "values.yaml": MADE + values()}
    return written | {f"templates/{name}.yaml": MADE + template(made) for name, made in objects().items()}


def values() -> str:
    from deploy.production.proxy import MOST_OF_ONE, MOST_SENT, STAYS_OPEN_S

    own = "".join(f"  {name}:\n{_lines(told, 4)}" for name, told in sorted(OWN.items()))
    hosts = "".join(f'  {door}: ""\n' for door in PORTS)
    return _VALUES.format(
        version=VERSION,
        hosts=hosts,
        most=MOST_SENT,
        open=STAYS_OPEN_S,
        share=MOST_OF_ONE,
        settings=_lines(COMMON, 2),
        own=own,
    )


def _lines(told: Iterable[Told], indent: int) -> str:
    """Those without a default are comments: who needs one takes the mark away."""
    room = " " * indent
    return "".join(
        f'{room}# {one.words}\n{room}{"" if one.default else "# "}{one.name}: "{one.default}"\n'
        for one in told
    )


def template(made: Iterable[Object]) -> str:
    """Objects as YAML, and what is marked in them as what Helm fills in."""
    import yaml  # of the developers' tools: a platform needs none

    class Whole(yaml.SafeDumper):
        """No anchors: each object is read by itself."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    texts = [yaml.dump(one, Dumper=Whole, sort_keys=False, width=1000, allow_unicode=True) for one in made]
    return "---\n".join(_SENTINEL.sub(_filled_in, text) for text in texts)


def _filled_in(found: re.Match[str]) -> str:
    """A word is put where it stands; lines are put as deep as their mark."""
    room, key, words = found[1], found[2], found[3].replace("''", "'")
    if words.startswith(";;"):
        return "\n".join(f"{room}{line}" for line in words.removeprefix(";;").split(";;"))
    return f"{room}{key}{words}"


def write(folder: Path) -> None:
    for name, text in chart().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
