"""What makes a worker fit: the same judge, Python and packages as the client's, and a sandbox that holds.

It is a program as well, which a worker runs to look at its own machine: a trial of the sandbox forks, and a worker has
threads. The program starts as bare as the processes that will run students' code.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from nbjudge.digest import judge_digest
from nbjudge.notebooks.assignment import Assignment
from nbjudge.notebooks.cells import without_magics
from nbjudge.notebooks.own_modules import imported_names
from nbjudge.sandbox import lockdown, requirements


@dataclass(frozen=True)
class Machine:
    """What of a machine decides what a submission earns on it.

    Attributes:
        judge: a digest of the judge's code.
        packages: distribution to version, or None where it is not installed; of those that were asked for.
        sandbox: what keeps the sandbox from holding, in words.
    """

    judge: str
    python: str
    processor: str
    packages: Mapping[str, str | None] = field(default_factory=dict)
    sandbox: tuple[str, ...] = ()


def this_machine(packages: Iterable[str], *, sandboxed: bool) -> Machine:
    """The machine that this is called on.

    Args:
        sandboxed: try the sandbox, too, which forks.
    """
    problems = requirements.available() if sandboxed else []
    found = {name: _version(name) for name in packages}
    return Machine(judge_digest(), platform.python_version(), platform.machine(), found, tuple(map(str, problems)))


def looked_at(packages: Collection[str], *, sandboxed: bool, seconds: float) -> Machine:
    """The same, found out by a program of its own.

    Raises:
        OSError, subprocess.SubprocessError: if it does not start, fails, or takes longer.
        ValueError: if it says something else.
    """
    words = [sys.executable, "-I", "-m", "nbjudge.cluster.fitness", json.dumps([list(packages), sandboxed])]
    run = subprocess.run(
        words, env=lockdown.bare_environment(), capture_output=True, timeout=seconds, check=True, cwd="/"
    )
    told: dict[str, Any] = json.loads(run.stdout)
    return Machine(**{**told, "sandbox": tuple(told["sandbox"])})


def differences(wanted: Machine, found: Machine) -> list[str]:
    """What speaks against a worker on this machine, in words."""
    return list(_differences(wanted, found))


def _differences(wanted: Machine, found: Machine) -> Iterator[str]:
    if found.judge != wanted.judge:
        yield f"its judge is another ({found.judge[:8]}, not {wanted.judge[:8]}): install the same nbjudge there"
    if found.python != wanted.python:
        yield f"it has Python {found.python}, not {wanted.python}"
    if found.processor != wanted.processor:
        yield f"its processor is {found.processor}, not {wanted.processor}, and may round differently"
    for name, version in wanted.packages.items():
        theirs = found.packages.get(name)
        if theirs != version:
            yield f"it has {f'{name} {theirs}' if theirs else f'no {name}'}, not {version or 'none'}"
    for problem in found.sandbox:
        yield f"no sandbox: {problem}"


def packages_of(assignments: Sequence[Assignment]) -> list[str]:
    """The distributions that notebooks and their kits import, NumPy in any case."""
    texts = [cell.text for one in assignments for cell in one.parsed.cells if cell.cell_type == "code"]
    texts += [
        content.decode("utf-8", "replace")
        for one in assignments
        for files in (one.kit, one.modules)
        for name, content in files.items()
        if name.endswith(".py")
    ]
    imported = {name.partition(".")[0] for text in texts for name in imported_names(without_magics(text))}
    known = importlib.metadata.packages_distributions()
    return sorted({"numpy", *(found for name in imported for found in known.get(name, ()))} - {"nbjudge"})


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


if __name__ == "__main__":
    asked, in_sandbox = json.loads(sys.argv[1])
    print(json.dumps(asdict(this_machine(asked, sandboxed=in_sandbox))))
