"""The command on small sheets, with answers to what it asks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from imt_core.intake.__main__ import main
from imt_core.intake.mapping.mapping_file import write_mapping
from imt_core.intake.opening import begin_opening

Said = dict[str, Any]


class Command:
    """Runs ``python -m imt_core.intake --json`` in this process on one sheet."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys

    def __call__(self, sheet: str, **answers: str) -> Said:
        """What is said of a sheet; keys of answers with ``__`` for what stands between words."""
        path = self._folder / "sheet.csv"
        path.write_text(sheet, encoding="utf-8")
        arguments = [str(path), "--json"]
        if answers:
            mapping = begin_opening([(path.name, path.read_bytes())]).mapping
            for key, option in answers.items():
                mapping = mapping.with_answer(key.replace("__", ":").replace("_", " "), option)
            file = self._folder / "mapping.json"
            file.write_bytes(write_mapping(mapping))
            arguments += ["--mapping", str(file)]
        self._capsys.readouterr()
        main(arguments)
        said: Said = json.loads(self._capsys.readouterr().out)
        return said

    def text(self, sheet: str) -> str:
        """The same for a reader."""
        path = self._folder / "sheet.csv"
        path.write_text(sheet, encoding="utf-8")
        self._capsys.readouterr()
        main([str(path)])
        return self._capsys.readouterr().out


def days(endpoint: Said) -> list[int]:
    """Times in days, as dates give them."""
    return [round(months * 30.4375) for months in endpoint["months"]]
