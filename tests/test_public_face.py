"""Whoever writes a script imports from one place, which names every public function."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

import imt_core
from tests.places import ROOT

STATISTICS = ("estimates", "comparisons", "cohort", "analyses", "published")
WRITERS = re.compile(r"write_\w+|\w+_figure|\w+_script|view_\w+")
INSIDE = {
    "write_json_file",
    "write_as_printed",
    "is_known_level",
    "key_after",
    "learned_later",
    "limit_notes",
    "no_split_reaches",
    "not_independent",
    "of_several",
    "smallest_share",
    "rate_pulls",
    "clustered_covariance",
    "contradicts_change",
    "penalised_inference",
    "worked_out_once",
    "view_pages",
    "view_slides",
}
"""Public within the core, and of no use outside."""


def documented(folder: str) -> dict[str, str]:
    """The functions with documented parameters of a room, each with its module."""
    found = {}
    for path in sorted((ROOT / "imt_core" / folder).rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if is_public and "Parameters\n" in (ast.get_docstring(node) or ""):
                found[node.name] = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return found


@pytest.mark.parametrize("room", STATISTICS)
def test_every_documented_function_of_the_statistics_is_in_the_face(room: str) -> None:
    found = documented(room)
    # A guard is a reason of the app's own, which its results carry.
    public = {name for name, module in found.items() if module != "imt_core.analyses.guards"}
    assert public - set(imt_core.__all__) <= INSIDE


def test_whatever_writes_or_draws_a_whole_view_is_in_the_face() -> None:
    writers = {name for name in documented("reporting") if WRITERS.fullmatch(name)}
    assert writers - set(imt_core.__all__) - INSIDE == set()


def test_a_sheet_is_opened_from_the_face() -> None:
    opening = documented("intake")
    names = {
        name
        for name, module in opening.items()
        if module.endswith((".opening", ".cohort_file", ".mapping_file"))
    }
    assert names - set(imt_core.__all__) == set()


@pytest.mark.parametrize("name", imt_core.__all__)
def test_each_name_leads_to_the_thing_itself_and_is_documented(name: str) -> None:
    value = getattr(imt_core, name)
    if inspect.isfunction(value) or inspect.isclass(value):
        assert value.__doc__
        assert getattr(importlib.import_module(inspect.getmodule(value).__name__), name) is value


def test_each_name_stands_once() -> None:
    assert len(imt_core.__all__) == len(set(imt_core.__all__))


def test_a_name_that_is_none_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="module 'imt_core' has no attribute 'median'"):
        _ = imt_core.median


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda p: p.name
)
def test_readme_and_docs_import_from_the_face_alone(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^(?:from|import) imt_core\.\S+", text, flags=re.MULTILINE) == []
    for names in re.findall(r"^from imt_core import (.+)$", text, flags=re.MULTILINE):
        assert {name.strip() for name in names.split(",")} <= set(imt_core.__all__)
