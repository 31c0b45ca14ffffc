"""The broker's users as it reads them: public keys and the table, in the words of its settings."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from deploy.rights.table import ANSWERED_WITHIN, Rights, table
from services.runtime.broker import nkeys


def with_users(settings: str, seeds: Path, *, local: bool) -> str:
    """The broker's whole settings. seeds: the folder of `keys.make_seeds`; what is written holds no secret."""
    keys = {name: nkeys.public_key(nkeys.read(seeds / f"{name}.nk")) for name in table(local=local)}
    return f"{settings}\n{_users(table(local=local), keys)}"


def _users(rights: Mapping[str, Rights], keys: Mapping[str, str]) -> str:
    each = "\n".join(_user(name, keys[name], one) for name, one in rights.items())
    return f"# Written by deploy/rights: who may say and hear what.\nauthorization {{\n  users: [\n{each}\n  ]\n}}\n"


def _user(name: str, key: str, rights: Rights) -> str:
    answers = f'allow_responses: {{max: 1, expires: "{ANSWERED_WITHIN}"}}'
    return (
        f"    # {name}\n    {{nkey: {key}, permissions: {{\n"
        f"      publish: {{allow: [{_words(rights.publish)}]}}\n"
        f"      subscribe: {{allow: [{_words(rights.subscribe)}]}}\n"
        f"      {answers}\n    }}}}"
    )


def _words(subjects: Iterable[str]) -> str:
    return ", ".join(map(json.dumps, subjects))
