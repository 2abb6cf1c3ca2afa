"""Records tests/oracles/recorded/code.json: what R prints when it runs the scripts of "Show code".

Run from the root of the repository, with R and its packages survival and cmprsk:

    python -m tests.reporting.code.record_code
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from tests.reporting.code.code_cases import RECORDED, VIEWS, digest, r_script_of, rscript, run_in_r

_VERSIONS = 'cat(R.version.string, as.character(packageVersion("survival")), sep = "\\n")'


def record() -> None:
    r, survival = subprocess.run(
        [rscript(), "--vanilla", "-e", _VERSIONS], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    with tempfile.TemporaryDirectory() as folder:
        printed = run_in_r(Path(folder))
    recording = {
        "made_with": {
            "script": "tests/reporting/code/record_code.py",
            "r": r,
            "survival": survival,
        },
        "cases": {
            name: {"sha256": digest(r_script_of(name)), "printed": printed[name]} for name in VIEWS
        },
    }
    RECORDED.write_text(json.dumps(recording, indent=1, ensure_ascii=True) + "\n", "utf-8")


if __name__ == "__main__":
    record()
