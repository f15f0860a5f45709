"""A wheel of the judge, made from what is installed: the very code that grades here grades where it is installed."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import zipfile
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from nbjudge.course.errors import GradingError

PACKAGE: Final = Path(__file__).parent.parent
_WHEEL: Final = "Wheel-Version: 1.0\nGenerator: nbjudge\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the same code makes the same file
_LEFT_OUT: Final = {".pyc", ".tmp"}


def judges_wheel() -> tuple[str, bytes]:
    """Its file name and its content. The form: https://packaging.python.org/en/latest/specifications/binary-distribution-format/

    Raises:
        GradingError: if the judge was not installed, but is run from a folder.
    """
    try:
        known = distribution("nbjudge")
    except PackageNotFoundError:
        raise GradingError("the judge is not installed here: pip install it, and run this again") from None
    # the second: where it is run in a checkout, and setuptools has left its folder there
    metadata = known.read_text("METADATA") or known.read_text("PKG-INFO") or ""
    entry_points = known.read_text("entry_points.txt") or ""
    name = f"nbjudge-{known.version}"
    files = {
        path.relative_to(PACKAGE.parent).as_posix(): path.read_bytes()
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file() and path.suffix not in _LEFT_OUT
    }
    about = {"METADATA": metadata, "WHEEL": _WHEEL, "entry_points.txt": entry_points}
    files |= {f"{name}.dist-info/{file}": text.encode() for file, text in about.items()}
    record = f"{name}.dist-info/RECORD"
    return f"{name}-py3-none-any.whl", zipped(files | {record: _record(files, record)})


def zipped(files: Mapping[str, bytes], programs: frozenset[str] = frozenset()) -> bytes:
    """These files, by path, as a zip; ``programs`` among them may be executed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if path in programs else 0o100644) << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _record(files: Mapping[str, bytes], itself: str) -> bytes:
    lines = io.StringIO()
    table = csv.writer(lines, lineterminator="\n")
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        table.writerow((path, f"sha256={digest}", len(content)))
    table.writerow((itself, "", ""))
    return lines.getvalue().encode()
