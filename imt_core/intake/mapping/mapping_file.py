"""A mapping as a small file: the answers to one sheet, kept for the next one."""

from __future__ import annotations

from imt_core.conventions.json_file import read_json_file, write_json_file
from imt_core.intake.mapping.mapping import Mapping, check_mapping


def write_mapping(mapping: Mapping) -> bytes:
    """Write a mapping as JSON: headers and words of the sheet, no row of it."""
    return write_json_file(mapping, kind="column mapping", version=1)


def read_mapping(content: bytes) -> Mapping:
    """Read a mapping that `write_mapping` wrote.

    Raises
    ------
    ImtError
        If it is not one.

    Examples
    --------
    >>> read_mapping(write_mapping(Mapping(left_out=("Nome",)))).left_out
    ('Nome',)
    """
    mapping = read_json_file(content, Mapping, kind="column mapping", version=1)
    check_mapping(mapping)
    return mapping
