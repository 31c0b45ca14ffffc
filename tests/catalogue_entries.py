"""Writes what the catalogues lack, without a translation: `.venv/bin/python -m tests.catalogue_entries`.

Each new text goes, in both languages, into the file of its package's `locale/<language>/` that has most of its
neighbours: the other texts of the same source file or, failing that, of its folder, or of the one above. The suite is
red until somebody has translated it.
"""

from pathlib import Path

from tests.catalogues import LANGUAGES, PACKAGES, Id, Used, entry, files, ids_in, missing, used


def write() -> list[Path]:
    """The files that were written to."""
    new = [
        (home_of(package, language, one), one)
        for package in PACKAGES
        for language in LANGUAGES
        for one in missing(package, language)
    ]
    for file, one in new:
        with file.open("a") as opened:
            opened.write("\n" + entry(one, with_places=False))
    return sorted({file for file, _ in new})


def home_of(package: str, language: str, new: Used) -> Path:
    nearby = Path(new.places[0][0])
    while not (home := _with_most(package, language, _said_below(package, nearby))):
        nearby = nearby.parent
    return home


def _said_below(package: str, source: Path) -> set[Id]:
    """source: a file, or a folder with all that is in it."""
    exactly, below = str(source), "" if source == Path() else f"{source}/"
    return {
        text
        for text, one in used(package).items()
        if any(path == exactly or path.startswith(below) for path, _ in one.places)
    }


def _with_most(package: str, language: str, texts: set[Id]) -> Path | None:
    counted = {file: len(ids_in(catalogue) & texts) for file, catalogue in files(package, language).items()}
    most = max(counted, key=lambda file: counted[file])
    return most if counted[most] else None


if __name__ == "__main__":
    for written in write():
        print(f"translate: {written.relative_to(PACKAGES['ground'].parents[1])}")
