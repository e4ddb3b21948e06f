"""Short hashes of what is indexed, by which the index and the database are compared thing by thing."""

import hashlib
from collections.abc import Mapping


class Fingerprint:
    """A hash over terms with their weights, fed in the order of the terms' bytes."""

    def __init__(self) -> None:
        self._digest = hashlib.blake2b(digest_size=16)

    def add(self, term: bytes, weight: float) -> None:
        """Add a term. Weights are compared as they are made, to four places: the index keeps them as small floats."""
        self._digest.update(b"%s\t%.4f\n" % (term, weight))

    def hex(self) -> str:
        """Give the hash of what was added."""
        return self._digest.hexdigest()


def fingerprint_of(weights: Mapping[str, float]) -> str:
    """Give the fingerprint of the weighted terms of one thing."""
    fingerprint = Fingerprint()
    for term, weight in sorted((term.encode(), weight) for term, weight in weights.items()):
        fingerprint.add(term, weight)
    return fingerprint.hex()
