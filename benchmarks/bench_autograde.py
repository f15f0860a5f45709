"""How fast is grading? Stock nbgrader against the judge, in one run, taking turns on the same cores.

    make bench                                    # the two at 200 submissions, about six minutes
    make bench BENCH="--profile"                  # where a submission's milliseconds go
    make bench BENCH="--scale 100 1000 10000"     # the judge alone, at these sizes
    make bench BENCH="--pages 1000"               # export and feedback
    make bench BENCH="--report 5000"              # the report on a class
    make bench BENCH="--writer 10000"             # the gradebook's writer, in SQLite and in PostgreSQL
    make bench BENCH="--loops 1000"               # a class in which one in twenty loops
    make bench BENCH="--cluster 100 1000"         # on a Dask cluster of this machine, against the pool
    make bench BENCH="--cluster-kills 500"        # there, while a worker is killed every few seconds
    make bench BENCH="--notebooks"                # an ordinary notebook, judged apart and beside; about five minutes

Scores are compared where stock is honest: a cell has full marks there exactly if it has here.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.classes import in_parts, make_course
from benchmarks.loops import loops
from benchmarks.measure import Cost, run
from benchmarks.notebooks import notebooks
from benchmarks.profile import shares
from benchmarks.tables import Rows, print_table

JUDGE = ("nbjudge", "autograde", "activation", "--force")
STOCK = ("nbgrader", "autograde", "activation", "--force", "--student")


def main() -> None:
    """Measure what the options ask for, and print Markdown tables."""
    options = _options()
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine()}\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if options.profile:
            course = make_course(_made(Path(folder) / "judge"), ["student0"], judge=True).root
            run(JUDGE, course)  # the gradebook that the writer's part needs
            shares(course)
        elif options.scale:
            scale(Path(folder), options.scale)
        elif options.loops:
            loops(Path(folder) / "course", options.loops)
        elif options.cluster or options.cluster_kills:
            from benchmarks.cluster import cluster, kills  # noqa: PLC0415 - imports nbgrader and Dask likewise

            if options.cluster:
                cluster(Path(folder), options.cluster)
            else:
                kills(Path(folder), options.cluster_kills, options.every)
        elif options.report:
            from benchmarks.report import report  # noqa: PLC0415 - imports nbgrader, which the others need not

            report(Path(folder), options.report)
        elif options.writer is not None:
            from benchmarks.writer import writer  # noqa: PLC0415 - imports nbgrader, which the others need not

            writer(Path(folder), options.writer)
        elif options.notebooks:
            notebooks(Path(folder), options.rounds)
        elif options.pages:
            from benchmarks.pages import pages  # noqa: PLC0415 - imports nbgrader, which the others need not

            pages(Path(folder), options.pages, options.sample)
        else:
            compare(Path(folder), options.students, options.rounds)


def machine() -> str:
    """What this was measured on."""
    names = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
             if line.startswith("model name")]  # fmt: skip
    cores, processor = len(os.sched_getaffinity(0)), names[0] if names else platform.machine()
    return f"{cores} cores of {processor}, Linux {platform.release()}, Python {platform.python_version()}"


def compare(folder: Path, students: int, rounds: int) -> None:
    """Grade the same class with both, in ``rounds`` turns: stock a part of it each time, the judge all of it."""
    size = students // rounds
    names = in_parts(students, size)
    stock = make_course(_made(folder / "stock"), names, judge=False).root
    judge = make_course(_made(folder / "judge"), names, judge=True).root
    stock_costs, judge_costs = [], []
    for part in range(rounds):
        stock_costs.append(run([*STOCK, f"part{part}-*"], stock))
        judge_costs.append(run(JUDGE, judge))
        print(f"stock {stock_costs[-1].wall:.1f} s for {size}, judge {judge_costs[-1].wall:.1f} s", flush=True)
    ones = [
        (run([*STOCK, names[0]], stock).wall, run([*JUDGE, "--student", names[0]], judge).wall) for _ in range(rounds)
    ]
    # by themselves: looking at the memory takes time, of the judge's too
    memory = run([*STOCK, "part0-*"], stock, memory=True).memory, run(JUDGE, judge, memory=True).memory
    one_each = tuple(statistics.median(times) for times in zip(*ones, strict=True))
    _print_comparison(students, stock_costs, judge_costs, one_each, memory)
    agreement(stock, judge)
    shares(judge)


def _print_comparison(
    students: int, stock: Sequence[Cost], judge: Sequence[Cost], one: Sequence[float], memory: Sequence[float]
) -> None:
    """``one``: seconds of each to grade a single submission; ``memory``: MiB of each at its peak."""
    part = students / len(stock)
    each = (statistics.median(cost.wall for cost in stock) - one[0]) / (part - 1)
    whole = one[0] + each * (students - 1)
    wall = statistics.median(cost.wall for cost in judge)
    ours = (wall - one[1]) / (students - 1)
    rows: Rows = [
        ("", "stock nbgrader", "nbjudge", "ratio"),
        (f"{students} submissions, whole command, s", f"{whole:.1f}", f"{wall:.1f}", f"{whole / wall:.1f}"),
        ("start-up, s", f"{one[0] - each:.1f}", f"{one[1] - ours:.1f}", ""),
        (
            "submissions a second, start-up included",
            f"{students / whole:.2f}",
            f"{students / wall:.1f}",
            f"{whole / wall:.1f}",
        ),
        ("submissions a second, without start-up", f"{1 / each:.2f}", f"{1 / ours:.1f}", f"{each / ours:.1f}"),
        ("CPU a submission, ms", *_cpu(stock, part), *_cpu(judge, students), ""),
        ("peak memory, MiB", f"{memory[0]:.0f}", f"{memory[1]:.0f}", ""),
    ]
    print_table(rows)


def _cpu(costs: Sequence[Cost], students: float) -> tuple[str]:
    return (f"{1000 * statistics.median(cost.cpu for cost in costs) / students:.0f}",)


def agreement(stock: Path, judge: Path) -> None:
    """Compare the two gradebooks' cells."""
    from benchmarks.pages import scores  # noqa: PLC0415 - imports nbgrader

    theirs, ours = scores(stock), scores(judge)
    assert theirs.keys() == ours.keys(), "both should have graded the same cells"
    differing = [key for key, (score, most) in theirs.items() if (score == most) != (ours[key][0] == most)]
    assert not differing, f"they differ in {len(differing)} cells, the first: {differing[0]}"
    print(f"\nFull marks in the same cells, for all {len(ours)} cells of all submissions.\n", flush=True)


def scale(folder: Path, sizes: Sequence[int]) -> None:
    """What a submission costs the judge in classes of these sizes."""
    rows: Rows = [("submissions", "whole command, s", "a submission, ms", "CPU a submission, ms", "nothing changed, s")]
    for size in sizes:
        root = make_course(_made(folder / str(size)), [f"student{n:05d}" for n in range(size)], judge=True).root
        cost, begun = run(JUDGE, root), time.perf_counter()
        idle = run(["nbjudge", "autograde", "activation"], root).wall
        each = 1000 * (cost.wall - idle) / size
        rows.append((str(size), f"{cost.wall:.1f}", f"{each:.1f}", f"{1000 * cost.cpu / size:.0f}", f"{idle:.1f}"))
        print(f"{size}: {cost.wall:.1f} s, then {time.perf_counter() - begun:.1f} s", flush=True)
    print_table(rows)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--profile", action="store_true", help="where a submission's milliseconds go")
    parser.add_argument("--scale", type=int, nargs="*", metavar="N")
    parser.add_argument("--loops", type=int, metavar="N", help="what endless loops cost in a class of N")
    parser.add_argument("--cluster", type=int, nargs="*", metavar="N", help="a Dask cluster, in classes of N")
    parser.add_argument("--cluster-kills", type=int, metavar="N", help="a class of N there, while workers are killed")
    parser.add_argument("--every", type=float, default=4.0, help="seconds between two kills")
    parser.add_argument("--notebooks", action="store_true", help="an ordinary notebook, apart and beside")
    parser.add_argument("--pages", type=int, metavar="N", help="export and feedback for N submissions")
    parser.add_argument("--report", type=int, metavar="N", help="the report on N submissions")
    parser.add_argument(
        "--writer", type=int, nargs="?", const=10_000, metavar="N", help="the writer, with N submissions there already"
    )
    parser.add_argument("--sample", type=int, default=40, help="how many pages stock nbgrader writes for --pages")
    return parser.parse_args()


if __name__ == "__main__":
    main()
