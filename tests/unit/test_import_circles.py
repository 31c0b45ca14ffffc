"""No more than two files import each other, and none of the runtime do."""

from collections.abc import Iterator

from tests.unit.import_graph import imports


def test_circles_are_of_two_files_at_most_and_the_runtime_has_none() -> None:
    graph = imports()
    for circle in circles(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    ):
        assert len(circle) <= 2, sorted(circle)
        assert not any(module.startswith("services.runtime") for module in circle), sorted(circle)


def test_a_circle_is_found() -> None:
    assert list(circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == [{"a", "b", "c"}]


def circles(imports: dict[str, set[str]]) -> Iterator[set[str]]:
    """Each set of modules that reach one another, of more than one."""
    reached = {module: _reached_from(module, imports) for module in imports}
    seen: set[str] = set()
    for module, beyond in reached.items():
        circle = {module} | {other for other in beyond if module in reached[other]}
        if len(circle) > 1 and module not in seen:
            seen |= circle
            yield circle


def _reached_from(module: str, imports: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = [module]
    while ahead:
        for one in imports[ahead.pop()] - reached:
            reached.add(one)
            ahead.append(one)
    return reached
