"""Neither the tests nor the demo need a network."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

DOCUMENTATION = "192.0.2.1"  # RFC 5737: leads nowhere
REFUSED = "tests use no network"


def test_tests_cannot_leave_this_machine() -> None:
    """Connecting to an address beyond loopback raises at once, before a packet is sent."""
    with socket.socket() as plug, pytest.raises(RuntimeError, match=REFUSED):
        plug.connect((DOCUMENTATION, 80))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plug, pytest.raises(RuntimeError, match=REFUSED):
        plug.sendto(b"", (DOCUMENTATION, 53))


def test_tests_cannot_look_up_names() -> None:
    """Asking for the address of a host raises at once, whichever way it is asked."""
    with pytest.raises(RuntimeError, match=REFUSED):
        socket.getaddrinfo("example.org", 80)
    with pytest.raises(RuntimeError, match=REFUSED):
        socket.create_connection(("example.org", 80))


def test_tests_may_talk_to_themselves() -> None:
    """Loopback stays open: a local server of a test can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as plug:
        plug.sendall(b"x")
        with server.accept()[0] as reached:
            assert reached.recv(1) == b"x"


@pytest.mark.system
def test_demo_runs_without_any_network(tmp_path: Path) -> None:
    """In a network namespace of its own, where nothing can be reached, the demo leaves its briefing."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("no network namespaces here: unshare -rn is not allowed")
    command = Path(sys.executable).with_name("firstlight")
    run = [unshare, "-rn", str(command), "demo", "--to", str(tmp_path / "demo")]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "demo" / "briefing.html").stat().st_size > 10_000
