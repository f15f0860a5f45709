"""The connection to a Dask scheduler; in words what may be wrong with it. TLS is as Dask's own configuration says."""

from __future__ import annotations

import contextlib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from distributed import Client, Security
from distributed.comm.addressing import parse_address, parse_host_port

from nbjudge.cluster.policy import CONNECT_SECONDS, FAREWELL_SECONDS
from nbjudge.course.errors import GradingError

_LOOKS: Final = "it looks like tcp://HOST:8786, or tls://HOST:8786"
_TLS: Final = (
    "Dask's configuration names them: distributed.comm.tls.ca-file, and distributed.comm.tls.client.cert and .key "
    "(docs/judge/cluster.md)"
)


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the scheduler at ``address``, such as ``tcp://HOST:8786``.

    Raises:
        GradingError: if there is none, or it does not let this client in.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told in the run's own words
    security = _security(address)
    try:
        client = Client(address, timeout=CONNECT_SECONDS, security=security, set_as_default=False, name="nbjudge")
    except OSError as error:
        raise GradingError(f"--dask {address}: {_explained(error)}") from error
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):  # it may have gone; there is nothing left to ask of it
            client.close(timeout=FAREWELL_SECONDS)


def _security(address: str) -> Security:
    """The certificates. What is wrong with them, or with the address, is found before there is a client to close."""
    try:
        scheme, place = parse_address(address, strict=True)
        parse_host_port(place)
    except ValueError as error:
        raise GradingError(f"--dask {address}: this is no address of a scheduler ({error}): {_LOOKS}") from error
    if scheme not in {"tcp", "tls"}:
        raise GradingError(f"--dask {address}: expected a scheduler's address, but found {scheme}://: {_LOOKS}")
    security = Security()
    try:
        arguments = security.get_connection_args("client")
    except OSError as error:  # ssl.SSLError is one, too
        raise GradingError(f"--dask {address}: the certificates cannot be used ({error}); {_TLS}") from error
    if scheme == "tls" and arguments["ssl_context"] is None:
        raise GradingError(f"--dask {address}: tls:// needs certificates, and there are none; {_TLS}")
    if scheme == "tcp" and arguments["require_encryption"]:
        raise GradingError(f"--dask {address}: Dask's configuration requires encryption: say tls://{place}")
    return security


def _explained(error: OSError) -> str:
    """What happened and what helps."""
    chain = list(_chain(error))
    because = str(chain[-1]) or type(chain[-1]).__name__
    if any(isinstance(one, ssl.SSLError) for one in chain):
        return f"client and scheduler do not accept each other's certificates ({because}); {_TLS}"
    return (
        f"no scheduler answers within {CONNECT_SECONDS:g} s ({because}): is it running, may this machine reach it, and "
        "does it speak tcp:// or tls://? One that refuses this client's certificate hangs up like this, too"
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """It, and what it came from."""
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__ or one.__context__
