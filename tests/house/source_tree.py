"""The files of the repository as the house tests read them, and copies to plant violations in."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "sipp"
TEMPLATES = ROOT / "templates"
PROGRAMS = Path(sys.executable).parent


def tracked_files() -> list[Path]:
    """Every file that the repository carries."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def modules(folder: Path = PACKAGE) -> list[Path]:
    """The Python files below a folder of the package, without migrations (they are history)."""
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def parse(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(), filename=str(path))


def public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The functions, classes and methods that other files may call."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    member
                    for member in node.body
                    if isinstance(member, ast.FunctionDef) and not member.name.startswith("_")
                )


def copy_of_the_package(folder: Path) -> Path:
    """The package and the settings of its checkers, to plant a violation in; give the folder they stand in."""
    shutil.copytree(PACKAGE, folder / "sipp", ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    for name in ("setup.cfg", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def run_checker(name: str, *arguments: str, cwd: Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run one of the installed checkers."""
    command = [PROGRAMS / name, *arguments]
    return subprocess.run(command, cwd=cwd, input=text, capture_output=True, text=True, check=False)
