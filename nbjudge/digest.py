"""A digest of the judge's own code: what it was graded by is part of what decides whether a grade is up to date."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


@cache
def judge_digest() -> str:
    """Of every module of the package, by its path.

    The version alone would miss what somebody mends between two releases, and reading it takes milliseconds. Any file
    of it counts: to regrade once too often costs minutes, and to keep an outdated score costs trust.
    """
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
