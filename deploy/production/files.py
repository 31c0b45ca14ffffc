"""The files that an administrator fills in, each setting with its words. Pure: texts from the table."""

from collections.abc import Iterable

from deploy.production.told import COMMON, OWN, Told, programs, secrets_of


def environment_files() -> dict[str, str]:
    """File name -> text: what all programs are told, and what one alone is."""
    told = {"common.env": _lines(COMMON)}
    return told | {f"{name}.env": _lines(own) for name, own in OWN.items()}


def secret_files() -> dict[str, str]:
    """File name -> what belongs into it; the files themselves hold nothing but the value."""
    return {
        f"secrets/{process.name}/{one.name}": one.words.replace("NAME", process.name)
        for process in programs()
        for one in secrets_of(process)
    }


def _lines(told: Iterable[Told]) -> str:
    return "\n".join(f"# {one.words}\n{'' if one.default else '#'}{one.name}={one.default}\n" for one in told)
