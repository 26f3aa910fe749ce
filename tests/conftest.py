"""What holds for every test: no network beyond this machine; system and release tests only where asked for."""

from __future__ import annotations

import ipaddress
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
ASKED_FOR = {
    "system": "needs system packages or root: run `make setup-system` and `make test-system`",
    "release": "a longer suite: run `make release`",
}
LOCAL_NAMES = frozenset({"", "localhost"})
CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
RESOLVING = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})


class NetworkForbiddenError(RuntimeError):
    """A test tried to leave this machine."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, with the way to run them, the tests that `-m` does not ask for."""
    asked = config.getoption("-m")
    for item in items:
        for marker, reason in ASKED_FOR.items():
            if marker not in asked and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


class _Guard:
    """An audit hook: unlike a replaced function it also sees sockets that were imported under another name."""

    def __init__(self) -> None:
        self.on = False
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        if event in CONNECTING and not _stays_here(arguments[1]):
            raise NetworkForbiddenError(f"{event} to {arguments[1]!r}: tests use no network")
        if event in RESOLVING and not _is_local(arguments[0]):
            raise NetworkForbiddenError(f"{event} of {arguments[0]!r}: tests use no network")


def _stays_here(address: Any) -> bool:
    """Whether a socket address is this machine: a Unix path, a loopback address, or that of a connected socket."""
    return not isinstance(address, tuple) or _is_local(address[0])


def _is_local(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


_GUARD = _Guard()


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Connections and name look-ups beyond loopback raise NetworkForbiddenError in every test."""
    _GUARD.on = True
    yield
    _GUARD.on = False


@pytest.fixture(autouse=True, scope="session")
def no_seals_at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Seals and their key lie in folders of the tests, also for ledgers that whole modules share."""
    with pytest.MonkeyPatch.context() as patch:
        _keep_seals_in(tmp_path_factory.mktemp("home"), patch)
        yield


@pytest.fixture(autouse=True)
def own_seals(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has a folder of seals of its own: one that changes a copy of a ledger does not accuse another."""
    home = tmp_path_factory.mktemp("home")
    _keep_seals_in(home, monkeypatch)
    return home


def _keep_seals_in(home: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("XDG_STATE_HOME", str(home / "state"))
    patch.setenv("XDG_CONFIG_HOME", str(home / "settings"))
    patch.delenv("FIRSTLIGHT_SEALS", raising=False)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; without it the test is skipped and says how to get it."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    pytest.skip("no Chromium: `make setup-system` installs it")
