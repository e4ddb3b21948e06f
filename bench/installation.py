"""The installations that are measured: a synthetic country of each size in a folder of its own, made once."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sipp.config import Config
from sipp.search.contract import IndexUnavailable
from sipp.search.index_writer import IndexWriter
from tests.live_server import SIPP, environment

ROOT = Path(__file__).parents[1]
#: Where the data of a size depends on the code that makes it: other code, other data.
_MAKERS = (ROOT / "sipp" / "seeding", ROOT / "sipp" / "migrations" / "versions", ROOT / "seed_data")


@dataclass(frozen=True)
class Installation:
    """The data folder of one size."""

    services: int
    data_dir: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data_dir / "sipp.sqlite3"

    @property
    def pages(self) -> Path:
        """The flat pages of this size."""
        return self.data_dir / "pages.sqlite3"


def prepare(folder: Path, services: int, seed: int) -> Installation:
    """The installation of a size, made when it is not there yet; its index is always one of this release."""
    installation = Installation(services, folder / f"services-{services}-seed-{seed}-{_makers_digest()}")
    finished = installation.data_dir / "finished"
    if not finished.exists():
        shutil.rmtree(installation.data_dir, ignore_errors=True)
        shutil.copytree(_seeded(folder), installation.data_dir)
        run_sipp(["generate", "--services", str(services), "--seed", str(seed)], installation.data_dir)
        finished.touch()
    try:
        IndexWriter(installation.data_dir / "index").verify()
    except IndexUnavailable:
        run_sipp(["reindex"], installation.data_dir)
    return installation


def seeded_folder(folder: Path) -> Path:
    """Where the installation stands that every size begins with: tables and seed data."""
    return folder / f"seeded-{_makers_digest()}"


def copy(installation: Installation, folder: Path) -> Installation:
    """The same installation in another folder, to be changed and thrown away."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(installation.data_dir, folder, ignore=shutil.ignore_patterns("whoosh*", "tantivy*"))
    return Installation(installation.services, folder)


def config_of(data_dir: Path, **more: str) -> Config:
    """The settings its processes read."""
    return Config.from_environment(environment(data_dir, **more))


def run_sipp(arguments: Sequence[str], data_dir: Path) -> None:
    """Run one command to its end, its progress on our terminal; raises CalledProcessError when it fails."""
    subprocess.run([SIPP, *arguments], env=environment(data_dir), cwd=ROOT, stdout=sys.stderr, check=True)


def _seeded(folder: Path) -> Path:
    seeded = seeded_folder(folder)
    if not seeded.exists():
        unfinished = seeded.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        for command in ("migrate", "seed"):
            run_sipp([command], unfinished)
        unfinished.rename(seeded)
    return seeded


def _makers_digest() -> str:
    digest = hashlib.sha256()
    for folder in _MAKERS:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".yaml", ".csv")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
