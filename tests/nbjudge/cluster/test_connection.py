"""The connection to a scheduler: what is wrong with address or certificates is said, soon, and in words."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import dask
import pytest

from nbjudge.cluster.connection import connected
from nbjudge.course.errors import GradingError
from tests.support.cluster import DaskCluster
from tests.support.cluster_duties import in_a_fork

#: Made once, for a hundred years, by an authority whose key is thrown away: each file has certificate and key.
CERTIFICATES: Final = Path(__file__).parent / "certificates"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A scheduler that speaks TLS."""
    ca, one = str(CERTIFICATES / "ca.pem"), str(CERTIFICATES / "one.pem")
    options = ["--tls-ca-file", ca, "--tls-cert", one, "--tls-key", one]
    with DaskCluster(tmp_path_factory.mktemp("guarded"), options=["--protocol", "tls", *options]) as cluster:
        yield cluster


def workers(address: str, ca: str = "", own: str = "", *, encrypted: bool = False) -> object:
    """How many workers a scheduler has, asked with these certificates.

    Args:
        encrypted: whether Dask's configuration requires that.
    """
    names = {"ca-file": ca, "client.cert": own, "client.key": own}
    told = {f"distributed.comm.tls.{name}": str(CERTIFICATES / file) for name, file in names.items() if file}

    def ask() -> int:
        required = {"distributed.comm.require-encryption": encrypted}
        with dask.config.set({**told, **required}), connected(address) as client:
            return len(client.nthreads())

    return in_a_fork(ask)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbjudge.cluster.connection.CONNECT_SECONDS", 1.0)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "this is no address of a scheduler"),
        ("scheduler:8786", "this is no address of a scheduler"),
        ("tcp://scheduler", "missing port number"),
        ("http://scheduler:8786", "expected a scheduler's address, but found http://"),
        ("tls://127.0.0.1:8786", "tls:// needs certificates, and there are none; Dask's configuration names them"),
    ],
)
def test_an_address_that_makes_no_sense_is_said_before_anybody_is_asked(address: str, said: str) -> None:
    with pytest.raises(GradingError, match=re.escape(said)) as raised:
        workers(address)
    assert str(raised.value).startswith(f"--dask {address}: ")


def test_a_scheduler_that_is_not_there_is_said() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(GradingError, match=r"no scheduler answers within 1 s.*is it running"):
            workers(f"tcp://127.0.0.1:{closed.getsockname()[1]}")


def test_encryption_that_is_required_is_said() -> None:
    with pytest.raises(GradingError, match="requires encryption: say tls://127"):
        workers("tcp://127.0.0.1:8786", encrypted=True)


def test_the_right_certificates_let_in(guarded: DaskCluster) -> None:
    assert guarded.address.startswith("tls://")
    assert workers(guarded.address, "ca.pem", "one.pem") == 0


@pytest.mark.parametrize(
    ("ca", "own", "said"),
    [
        ("other.pem", "one.pem", "do not accept each other's certificates (.*CERTIFICATE_VERIFY_FAILED"),
        ("ca.pem", "other.pem", "refuses this client's certificate hangs up|do not accept each other's"),
        ("ca.pem", "nothere.pem", "the certificates cannot be used (.*No such file"),
    ],
)
def test_certificates_that_do_not_fit_are_said(guarded: DaskCluster, ca: str, own: str, said: str) -> None:
    with pytest.raises(GradingError, match=said.replace("(", r"\(")):
        workers(guarded.address, ca, own)


def test_plain_speech_to_a_scheduler_that_encrypts_is_said(guarded: DaskCluster) -> None:
    with pytest.raises(GradingError, match="does it speak tcp:// or tls://"):
        workers(guarded.address.replace("tls", "tcp"))
