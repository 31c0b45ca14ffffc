"""docs/operating.md tells what the code knows of Temporal's namespace; the rest of its commands a trial types."""

from deploy import CHECKOUT
from deploy.production.installing import of_temporal
from tests.e2e.stranger.page import Page


def test_the_page_makes_temporals_namespace_as_the_code_wants_it() -> None:
    typed = Page(CHECKOUT / "docs" / "operating.md").commands("A machine of your own")
    assert [command for command in typed if command.startswith("temporal")] == list(of_temporal())
