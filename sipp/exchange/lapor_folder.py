"""Handing over to SP4N-LAPOR! by file: what a person, or another program, carries there."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sipp import clock
from sipp.exchange.lapor import LaporRecord, as_csv, as_json
from sipp.exchange.lapor_cases import NotTaken


@dataclass(frozen=True)
class LaporFolder:
    """A folder; each time a CSV and a JSON file in LAPOR!'s field order, named by the moment, for this user alone."""

    directory: Path

    def take(self, records: Sequence[LaporRecord]) -> Mapping[str, str | None]:
        """Write both files; nothing is written over. LAPOR! gives its tracking ids later, to who carries the files."""
        name = f"lapor-{clock.now():%Y%m%d-%H%M%S}"
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self.directory / f"{name}.csv", as_csv(records))
            _write(self.directory / f"{name}.json", as_json(records))
        except OSError as failure:
            raise NotTaken(f"{self.directory}: {failure.strerror}") from None
        return {record.case_number: None for record in records}


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
