"""What stock nbgrader gives for the cases: `python -m tests.nbjudge.any_notebook.recording` writes expected.json anew.

That takes some minutes; with names of cases, it records these alone. What needs a library that is missing stays as it
was recorded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.nbjudge.any_notebook.grouping import RELEASE, SOLUTION, Group, grouped, key_of
from tests.nbjudge.any_notebook.reading import CASES, Answer, Case, read_cases

EXPECTED: Final = Path(__file__).with_name("expected.json")
CONFIGURATION: Final = "c = get_config()\nc.Execute.timeout = 60\n"
ASSIGNMENT: Final = "cases"

Points = dict[str, float]
"""Grade id to score."""
Scores = dict[str, dict[str, Points]]
"""Case to ``solution``, ``release`` or an answer's label, to what its grade cells got."""


def read_expected() -> Scores:
    """What was recorded."""
    found: Scores = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return found


def graded_by_stock(groups: Iterable[Group], root: Path) -> Scores:
    """Release, hand in and grade all that there is of these groups in a new course, with nbgrader as it comes."""
    groups = list(groups)
    (root / "nbgrader_config.py").write_text(CONFIGURATION)
    for group in groups:
        _write(root / "source" / ASSIGNMENT / f"{group.name}.ipynb", group.notebook())
    _nbgrader(root, "generate_assignment")
    for group in groups:
        for key in group.submissions():
            _write(root / "submitted" / key / ASSIGNMENT / f"{group.name}.ipynb", group.submission(key))
    _nbgrader(root, "autograde")
    given = _from_gradebook(root)
    return {case.name: _of_case(case, given) for group in groups for case in group.cases}


def _write(path: Path, notebook: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _nbgrader(root: Path, verb: str) -> None:
    # nbgrader starts `alembic` by name, so the environment's programs must be found first
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    words = [sys.executable, "-m", "nbgrader", verb, ASSIGNMENT, "--create"]
    done = subprocess.run(
        words, cwd=root, env={**os.environ, "PATH": path}, text=True, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"nbgrader {verb} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def _from_gradebook(root: Path) -> dict[tuple[str, str], float]:
    """Submission and grade id to the automatic score."""
    from nbgrader.api import Gradebook  # noqa: PLC0415 - takes two seconds, and most tests do without

    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        return {
            (submission.student.id, grade.name): grade.auto_score
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def _of_case(case: Case, given: Mapping[tuple[str, str], float]) -> dict[str, Points]:
    keys = {SOLUTION: SOLUTION, RELEASE: RELEASE} | {answer.label: key_of(case, answer) for answer in case.answers}
    return {label: {grade_id: given[key, grade_id] for grade_id in case.points()} for label, key in keys.items()}


def without_the_answer(case: Case, forged: Answer, grade_id: str, scores: Scores) -> float:
    """What one has in a grade cell without a right answer there: what the worst wrong answer has."""
    wrong = [answer.label for answer in case.answers if answer.kind == "wrong" and answer.cell == forged.cell]
    return min(scores[case.name][label][grade_id] for label in wrong)


def as_text(scores: Scores) -> str:
    """As JSON, a line for each answer."""
    blocks = []
    for name, of_case in sorted(scores.items()):
        lines = [f"    {json.dumps(label)}: {json.dumps(points)}" for label, points in of_case.items()]
        blocks.append(f"  {json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n  }")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def main(names: Sequence[str] = ()) -> None:
    """Record the cases of these names, or all, as far as they can run here."""
    cases = read_cases()
    unknown = sorted(set(names) - {case.name for case in cases})
    if unknown:
        raise SystemExit(f"no such case: {', '.join(unknown)}; the names are those of the files in {CASES}")
    asked = [case for case in cases if case.name in names or not names]
    here = [case for case in asked if not case.needs or find_spec(case.needs)]
    with tempfile.TemporaryDirectory(prefix="nbjudge-cases-") as folder:
        fresh = graded_by_stock(grouped(here), Path(folder))
    known = (read_expected() if EXPECTED.exists() else {}) | fresh
    EXPECTED.write_text(as_text({case.name: known[case.name] for case in cases if case.name in known}))
    print(f"{len(fresh)} cases recorded; {len(asked) - len(fresh)} left as they were, as their libraries are missing")


if __name__ == "__main__":
    main(sys.argv[1:])
