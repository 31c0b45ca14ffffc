"""Which release this is: what every service reports, and pyproject.toml says (a test holds them together)."""

VERSION = "0.1.0"


def number_of(release: str) -> tuple[int, ...]:
    """What two releases are compared by: 0.10.0 is newer than 0.9.0. Raises ValueError where it is none."""
    return tuple(int(part) for part in release.split("."))
