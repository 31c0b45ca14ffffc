"""The mails that one machine has caught, by the ids that their senders gave them."""

import email
from pathlib import Path


def ids_of_mails(folder: Path) -> list[str]:
    """Of each mail the part of its Message-ID before the @; of one without, its file's name: it is nobody's copy."""
    ids: list[str] = []
    for file in sorted(folder.glob("*.eml")):
        with file.open("rb") as opened:
            said = email.message_from_binary_file(opened)["Message-ID"]
        ids.append(str(said).strip().strip("<>").split("@")[0] if said else file.stem)
    return ids
