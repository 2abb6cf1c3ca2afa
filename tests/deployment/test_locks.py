"""The locked requirements say the same as the requirements, and name no place to fetch from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.places import ROOT

RUN, BUILD = ROOT / "requirements.lock", ROOT / "deploy" / "build.lock"


def locked(path: Path) -> dict[str, list[Version]]:
    """The versions of each package: more than one where they depend on that of Python."""
    found: dict[str, list[Version]] = {}
    pinned = re.findall(r"^([\w.-]+)==([^\s;]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    for name, version in pinned:
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


def required(path: Path) -> list[Requirement]:
    if path == BUILD:
        with (ROOT / "pyproject.toml").open("rb") as file:
            lines = tomllib.load(file)["build-system"]["requires"]
    else:
        text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("path", [RUN, BUILD], ids=lambda path: path.name)
def test_every_requirement_is_locked_within_its_bounds_or_make_lock_is_due(path: Path) -> None:
    versions = locked(path)
    wrong = [
        str(requirement)
        for requirement in required(path)
        if not (found := versions.get(canonicalize_name(requirement.name)))
        or not all(version in requirement.specifier for version in found)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", [RUN, BUILD], ids=lambda path: path.name)
def test_every_locked_version_has_hashes_and_nothing_else(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    pins = [i for i, line in enumerate(lines) if "==" in line]
    assert all(lines[i + 1].startswith("    --hash=sha256:") for i in pins)
    others = [line for line in lines if "==" not in line]
    pattern = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
    assert [line for line in others if not pattern.fullmatch(line)] == []
