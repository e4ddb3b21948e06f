"""What the layers promise beyond the import contracts of setup.cfg."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source_tree import PACKAGE, modules, parse, public_functions

DOCUMENTED_LAYERS = ("rules", "operations", "search", "exchange")
COMMITTING_LAYERS = ("web", "cli", "jobs")


def address(path: Path) -> str:
    return str(path.relative_to(PACKAGE.parent))


def foreign_imports(tree: ast.Module, own_package: str) -> Iterator[str]:
    """What a file imports that is neither the standard library nor its own package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        else:
            continue
        for name in names:
            is_own = name == own_package or name.startswith(f"{own_package}.")
            if not is_own and name.split(".")[0] not in sys.stdlib_module_names:
                yield name


@pytest.mark.parametrize("path", modules(PACKAGE / "rules"), ids=address)
def test_rules_import_the_standard_library_alone(path: Path) -> None:
    assert list(foreign_imports(parse(path), "sipp.rules")) == []


@pytest.mark.parametrize("line", ["import flask", "from sipp import clock", "from sqlalchemy.orm import Session"])
def test_a_foreign_import_planted_in_the_rules_is_found(line: str) -> None:
    assert list(foreign_imports(ast.parse(f"import datetime\nfrom sipp.rules import errors\n{line}\n"), "sipp.rules"))


@pytest.mark.parametrize("path", [p for p in modules() if p.name == "__init__.py"], ids=address)
def test_an_init_file_holds_a_docstring_alone(path: Path) -> None:
    tree = parse(path)
    assert ast.get_docstring(tree)
    if path.parent.name != "models":
        assert len(tree.body) == 1


@pytest.mark.parametrize("path", modules(), ids=address)
def test_only_doors_and_worker_open_a_unit_of_work(path: Path) -> None:
    layer = path.relative_to(PACKAGE).parts[0]
    names = {node.id for node in ast.walk(parse(path)) if isinstance(node, ast.Name)}
    if layer not in (*COMMITTING_LAYERS, "db.py"):
        assert "unit_of_work" not in names


@pytest.mark.parametrize("path", modules(), ids=address)
def test_only_the_unit_of_work_commits(path: Path) -> None:
    """Whoosh's writer has a commit of its own, and lives in the one file that knows Whoosh."""
    commits = [
        node.lineno
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert commits == [] or path.name in ("db.py", "whoosh_index.py")


@pytest.mark.parametrize("path", [p for layer in DOCUMENTED_LAYERS for p in modules(PACKAGE / layer)], ids=address)
def test_every_public_name_of_the_inner_layers_says_what_it_does(path: Path) -> None:
    silent = [node.name for node in public_functions(parse(path)) if not ast.get_docstring(node)]
    assert silent == []


@pytest.mark.parametrize("path", modules(), ids=address)
def test_every_file_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(parse(path))
