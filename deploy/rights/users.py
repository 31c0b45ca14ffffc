"""The broker's accounts and users as it reads them: public keys and the table, in the words of its settings."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy.rights.accounts import OF_THE_BROKER, Account, Taken, accounts, answers_many
from deploy.rights.table import ANSWERED_WITHIN, Rights, table
from deploy.streams import ACCOUNT as STREAMS
from services.runtime.broker import nkeys
from services.runtime.broker.jetstream import API

_HOLDS_STREAMS = f'    jetstream: enabled\n    mappings: {{"{API}.>": "{OF_THE_BROKER}.>"}}'


def with_users(settings: str, seeds: Path, *, local: bool) -> str:
    """The broker's whole settings. seeds: the folder of `keys.make_seeds`; what is written holds no secret."""
    rights = table(local=local)
    each = "\n".join(
        _account(name, one, nkeys.public_key(nkeys.read(seeds / f"{one.user}.nk")), rights[one.user])
        for name, one in accounts(rights).items()
    )
    return f"{settings}\n# Written by deploy/rights: who may say and hear what.\naccounts {{\n{each}\n}}\n"


def _account(name: str, account: Account, key: str, rights: Rights) -> str:
    parts = [_HOLDS_STREAMS] if name == STREAMS else []
    parts.append(f"    users: [{_user(key, rights)}]")
    parts.append(_list("exports", _given(account)))
    parts.append(_list("imports", _taken(account)))
    return f"  {name} {{\n" + "\n".join(parts) + "\n  }"


def _list(name: str, lines: Iterable[str]) -> str:
    return f"    {name}: [\n" + "".join(f"      {line}\n" for line in lines) + "    ]"


def _user(key: str, rights: Rights) -> str:
    return (
        f"{{nkey: {key}, permissions: {{\n"
        f"      publish: {{allow: [{_words(rights.publish)}]}}\n"
        f"      subscribe: {{allow: [{_words(rights.subscribe)}]}}\n"
        f'      allow_responses: {{max: 1, expires: "{ANSWERED_WITHIN}"}}\n    }}}}'
    )


def _given(account: Account) -> Iterator[str]:
    for subject in account.answers:
        yield f"{{service: {json.dumps(subject)}{', response: stream' if answers_many(subject) else ''}}}"
    for subject in account.tells:
        yield f"{{stream: {json.dumps(subject)}}}"


def _taken(account: Account) -> Iterator[str]:
    for kind, taken in (("service", account.asks), ("stream", account.hears)):
        yield from (_import(kind, one) for one in taken)


def _import(kind: str, taken: Taken) -> str:
    here = f", to: {json.dumps(taken.to)}" if taken.to else ""
    return f"{{{kind}: {{account: {taken.account}, subject: {json.dumps(taken.subject)}}}{here}}}"


def _words(subjects: Iterable[str]) -> str:
    return ", ".join(map(json.dumps, subjects))
