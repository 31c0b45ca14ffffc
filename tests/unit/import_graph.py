"""Which module imports which, read once for all tests that ask."""

from functools import cache

import grimp


@cache
def imports() -> grimp.ImportGraph:
    """Of the house, with the packages that it takes from elsewhere. Planting is for copies of it."""
    return grimp.build_graph(
        "services", "workflows", "deploy", include_external_packages=True, cache_dir=None
    )
