"""`server MODULES...`: imports once what all of ours need, then forks a child for each order.

Orders are JSON lines on its standard input, what becomes of them are JSON lines on its standard output:
{"order": 7, "pid": 4711}, and when that child has ended {"pid": 4711, "code": -9}. It has one thread, no event loop
and no connection, as nothing of these survives a fork; its children die with it. Linux only. The other end of the
pipes is client.py. MODULES are those that it may be asked for; they make room for the names of its children.
"""

import ctypes
import dataclasses
import gc
import importlib
import json
import os
import select
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.running.die_with_parent import SET_PARENT_DEATH_SIGNAL
from deploy.running.fork_server.programs import find, run
from deploy.running.fork_server.warming import warm
from services.runtime.finding_handlers import find_handlers
from services.runtime.memory import keep_what_is_here, take_from_one_place
from services.web.opening import addresses_of

LIBRARIES = (
    "asyncpg",
    "authlib.oidc.core",
    "babel.messages.pofile",
    "cryptography.hazmat.backends.openssl.backend",
    "cryptography.hazmat.primitives.ciphers.aead",
    "fastapi",
    "nats.js",
    "holidays.countries.finland",
    "holidays.financial.european_central_bank",
    "httpx",
    "icalendar",
    "aiosmtpd.smtp",
    "aiosmtplib",
    "jinja2.ext",
    "joserfc.jwt",
    "services.runtime.service",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "sqlmodel",
    "stdnum",
    "temporalio.client",
    "temporalio.contrib.pydantic",
    "temporalio.worker.workflow_sandbox",
    "uvloop",
    "uvicorn.lifespan.off",
    "webauthn",
    "workflows.activities",
    "workflows.billing.run",
    "workflows.clock_moves",
    "workflows.handlers",
    "workflows.lost.ended_from_outside",
    "workflows.running_processes",
    "workflows.supervision.process",
)
"""What takes long to import; one that is missing here costs its service the time, and nothing else."""

OURS = "services."

ORDERS = sys.__stdin__.fileno() if sys.__stdin__ else 0


@dataclasses.dataclass(frozen=True)
class Order:
    """Run `module` as `python -m` would, with this environment and no other, its words going to the log."""

    number: int
    module: str
    log: str
    environment: Mapping[str, str]


class Reports:
    """What the platform hears of."""

    def __init__(self) -> None:
        self._out = os.dup(1)
        os.dup2(2, 1)  # a library that prints must not be taken for a report

    def say(self, **fields: object) -> None:
        os.write(self._out, json.dumps(fields).encode() + b"\n")

    def close(self) -> None:
        os.close(self._out)


def load(modules: Sequence[str]) -> None:
    """The libraries, and what each service is made of, whose messages all of them know."""
    for library in LIBRARIES:
        importlib.import_module(library)
    for module in modules:
        find(module)
        if module.startswith(OURS):
            app = importlib.import_module(f"{module}.app")
            find_handlers(module.removeprefix(OURS), app.handlers)
            if pages := getattr(app, "pages", None):
                addresses_of(pages)


def serve(reports: Reports) -> Order | None:
    """Forks and buries until nobody gives orders any more (None). In each child it returns the child's order."""
    hears, wakes = os.pipe()
    for end in (hears, wakes):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    said = b""
    while True:
        readable, _, _ = select.select([ORDERS, hears], [], [])
        if hears in readable:
            os.read(hears, 4096)
            bury(reports)
        if ORDERS not in readable:
            continue
        more = os.read(ORDERS, 1 << 16)
        if not more:
            return None
        *lines, said = (said + more).split(b"\n")
        for order in (Order(**json.loads(line)) for line in lines):
            if not fork(order, reports):
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                os.close(hears)
                os.close(wakes)
                return order


def fork(order: Order, reports: Reports) -> bool:
    """False in the child, which dies with us from its first moment on."""
    assert threading.active_count() == 1 and len(os.listdir("/proc/self/task")) == 1
    parent = os.getpid()
    try:
        pid = os.fork()
    except OSError as error:  # too many processes, too little memory: the children that live shall go on
        reports.say(order=order.number, error=str(error))
        return True
    if pid:
        reports.say(order=order.number, pid=pid)
        return True
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before the kernel could be told
        os._exit(1)
    reports.close()
    return False


def bury(reports: Reports) -> None:
    """Every child that has ended by now."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        reports.say(pid=pid, code=os.waitstatus_to_exitcode(status))


def settle(order: Order) -> None:
    """In the child: a session, an environment, a name and a log of its own."""
    os.setsid()
    log = os.open(order.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(ours, theirs)
    os.closerange(3, max(log, nothing) + 1)
    # Whoever runs in it says what a signal does: no words of Python's for the time until then.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(order.environment)
    show((sys.executable, "-m", order.module), order.environment)


def show(words: tuple[str, ...], environment: Mapping[str, str]) -> None:
    """Puts both where `ps` and /proc/PID look for them: in the memory that this server was started with.

    Nobody else reads that memory by now. What does not fit is left out. Source: proc_pid_stat(5), fields 48 to 51.
    """
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    words_from, words_to, told_from, told_to = map(int, fields[45:49])
    told = [f"{name}={value}" for name, value in environment.items()]
    for start, end, texts in ((words_from, words_to, words), (told_from, told_to, told)):
        content = b"".join(os.fsencode(text) + b"\0" for text in texts)[: end - start - 1]
        ctypes.memset(start, 0, end - start)
        ctypes.memmove(start, content, len(content))


if __name__ == "__main__":
    reports = Reports()
    gc.disable()  # what is loaded stays: looked through again and again, it took a sixth of the time
    load(sys.argv[1:])
    warm()
    # What loading has left over is not collected: that takes a third of a second and makes more holes, and a child that
    # fills a hole copies all that is around it.
    take_from_one_place()
    keep_what_is_here()
    reports.say(ready=True)
    order = serve(reports)
    if order is not None:
        settle(order)
        gc.enable()
        run(order.module)
