"""`firstlight publish` on a ledger: built, brought up to date, signed, and never for an instant that has not come."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from firstlight.errors import FirstlightError, UsageError
from firstlight.pipeline import Ledger
from tests.promises.ledgers import fill, write_reports


def test_a_build_follows_the_one_before_it(tmp_path: Path) -> None:
    """A correction in the ledger is a correction in the next build; the earlier record stays; all is signed."""
    fill(tmp_path / "ledger", write_reports(tmp_path / "in"))
    public = tmp_path / "public"
    with Ledger(tmp_path / "ledger") as ledger:
        first = ledger.publish(public)
        (raid,) = [raid for raid in ledger.state().raids if raid.night == "2024-03-27"]
        (line,) = raid.lines
        ledger.decide("reject", line.launched.statements, reason="a slip of the pen", author="tester")
        ledger.reconcile()
        second = ledger.publish(public)
    assert first.run.counts_out > 8 and "0 corrections" in first.note and "0 corrections" not in second.note
    record = json.loads((public / "record.json").read_text("utf-8"))
    assert any(change["id"] == raid.id and change["new"] == "unknown" for change in record["changes"])
    assert raid.id in (public / "corrections.xml").read_text("utf-8")
    assert len(list((public / "versions").iterdir())) == 2
    manifest = (public / "manifest.json").read_bytes()
    for name, value in json.loads(manifest)["files"].items():
        assert hashlib.sha256((public / name).read_bytes()).hexdigest() == value
    key, signature = (public / "manifest.sig").read_text("ascii").split()
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), manifest)


def test_the_future_and_the_past_are_refused(tmp_path: Path) -> None:
    """An instant to come, one before the build held, a folder of other files, a use not known: one line each."""
    fill(tmp_path / "ledger", write_reports(tmp_path / "in"))
    with Ledger(tmp_path / "ledger") as ledger:
        with pytest.raises(UsageError, match="has not come"):
            ledger.publish(tmp_path / "public", "2190-01-01")
        ledger.publish(tmp_path / "public")
        earlier = json.loads((tmp_path / "public" / "record.json").read_text("utf-8"))
        earlier["as_of"] = "2190-01-01T00:00:00+00:00"
        (tmp_path / "public" / "record.json").write_text(json.dumps(earlier), "utf-8")
        with pytest.raises(UsageError, match="cannot follow"):
            ledger.publish(tmp_path / "public")
        with pytest.raises(UsageError, match="holds other files"):
            ledger.publish(tmp_path / "in")
        with pytest.raises(UsageError, match="uses"):
            ledger.publish(tmp_path / "other", use="military")
        (tmp_path / "public" / "record.json").write_text("{}", "utf-8")
        with pytest.raises(FirstlightError, match="no record of a public build"):
            ledger.publish(tmp_path / "public")
