"""What the fork server loads is named by words, which a move of a module does not follow by itself."""

from importlib.util import find_spec

import pytest

from deploy.running.fork_server.server import LIBRARIES

OURS = [name for name in LIBRARIES if name.startswith(("services.", "workflows."))]


@pytest.mark.parametrize("module", OURS)
def test_every_module_of_ours_that_it_loads_is_there(module):
    assert find_spec(module) is not None


def test_it_loads_what_all_services_stand_on():
    assert len(OURS) >= 3
