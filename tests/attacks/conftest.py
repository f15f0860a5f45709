"""The ground on which attacks are tried."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from nbjudge.processes.warm_set import WarmSet
from tests.support.hostile import Bait, Ground, poisoned_assignment


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmSet]:
    """Processes that this one has started itself: it looks at their children, and where they stand."""
    with WarmSet() as made:
        yield made


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, warm: WarmSet) -> Iterator[Ground]:
    """See `Ground`."""
    secret = f"CANARY-{secrets.token_hex(16)}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_SECRET", secret)  # as an instructor's shell might hold one
        yield Ground(poisoned_assignment(secret, warm), Bait(tmp_path_factory.mktemp("course"), secret), secret, warm)
