"""The connection to a Dask scheduler; in words what may be wrong with it. TLS is as Dask's own configuration says."""

from __future__ import annotations

import contextlib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from distributed import Client

from nbjudge.cluster.policy import CONNECT_SECONDS, FAREWELL_SECONDS
from nbjudge.course.errors import GradingError

_TLS: Final = (
    "an address tls://HOST:PORT needs certificates in Dask's configuration: distributed.comm.tls.ca-file, and "
    "distributed.comm.tls.client.cert and .key (docs/judge/cluster.md)"
)


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the scheduler at ``address``, such as ``tcp://HOST:8786`` or ``tls://HOST:8786``.

    Raises:
        GradingError: if there is none, or it does not let this client in.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told in the run's own words
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="nbjudge")
    except (OSError, ValueError, TypeError, RuntimeError) as error:  # all of these are what Dask raises here
        raise GradingError(f"--dask {address}: {_explained(address, error)}") from error
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):  # it may have gone; there is nothing left to ask of it
            client.close(timeout=FAREWELL_SECONDS)


def _explained(address: str, error: BaseException) -> str:
    """What happened and what helps."""
    reasons = [str(one) or type(one).__name__ for one in _chain(error)]
    because = reasons[-1]
    if any(isinstance(one, ssl.SSLError) for one in _chain(error)) or "ssl" in because.lower():
        return f"the scheduler and this client do not accept each other's certificates ({because}); {_TLS}"
    if address.startswith("tls://") and not isinstance(error, OSError):
        return f"{because}; {_TLS}"
    if isinstance(error, FileNotFoundError | PermissionError):
        return f"a certificate cannot be read: {error}; {_TLS}"
    if isinstance(error, ValueError | TypeError):
        return f"this is no address of a scheduler ({because}): it looks like tcp://HOST:8786 or tls://HOST:8786"
    if isinstance(error, RuntimeError):
        return because
    return (
        f"no scheduler answers within {CONNECT_SECONDS:g} s ({because}): is it running, may this machine reach it, and "
        "is it tcp:// or tls://?"
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """It, and what it came from."""
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__ or one.__context__
