"""`python -m tests.messages.record`: writes the schemas anew, and an example of each event that has none.

A recorded example is never changed: what was once said must be understood for ever.
"""

from tests.messages.schemas import (
    MODULES,
    as_text,
    every_event,
    example_file,
    example_of,
    schema_file,
    schemas_of,
)


def record() -> None:
    for module in MODULES:
        schema_file(module).parent.mkdir(exist_ok=True)
        schema_file(module).write_text(as_text(schemas_of(module)))
    for service, name, kind in every_event():
        file = example_file(service, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_text(as_text(example_of(kind)))


if __name__ == "__main__":
    record()
