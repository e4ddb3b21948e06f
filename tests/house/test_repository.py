"""What the repository carries: whole, short, told, and bound to no machine."""

import configparser
import os
import re
from pathlib import Path

import pytest

from tests.house.source_tree import ROOT, tracked_files

LINES_AT_MOST = 400
REQUIREMENTS = ("base.txt", "dev.txt", "bench.txt")
# Put together here, so that this file does not find itself.
REGISTRY_HOSTS = [
    f"{name}.{domain}"
    for name, domain in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb.debian", "org"),
        ("proxy.golang", "org"),
        ("static.crates", "io"),
    )
]
OWN_FOLDERS = re.compile(rf"(?<![\w.\-}}])/({'|'.join(('wo' + 'rk', 'ro' + 'ot', 'tm' + 'p'))})/")
UNFINISHED = re.compile(rf"\b({'|'.join(('TO' + 'DO', 'FIX' + 'ME', 'X' * 3))})\b")
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}


def texts() -> list[tuple[str, str]]:
    """The name and content of every tracked text file."""
    found = []
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found.append((str(path.relative_to(ROOT)), content.decode(errors="replace")))
    return found


def offenders(pattern: re.Pattern[str]) -> list[str]:
    return [f"{name}: {match[0]}" for name, text in texts() if (match := pattern.search(text))]


def test_no_file_names_a_package_registry() -> None:
    assert offenders(re.compile("|".join(map(re.escape, REGISTRY_HOSTS)))) == []


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    assert offenders(OWN_FOLDERS) == []


def test_nothing_is_left_for_later() -> None:
    assert [found for found in offenders(UNFINISHED) if not found.startswith(("static/vendor/", "seed_data/"))] == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (OWN_FOLDERS, "see " + "/wo" + "rk/main"),
        (OWN_FOLDERS, 'open("' + "/tm" + 'p/x")'),
        (UNFINISHED, "# TO" + "DO: later"),
        (re.compile(re.escape(REGISTRY_HOSTS[0])), "https://pypi" + ".org/simple"),
    ],
)
def test_the_searches_find_what_is_planted(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    ours = [
        path
        for path in tracked_files()
        if path.relative_to(ROOT).parts[0] in ("sipp", "bench", "templates", "tests")
        and path.suffix in (".py", ".html", ".txt")
        and "versions" not in path.parts
    ]
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in ours}
    assert {name: lines for name, lines in long.items() if lines > LINES_AT_MOST} == {}


def test_file_names_say_a_subject() -> None:
    assert [str(path) for path in tracked_files() if path.suffix == ".py" and path.stem in EMPTY_NAMES] == []


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "make run" in readme
    assert "make test" in readme


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    entries = (ROOT / "requirements" / name).read_text().replace("\\\n", " ").splitlines()
    assert entries
    assert [
        entry
        for entry in entries
        if not re.match(r"[a-z0-9.\-]+(\[[a-z]+\])?==\S+( ;[^#]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*$", entry)
    ] == []


@pytest.mark.parametrize(
    ("name", "extras"), [("base.txt", ("postgres", "build")), ("dev.txt", ("postgres", "test", "lint"))]
)
def test_the_locks_hold_everything_that_setup_asks_for(name: str, extras: tuple[str, ...]) -> None:
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(ROOT / "setup.cfg")
    asked = settings["options"]["install_requires"].split()
    for extra in extras:
        asked += settings["options.extras_require"][extra].split()
    locked = {
        re.split(r"==|\[", line)[0] for line in (ROOT / "requirements" / name).read_text().splitlines() if "==" in line
    }
    names = {re.split(r"[<>=\[;]", requirement)[0].lower().replace("_", "-") for requirement in asked}
    assert names - locked == set()


def test_the_lock_of_the_bench_holds_what_it_adds_and_nothing_else() -> None:
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(ROOT / "setup.cfg")
    asked = [re.split(r"[<>=]", line)[0] for line in settings["options.extras_require"]["bench"].split()]
    locked = re.findall(r"^([a-z0-9.\-]+)==", (ROOT / "requirements" / "bench.txt").read_text(), re.MULTILINE)
    others = (ROOT / "requirements" / "dev.txt").read_text()
    assert set(asked) <= set(locked)
    assert [name for name in locked if f"\n{name}==" in others] == []


@pytest.mark.parametrize(
    "path", [ROOT / ".ci/run", *sorted((ROOT / "scripts").glob("*.sh"))], ids=lambda path: path.name
)
def test_the_scripts_can_be_started(path: Path) -> None:
    assert os.access(path, os.X_OK)
    assert path.read_text().startswith("#!")
