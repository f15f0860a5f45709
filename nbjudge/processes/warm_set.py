"""The warm pairs of one process: whoever makes a set closes it, and no process outlives that."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from types import TracebackType
from typing import Final

from nbjudge.limits import Limits
from nbjudge.notebooks.assignment import Assignment
from nbjudge.processes.ahead import Unprepared
from nbjudge.processes.warm_pair import WarmPair
from nbjudge.processes.zygote import ZygoteError

MOST_PAIRS: Final = 4  # kept warm in one set, some 100 MiB each

Key = tuple[str, Limits, bool]


@dataclass
class _Kept:
    pair: WarmPair
    users: int = 0


class _MadeAhead(threading.Thread):
    """Makes a pair, or, if it cannot be made, none: who asks for one then tries again, and hears why."""

    def __init__(self, key: Key, make: Callable[[], WarmPair]) -> None:
        super().__init__(daemon=True)
        self.key, self._make = key, make
        self.pair: WarmPair | None = None

    def run(self) -> None:
        with contextlib.suppress(ZygoteError, OSError):
            self.pair = self._make()


class WarmSet:
    """A warm pair for each notebook that is judged, started when it is first needed, or made ahead.

    Several threads may use a set at a time; those that judge the same notebook share its pair. A process that is forked
    must not use its parent's set, but one of its own; see ``copies``.

    Args:
        ahead: where pairs take their zygotes from; else, and where nothing is left, they start some.
        warming: whether pairs warm up before they are used, which pays where they judge more than a few.
    """

    def __init__(self, ahead: Unprepared | None = None, *, warming: bool = True) -> None:
        self._ahead, self.warming = ahead, warming
        self._kept: dict[Key, _Kept] = {}  # the oldest first
        self._made_ahead: _MadeAhead | None = None
        self._changing = threading.Lock()

    def make_ahead(self, assignment: Assignment, limits: Limits, *, sandboxed: bool) -> None:
        """Have the first pair made, and warmed up, by a thread, which whoever asks for a pair waits for.

        It is a guess of what will be asked for: a pair of anything else is made as if there were none.
        """
        key = assignment.fingerprint, limits, sandboxed
        with self._changing:
            if self._made_ahead is None and not self._kept:
                make = partial(WarmPair, assignment, limits, sandboxed=sandboxed, ahead=self._ahead)
                self._made_ahead = _MadeAhead(key, make)
                self._made_ahead.start()

    def wait_for_made_ahead(self) -> None:
        """Wait for the pair that is made ahead, if one is, so that no thread is left of it."""
        with self._changing:
            self._keep_made_ahead()

    @contextlib.contextmanager
    def pair_for(self, assignment: Assignment, limits: Limits, *, sandboxed: bool) -> Iterator[WarmPair]:
        """The pair for a notebook, which is not closed meanwhile. One whose zygotes have died is not kept.

        Raises:
            ZygoteError, OSError: if its zygotes do not start.
        """
        key = assignment.fingerprint, limits, sandboxed
        with self._changing:
            self._keep_made_ahead()
            if key not in self._kept:
                self._make_room()
                self._kept[key] = _Kept(
                    WarmPair(assignment, limits, sandboxed=sandboxed, ahead=self._ahead, warming=self.warming)
                )
            kept = self._kept[key]
            kept.users += 1
        try:
            yield kept.pair
        except ZygoteError:
            with self._changing:
                if self._kept.get(key) is kept:
                    del self._kept[key]
                    kept.pair.close()
            raise
        finally:
            with self._changing:
                kept.users -= 1

    def copies(self, assignments: Sequence[Assignment], *limits: Limits, sandboxed: bool) -> WarmSet:
        """A set for a worker that is about to be forked, as warm as this one: no two speak to one zygote.

        Args:
            limits: with which the worker will judge.

        Raises:
            ZygoteError, OSError: if the zygotes do not start.
        """
        with contextlib.ExitStack() as unless_all_are_made:
            made = unless_all_are_made.enter_context(WarmSet())
            for assignment, its in islice(product(assignments, limits), MOST_PAIRS):
                key = assignment.fingerprint, its, sandboxed
                try:
                    made._kept[key] = _Kept(self._copy_of(assignment, its, sandboxed=sandboxed))
                except ZygoteError:  # one has died since; a second time is no accident
                    made._kept[key] = _Kept(self._copy_of(assignment, its, sandboxed=sandboxed))
            unless_all_are_made.pop_all()
        return made

    def pin(self, core: int) -> None:
        """Keep this process, and all of the set, on one core."""
        os.sched_setaffinity(0, {core})
        for kept in self._kept.values():
            kept.pair.pin(core)

    def forget(self) -> None:
        """Leave its pairs to another process, which was forked from this one or from which this one was forked."""
        for kept in self._kept.values():
            kept.pair.forget()
        self._kept.clear()
        self._ahead = None

    def close(self) -> None:
        """End all its processes and remove their folders. It can be used again, and then starts new ones."""
        with self._changing:
            self._keep_made_ahead()
            while self._kept:
                self._kept.popitem()[1].pair.close()

    def __enter__(self) -> WarmSet:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def _keep_made_ahead(self) -> None:
        """Wait for the thread, if there is one, and keep its pair."""
        if self._made_ahead is None:
            return
        self._made_ahead.join()
        if self._made_ahead.pair is not None:
            self._kept[self._made_ahead.key] = _Kept(self._made_ahead.pair)
        self._made_ahead = None

    def _copy_of(self, assignment: Assignment, limits: Limits, *, sandboxed: bool) -> WarmPair:
        with self.pair_for(assignment, limits, sandboxed=sandboxed) as pair:
            return pair.copy()

    def _make_room(self) -> None:
        """Close the oldest pair that nobody uses, if there are as many as may be."""
        idle = [key for key, kept in self._kept.items() if not kept.users]
        if len(self._kept) >= MOST_PAIRS and idle:
            self._kept.pop(idle[0]).pair.close()


def own_core(number: int) -> int:
    """A core for the worker with this number of a pool: from another one on for each pool, lest two share the first.

    Examiner and candidate take turns some hundred times a submission, and to wake another core up each time costs more
    than to switch on one: a submission takes 4 % longer without (median of 150). Other workers keep other cores busy.
    """
    cores = sorted(os.sched_getaffinity(0))
    return cores[(os.getppid() + number) % len(cores)]
