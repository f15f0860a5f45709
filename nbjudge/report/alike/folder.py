"""All answers as files in a folder, as tools that compare programs want them: JPlag, MOSS, Dolos."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from nbjudge.notebooks.cells import without_magics

FILE: Final = "answers.py"
README: Final = """Answers to {assignment}, for tools that look for copies.

submissions/STUDENT/{file}   what each student wrote, and nothing else
base/{file}                  what the release holds, to be taken out

JPlag    java -jar jplag.jar -l python3 -bc base submissions
MOSS     moss -l python -d -b base/{file} submissions/*/{file}
Dolos    dolos run -l python -i base/{file} submissions/*/{file}

MOSS sends everything to a server at Stanford, names of folders as well; the others stay on this machine. What they find
is a list to look at, and no proof.
"""


def write_answers(
    folder: Path,
    assignment: str,
    released: Iterable[str],
    answers: Iterable[tuple[str, Iterable[str]]],
    redacted: Callable[[str], str],
) -> int:
    """Write all answers; returns how many.

    Args:
        folder: a new one, or an empty one.
        released: the texts of the release's code cells.
        answers: of each student, the name of the folder and the texts of the code cells.
        redacted: what is done to each text before it is written.

    Raises:
        FileExistsError: if there is something in the folder already.
        OSError: if it cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: name a new folder, or remove it")
    _write(folder / "base", released)
    count = 0
    for student, texts in answers:
        _write(folder / "submissions" / student, map(redacted, texts))
        count += 1
    (folder / "README.txt").write_text(README.format(assignment=assignment, file=FILE), encoding="utf-8")
    return count


def _write(folder: Path, texts: Iterable[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    code = "\n\n\n".join(without_magics(text) for text in texts)
    (folder / FILE).write_text(code + "\n", encoding="utf-8", errors="replace")
