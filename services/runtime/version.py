"""Which release this is: what every service reports, and pyproject.toml says (a test holds them together)."""

VERSION = "0.1.0"
