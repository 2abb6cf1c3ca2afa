"""The promises of the architecture, checked on the code itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.places import ROOT

CORE_FILES = sorted((ROOT / "imt_core").rglob("*.py"))
ALL_FILES = [ROOT / "app.py", *CORE_FILES, *sorted((ROOT / "pages").rglob("*.py"))]


@cache
def imports_and_colours(path: Path) -> tuple[set[str], set[str]]:
    """The packages that a file imports, and the colours that are written in it."""
    roots, texts = set(), set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            roots.add(node.module.split(".")[0])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
    return roots, {text for text in texts if len(text) == 7 and text.startswith("#")}


def test_importing_the_core_loads_neither_streamlit_nor_plotly() -> None:
    code = "import sys, imt_core; print(sorted({'streamlit', 'plotly'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_slides_and_pictures_load_no_plotly() -> None:
    modules = ("imt_core.reporting.slides.deck", "imt_core.reporting.pictures.picture")
    code = f"import sys, {', '.join(modules)}; print('plotly' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_no_core_module_imports_streamlit() -> None:
    assert len(CORE_FILES) > 300
    assert [path for path in CORE_FILES if "streamlit" in imports_and_colours(path)[0]] == []


def test_only_the_figures_import_plotly() -> None:
    importing = [path for path in ALL_FILES if "plotly" in imports_and_colours(path)[0]]
    assert importing
    assert [path for path in importing if "figures" not in path.relative_to(ROOT).parts] == []


def test_everything_is_downloaded_through_the_one_way_that_is_recorded() -> None:
    files = [path for path in ALL_FILES if "download_button(" in path.read_text(encoding="utf-8")]
    assert [path.name for path in files] == ["download.py"]


def test_no_script_lies_directly_in_pages() -> None:
    assert list((ROOT / "pages").glob("*.py")) == []


def test_the_app_script_stays_thin() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) < 60


def test_colours_are_named_in_the_theme_only() -> None:
    naming = [path for path in ALL_FILES if imports_and_colours(path)[1]]
    assert {path.name for path in naming} == {"theme.py"}, naming


def test_files_outside_the_repository_are_named_in_one_place_that_skips_without_them() -> None:
    outside = "/".join(["..", "shared"])
    users = [p.name for p in (ROOT / "tests").rglob("*.py") if outside in p.read_text("utf-8")]
    assert users == ["places.py"]


@pytest.mark.parametrize(
    ("package", "hub"),
    [
        ("tables", "tables/__init__.py"),
        ("figures", "figures/view.py"),
        ("pictures", "pictures/picture.py"),
        ("screen", "screen/view.py"),
        ("slides", "slides/deck.py"),
    ],
)
def test_whatever_registers_itself_is_imported_where_its_package_is_entered(
    package: str, hub: str
) -> None:
    """A view that some page happened to import would else be missing in a fresh process."""
    reporting = ROOT / "imt_core" / "reporting"
    registering = {
        path.stem
        for path in (reporting / package).glob("*.py")
        if "\n@" in path.read_text() and ".register" in path.read_text()
    }
    imported = {
        alias.name
        for node in ast.walk(ast.parse((reporting / hub).read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == f"imt_core.reporting.{package}"
        for alias in node.names
    }
    assert registering
    assert registering <= imported
