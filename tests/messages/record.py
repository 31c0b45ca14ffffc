"""`python -m tests.messages.record`: writes schemas, listeners and askers anew, and what a new message lacks.

That is an example of an event, and the message's name in the map of `services/__init__.py`.
A recorded example is never changed: what was once said must be understood for ever.
"""

from deploy.rights import asked
from tests.messages import hearing, service_map
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
    hearing.FILE.write_text(as_text(hearing.who_hears()))
    asked.FILE.write_text(as_text(asked.found()))
    service_map.FILE.write_text(service_map.with_new_messages(service_map.FILE.read_text()))


if __name__ == "__main__":
    record()
