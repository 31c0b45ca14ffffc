"""Where the schemas lie that are not ours to give along."""

from pathlib import Path

from services.messages.billing import DocumentFormat

_FINVOICE = Path("finvoice") / "Finvoice3.0.xsd"


def finvoice(folder: Path | None) -> Path | None:
    """folder: as a setting says; none where it has no such file."""
    file = folder / _FINVOICE if folder else None
    return file if file and file.is_file() else None


def missing(folder: Path | None) -> list[DocumentFormat]:
    """Of which formats; UBL's come with a package."""
    return [] if finvoice(folder) else ["finvoice"]
