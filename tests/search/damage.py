"""What happens to files: bits flip, ends are lost, blocks are overwritten, somebody tidies or unpacks beside them."""

import os
import random
from collections.abc import Callable
from pathlib import Path

Damage = Callable[[Path, random.Random], None]


def flip_a_bit(path: Path, draw: random.Random) -> None:
    content = bytearray(path.read_bytes())
    if content:
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    path.write_bytes(content)


def cut_short(path: Path, draw: random.Random) -> None:
    os.truncate(path, draw.randrange(path.stat().st_size + 1))


def append(path: Path, draw: random.Random) -> None:
    path.write_bytes(path.read_bytes() + draw.randbytes(draw.randint(1, 50)))


def overwrite(path: Path, draw: random.Random) -> None:
    path.write_bytes(draw.randbytes(draw.randint(0, 400)))


def delete(path: Path, _draw: random.Random) -> None:
    path.unlink()


def make_a_folder_of_it(path: Path, _draw: random.Random) -> None:
    path.unlink()
    path.mkdir()


def exchange(path: Path, draw: random.Random) -> None:
    other = draw.choice([file for file in path.parent.iterdir() if file.is_file()])
    first, second = path.read_bytes(), other.read_bytes()
    path.write_bytes(second)
    other.write_bytes(first)


def empty_its_folder(path: Path, _draw: random.Random) -> None:
    for file in path.parent.iterdir():
        if file.is_file():
            file.unlink()


def scatter(path: Path, draw: random.Random) -> None:
    """Files that look like ours beside those that are."""
    for name in ("_MAIN_99.toc", "MAIN_zzzz.seg", "catalogue-9.jsonl", "manifest-9.json", "build-99", "build-x"):
        if not (path.parent / name).is_dir():  # an earlier trial made a folder of it
            (path.parent / name).write_bytes(draw.randbytes(20))
    path.write_bytes(path.read_bytes()[:-1])


DAMAGES: tuple[Damage, ...] = (
    flip_a_bit, flip_a_bit, flip_a_bit, cut_short, append, overwrite, delete, make_a_folder_of_it, exchange,
    empty_its_folder, scatter,
)  # fmt: skip


def a_file_of(index_dir: Path, draw: random.Random) -> Path:
    return draw.choice(sorted(path for path in index_dir.rglob("*") if path.is_file()))
