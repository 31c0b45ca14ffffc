"""Programs as `python -m` runs them, found before the child is born that runs one: to look for it is many steps."""

import sys
from functools import cache
from importlib.abc import InspectLoader
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from types import CodeType

MAIN = "__main__"


@cache
def find(module: str) -> tuple[ModuleSpec, CodeType]:
    """A module, or the `__main__` of a package. Raises ImportError."""
    spec = find_spec(module)
    if spec is not None and spec.submodule_search_locations is not None:
        return find(f"{module}.{MAIN}")
    code = spec.loader.get_code(spec.name) if spec and isinstance(spec.loader, InspectLoader) else None
    if spec is None or code is None:
        raise ModuleNotFoundError(f"No module named {module}")
    return spec, code


def run(module: str) -> None:
    """As the program that this process is."""
    spec, code = find(module)
    program = module_from_spec(spec)
    program.__name__ = MAIN
    sys.modules[MAIN] = program
    sys.argv = [str(spec.origin)]
    exec(code, program.__dict__)
