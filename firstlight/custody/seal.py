"""The seal: the signed head of the log, kept outside the ledger's folder, so that a roll-back of the folder is noticed.

Each command appends one line to a file of its own for each ledger: which ledger (the hash of its first log entry), the
number and hash of the newest entry, when, and an Ed25519 signature (RFC 8032) over these. The key lies apart from both,
readable by its owner alone. Who holds folder, seals and key can forge all three: keep a copy of the seals elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from firstlight.model import Decision, Record

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY = "seal.key"


class Seal(Record, frozen=True, kw_only=True):
    """One line of a seal file; `key` and `signature` in hexadecimal."""

    ledger: str  # hash of the first entry of the log
    seq: int  # number of the newest entry
    head: str  # its hash
    at: str  # UTC
    key: str  # public key
    signature: str
    restored: bool = False  # the ledger was put back to this entry on purpose: later ones may be missing

    def signed(self) -> bytes:
        """What the signature covers."""
        return msgspec.json.encode(["firstlight seal", self.ledger, self.seq, self.head, self.at, self.restored])


class Erasure(Record, frozen=True, kw_only=True):
    """An erasure kept beside the seals, so that a ledger put back from an older backup can be held to it."""

    ledger: str  # hash of the first entry of the log
    decision: Decision
    key: str  # public key
    signature: str

    def signed(self) -> bytes:
        """What the signature covers."""
        return msgspec.json.encode(["firstlight erasure", self.ledger, self.decision])


class Seals:
    """The folder of seals and the folder of the key.

    Both lie where the system keeps a user's state and settings, or where FIRSTLIGHT_SEALS says; the word "off" there
    keeps no seals.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        given = environment.get("FIRSTLIGHT_SEALS", "")
        home = Path(environment.get("HOME", "") or "~").expanduser()
        state = Path(environment.get("XDG_STATE_HOME") or home / ".local" / "state")
        settings = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
        self.off = given == "off"
        self.folder = Path(given) if given else state / "firstlight" / "seals"
        self.key = settings / "firstlight" / KEY

    def add(self, ledger: str, seq: int, head: str, at: str, restored: bool = False) -> bool:
        """Seal the head of a ledger's log; False where seals are off, cannot be written, or this head has one.

        `restored` says that the ledger was put back to this entry on purpose. A command never fails for want of a seal:
        verify tells when the last one was made.
        """
        last = None if self.off else self._last(ledger)
        if last is not None and (last.seq, last.head) == (seq, head):
            return False
        private = self._signer()
        if private is None:
            return False
        made = Seal(ledger=ledger, seq=seq, head=head, at=at, key=_public(private), signature="", restored=restored)
        return _kept(self._path(ledger), made, private)

    def erase(self, ledger: str, decision: Decision) -> bool:
        """Keep an erasure outside the ledger, signed; False where seals are off or cannot be written."""
        private = self._signer()
        if private is None:
            return False
        made = Erasure(ledger=ledger, decision=decision, key=_public(private), signature="")
        return _kept(self._erasures(ledger), made, private)

    def erased(self, ledger: str) -> list[Decision]:
        """The erasures of a ledger that are known outside it, each once; lines not signed rightly are passed over."""
        try:
            lines = self._erasures(ledger).read_bytes().splitlines()
        except OSError:
            return []
        found: dict[str, Decision] = {}
        for line in lines:
            try:
                made = msgspec.json.decode(line, type=Erasure)
            except (msgspec.DecodeError, msgspec.ValidationError):
                continue
            if made.ledger == ledger and made.decision.verb == "erase" and _genuine(made):
                found.setdefault(made.decision.id, made.decision)
        return list(found.values())

    def knows(self, ledger: str) -> bool:
        """Whether any seal of the ledger is kept here."""
        return self._path(ledger).exists()

    def sign(self, data: bytes) -> bytes | None:
        """The signature of `data` by the key of the seals: public key and signature in hexadecimal, a line each; None
        where seals are off or no key can be had."""
        private = self._signer()
        if private is None:
            return None
        return f"{_public(private)}\n{private.sign(data).hex()}\n".encode()

    def of(self, ledger: str) -> Iterator[Seal | str]:
        """The seals of a ledger in order; a sentence for each line that is no seal, or whose signature is wrong."""
        path = self._path(ledger)
        try:
            lines = path.read_bytes().splitlines()
        except OSError:
            return
        for number, line in enumerate(lines, start=1):
            try:
                seal = msgspec.json.decode(line, type=Seal)
            except (msgspec.DecodeError, msgspec.ValidationError):
                yield f"line {number} of {path} is no seal"
                continue
            plain = msgspec.json.encode(seal) == line and seal.ledger == ledger
            yield seal if plain and _genuine(seal) else f"line {number} of {path} is not signed rightly"

    def _last(self, ledger: str) -> Seal | None:
        path = self._path(ledger)
        try:
            with path.open("rb") as file:
                file.seek(max(path.stat().st_size - 4096, 0))
                lines = file.read().splitlines()
            return msgspec.json.decode(lines[-1], type=Seal) if lines else None
        except (OSError, msgspec.DecodeError, msgspec.ValidationError):
            return None

    def _path(self, ledger: str) -> Path:
        return self.folder / f"{ledger}.jsonl"

    def _erasures(self, ledger: str) -> Path:
        return self.folder / f"{ledger}.erased.jsonl"

    def _signer(self) -> Ed25519PrivateKey | None:
        """The key of the seals, made where there is none yet; None where seals are off or no key can be had."""
        if self.off:
            return None
        try:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

            return Ed25519PrivateKey.from_private_bytes(self._private())
        except (ImportError, OSError, ValueError):
            return None

    def _private(self) -> bytes:
        try:
            return bytes.fromhex(self.key.read_text("ascii").strip())
        except FileNotFoundError:
            self.key.parent.mkdir(parents=True, exist_ok=True)
            try:
                handle = os.open(self.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:  # another command made it in between
                return bytes.fromhex(self.key.read_text("ascii").strip())
            secret = os.urandom(32)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secret.hex() + "\n")
                file.flush()
                os.fsync(file.fileno())
            return secret


def _genuine(seal: Seal | Erasure) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key, signature = bytes.fromhex(seal.key), bytes.fromhex(seal.signature)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, seal.signed())
    except (InvalidSignature, ValueError):
        return False
    return (key.hex(), signature.hex()) == (seal.key, seal.signature)  # fromhex also takes capitals and spaces


def _public(private: Ed25519PrivateKey) -> str:
    """The public key in hexadecimal."""
    return private.public_key().public_bytes_raw().hex()


def _kept(path: Path, made: Seal | Erasure, private: Ed25519PrivateKey) -> bool:
    """Sign a line and append it to a file; False where the file cannot be written."""
    signed = msgspec.structs.replace(made, signature=private.sign(made.signed()).hex())
    try:
        _append(path, msgspec.json.encode(signed) + b"\n")
    except OSError:
        return False
    return True


def _append(path: Path, line: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line)
        os.fsync(handle)
    finally:
        os.close(handle)
