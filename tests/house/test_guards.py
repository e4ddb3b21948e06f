"""The guards still bite: each is run on a copy of the package with one planted violation, and on one without."""

from pathlib import Path

import pytest

from tests.house.source_tree import ROOT, copy_of_the_package, run_checker

CONTRACTS = {
    "Layers import downward only": {
        "upward": {"sipp/rules/planted.py": "from sipp import clock\n"},
        "sideways": {"sipp/cli/planted.py": "from sipp.web import planted\n", "sipp/web/planted.py": ""},
        "a package without a layer": {"sipp/planted/__init__.py": ""},
    },
    "The three fronts do not know each other": {
        "office in public": {
            "sipp/web/public/__init__.py": "",
            "sipp/web/public/planted.py": "from sipp.web.office import planted\n",
            "sipp/web/office/__init__.py": "",
            "sipp/web/office/planted.py": "",
        },
        "public in api": {
            "sipp/web/api/__init__.py": "",
            "sipp/web/api/planted.py": "from sipp.web.public import planted\n",
            "sipp/web/public/__init__.py": "",
            "sipp/web/public/planted.py": "",
        },
    },
    "Operations do not know HTTP": {
        "flask": {"sipp/operations/planted.py": "from flask import abort\n"},
        "werkzeug": {"sipp/operations/planted.py": "import werkzeug.exceptions\n"},
    },
    "Each machine is behind one file": {
        "whoosh": {"sipp/operations/planted.py": "from whoosh import index\n"},
        "whoosh beside its file": {"sipp/search/__init__.py": "", "sipp/search/planted.py": "import whoosh.fields\n"},
        "smtplib": {"sipp/jobs/planted.py": "import smtplib\n"},
        "http": {"sipp/messaging/planted.py": "from http.client import HTTPConnection\n"},
        "openpyxl": {"sipp/exchange/planted.py": "import openpyxl.cell\n"},
        "docx": {"sipp/exchange/planted.py": "from docx import Document\n"},
    },
    "No circles between siblings": {
        "two files": {
            "sipp/rules/planted_one.py": "from sipp.rules import planted_two\n",
            "sipp/rules/planted_two.py": "from sipp.rules import planted_one\n",
        },
    },
}
PLANTS = [
    pytest.param(contract, files, id=f"{contract}: {name}")
    for contract, plants in CONTRACTS.items()
    for name, files in plants.items()
]
CLOCKS = [
    "from datetime import UTC, datetime\n\nPLANTED = datetime.now(UTC)\n",
    "import datetime\n\nPLANTED = datetime.datetime.utcnow()\n",
    "import datetime\n\nPLANTED = datetime.datetime.today()\n",
    "from datetime import date\n\nPLANTED = date.today()\n",
    "import time\n\nPLANTED = time.time()\n",
    "from time import time\n\nPLANTED = time()\n",
]
ENVIRONMENTS = [
    'import os\n\nPLANTED = os.environ["HOME"]\n',
    'from os import environ\n\nPLANTED = environ["HOME"]\n',
    'import os\n\nPLANTED = os.getenv("HOME")\n',
]
HABITS = {
    "PLC0415": "def planted() -> None:\n    import json\n\n    json.dumps(1)\n",
    "TID252": "from .reports import submit\n\n__all__ = ['submit']\n",
    "T201": 'print("planted")\n',
    "ANN201": "def planted():\n    return 1\n",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_the_package(tmp_path_factory.mktemp("guards"))


def lint_imports(folder: Path) -> tuple[int, str]:
    done = run_checker("lint-imports", "--config", "setup.cfg", "--no-cache", cwd=folder)
    return done.returncode, done.stdout + done.stderr


def ruff(text: str, file: str) -> set[str]:
    """The codes of what ruff finds in a text that would stand in this file."""
    arguments = ("check", "--output-format", "concise", "--no-cache", "--stdin-filename", file, "-")
    done = run_checker("ruff", *arguments, cwd=ROOT, text=text)
    return {line.split(": ")[1].split()[0] for line in done.stdout.splitlines() if line.startswith(file)}


def test_the_package_keeps_its_import_contracts(package: Path) -> None:
    status, output = lint_imports(package)
    assert status == 0, output
    for contract in CONTRACTS:
        assert f"{contract} KEPT" in output


@pytest.mark.parametrize(("contract", "files"), PLANTS)
def test_a_planted_import_breaks_its_contract(contract: str, files: dict[str, str], tmp_path: Path) -> None:
    folder = copy_of_the_package(tmp_path)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not (path.name == "__init__.py" and path.exists()):
            path.write_text(text)
    status, output = lint_imports(folder)
    assert status == 1
    assert f"{contract} BROKEN" in output


@pytest.mark.parametrize("text", CLOCKS + ENVIRONMENTS)
def test_clock_and_environment_are_read_in_their_own_files_alone(text: str) -> None:
    own_file = "sipp/clock.py" if text in CLOCKS else "sipp/config.py"
    assert "TID251" in ruff(text, "sipp/operations/planted.py")
    assert "TID251" not in ruff(text, own_file)


@pytest.mark.parametrize(("code", "text"), HABITS.items())
def test_a_planted_habit_is_found(code: str, text: str) -> None:
    assert code in ruff(text, "sipp/operations/planted.py")


@pytest.mark.parametrize(
    ("text", "status"), [("def f(x: int) -> int:\n    return x\n", 0), ("def f(x):\n    return x\n", 1)]
)
@pytest.mark.parametrize("layer", ["rules", "operations"])
def test_types_are_strict_where_the_law_is(layer: str, text: str, status: int, tmp_path: Path) -> None:
    for name in ("sipp/__init__.py", f"sipp/{layer}/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / f"sipp/{layer}/planted.py").write_text(text)
    (tmp_path / "setup.cfg").write_text((ROOT / "setup.cfg").read_text())
    done = run_checker("mypy", f"sipp/{layer}/planted.py", cwd=tmp_path)
    assert done.returncode == status, done.stdout + done.stderr


@pytest.mark.parametrize(("text", "status"), [('<img src="a.png" alt="">\n', 0), ('<img src="a.png">\n', 1)])
def test_an_image_without_a_text_is_found(text: str, status: int, tmp_path: Path) -> None:
    (tmp_path / "planted.html").write_text(text)
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    done = run_checker("djlint", "--lint", "planted.html", cwd=tmp_path)
    assert done.returncode == status, done.stdout + done.stderr
