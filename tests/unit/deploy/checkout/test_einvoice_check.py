"""Whether what Finvoices are held against is there: named and there, named and not there, not named."""

from pathlib import Path

from deploy.checkout import einvoice_check


def test_without_a_folder_nothing_is_missing_and_it_is_said_what_is_not_looked_at() -> None:
    [(_what, well, found, remedy)] = einvoice_check.look({})
    assert (well, remedy) == (True, "") and "LUOTSI_EINVOICE_DATA" in found


def test_a_folder_without_the_schema_is_missing_with_a_remedy(tmp_path: Path) -> None:
    [(_what, well, found, remedy)] = einvoice_check.look({"LUOTSI_EINVOICE_DATA": str(tmp_path)})
    assert not well and "is not there" in found and remedy


def test_a_folder_with_the_schema_is_well(tmp_path: Path) -> None:
    file = tmp_path / "finvoice" / "Finvoice3.0.xsd"
    file.parent.mkdir()
    file.touch()
    [(_what, well, found, _remedy)] = einvoice_check.look({"LUOTSI_EINVOICE_DATA": str(tmp_path)})
    assert well and str(file) in found
