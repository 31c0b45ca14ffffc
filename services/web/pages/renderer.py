"""Templates: one environment a language, made once; what is undefined is a fault, not an empty place."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from services.messages.values import Language
from services.web.pages import labels
from services.web.pages.languages import LANGUAGES, NAMES, translations
from services.wording.formats import Formats

HERE = Path(__file__).parents[1]
STATIC = HERE / "static"


class Renderer:
    """package: the folder of the door's own templates and catalogues; the ground's lie below them."""

    def __init__(self, package: Path, *, local_profile: bool, more: Sequence[Path] = ()) -> None:
        homes = (package, *more, HERE)
        self._catalogues = tuple(home / "locale" for home in homes)
        self._environments = {one: _environment(homes, one, local_profile) for one in LANGUAGES}

    def page(self, language: Language, template: str, /, **context: Any) -> str:
        return self._environments[language].get_template(template).render(context)

    def text(self, language: Language, message: str) -> str:
        """One marked text."""
        return translations(language, self._catalogues).gettext(message)

    def label(self, language: Language, kind: str, value: str) -> str:
        return labels.label(kind, value, language, translations(language, self._catalogues).gettext)

    def plural(self, language: Language, one: str, many: str, number: int) -> str:
        return translations(language, self._catalogues).ngettext(one, many, number)


def template_folders(home: Path) -> list[Path]:
    """The package's own and those of its rooms."""
    return sorted(home.rglob("templates"))


@cache
def _environment(homes: tuple[Path, ...], language: Language, local_profile: bool) -> Environment:
    """The same for every door that is opened on the same folders: templates are compiled once a process."""
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(template_folders(home)) for home in homes]),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    catalogue = translations(language, tuple(home / "locale" for home in homes))
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    formats = Formats(language)
    for name in ("day", "short_day", "month", "time", "moment", "euros", "number", "decimal"):
        environment.filters[name] = getattr(formats, name)
    environment.filters["label"] = lambda value, kind: labels.label(kind, value, language, catalogue.gettext)
    environment.globals.update(language=language, languages=NAMES, local_profile=local_profile, asset=asset)
    return environment


@cache
def asset(path: str) -> str:
    """The address of a file under `static/`, with its hash, so that browsers may keep it for good."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={digest}"
