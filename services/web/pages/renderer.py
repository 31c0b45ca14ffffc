"""Templates: one environment a language, compiled once for all; what is undefined is a fault, not an empty place."""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple, TypeVar

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from services.messages.values import Language
from services.web.pages import labels, postal
from services.web.pages.languages import LANGUAGES, NAMES, translations
from services.web.pages.numbers import with_numbers
from services.wording.formats import Formats
from services.wording.ordering import by_family_name, by_name

T = TypeVar("T")
HERE = Path(__file__).parents[1]
STATIC = HERE / "static"
_FORMATS = (
    "day", "iso_day", "short_day", "month", "hour", "time", "moment", "deadline", "waited", "euros", "number",
    "decimal", "percent", "iban",
)  # fmt: skip
"""Filters: a reader's own way of writing."""


_OF_EVERY_PAGE = frozenset({"language", "languages", "local_profile", "asset", "options"})


class Renderer:
    """package: the folder of the door's own templates and catalogues; the ground's lie below them."""

    def __init__(self, package: Path, *, local_profile: bool, more: Sequence[Path] = ()) -> None:
        homes = (package, *more, HERE)
        self._catalogues = tuple(home / "locale" for home in homes)
        self._environments = {one: _environment(homes, one, local_profile) for one in LANGUAGES}

    def page(self, language: Language, template: str, /, **context: Any) -> str:
        """TypeError: a page's word would take the place of one that every page is written with."""
        if taken := _OF_EVERY_PAGE & context.keys():
            raise TypeError(f"{template}: {', '.join(sorted(taken))} is the layout's own")
        return self._environments[language].get_template(template).render(context)

    def text(self, language: Language, message: str) -> str:
        """One marked text."""
        return _words(language, self._catalogues).gettext(message)

    def label(self, language: Language, kind: str, value: str) -> str:
        return labels.label(kind, value, language, _words(language, self._catalogues).gettext)

    def plural(self, language: Language, one: str, many: str, number: int) -> str:
        return _words(language, self._catalogues).ngettext(one, many, number)


class CompiledOnce(BytecodeCache):
    """Keeps in memory what a template was compiled to, for every language and door of this process."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key, bucket.checksum] = bucket.code


_COMPILED = CompiledOnce()


def template_folders(home: Path) -> list[Path]:
    """The package's own and those of its rooms."""
    return sorted(home.rglob("templates"))


@cache
def _environment(homes: tuple[Path, ...], language: Language, local_profile: bool) -> Environment:
    """The same for every door that is opened on the same folders."""
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(template_folders(home)) for home in homes]),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )
    words = _words(language, tuple(home / "locale" for home in homes))
    environment.install_gettext_callables(*words, newstyle=True)  # type: ignore[attr-defined]
    formats = Formats(language)
    for name in _FORMATS:
        environment.filters[name] = _of_the_reader(getattr(formats, name))
    environment.filters["label"] = _of_the_reader(
        lambda value, kind: labels.label(kind, value, language, words.gettext)
    )
    environment.filters |= _orders(language, environment)
    environment.filters["postal"] = _of_the_reader(
        lambda address: postal.in_one_line(
            address, lambda country: labels.label("country", country, language, words.gettext)
        )
    )
    environment.globals["options"] = lambda kind: labels.options(kind, language, words.gettext)
    environment.globals.update(language=language, languages=NAMES, local_profile=local_profile, asset=asset)
    return environment


def _orders(language: Language, environment: Environment) -> dict[str, Any]:
    """Ways to put what has names in the reader's order."""
    return {
        "by_name": _of_the_reader(
            lambda items, name="name": by_name(
                items, language, lambda one: str(environment.getattr(one, name))
            )
        ),
        "by_family_name": _of_the_reader(lambda people: by_family_name(people, language, lambda one: one)),
    }


class _Words(NamedTuple):
    """gettext: with the numbers that a text names filled in."""

    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]


def _words(language: Language, folders: tuple[Path, ...]) -> _Words:
    catalogue = translations(language, folders)
    return _Words(lambda text: with_numbers(catalogue.gettext(text)), catalogue.ngettext)


def _of_the_reader(filter: Callable[..., T]) -> Callable[..., T]:
    """Works at each rendering, also on a constant: what is compiled is the same in every language."""

    @pass_context
    def at_rendering(_context: Context, *values: Any) -> T:
        return filter(*values)

    return at_rendering


@cache
def asset(path: str) -> str:
    """The address of a file under `static/`, with its hash, so that browsers may keep it for good."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={digest}"
