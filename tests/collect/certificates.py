"""Certificates for servers on loopback: a root that the tests trust, and leaves that are right or wrong."""

from __future__ import annotations

import datetime
import ssl
import tempfile
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOSTS = ("news.example.com", "other.example.com", "t.me")
BEGIN = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
Key = ec.EllipticCurvePrivateKey


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    subject: str, key: Key, issuer: tuple[str, Key], end: datetime.datetime, hosts: tuple[str, ...]
) -> x509.Certificate:
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer[0]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=not hosts, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer[1].public_key()), critical=False)
    )
    if hosts:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
    else:
        usage = x509.KeyUsage(
            digital_signature=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        made = made.add_extension(usage, critical=True)
    return made.sign(issuer[1], hashes.SHA256())


@cache
def _root() -> tuple[Key, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    end = datetime.datetime(2090, 1, 1, tzinfo=datetime.UTC)
    return key, _certificate("Test root", key, ("Test root", key), end, ())


def root_hash() -> str:
    """SHA-256 of the root that the tests trust."""
    return _root()[1].fingerprint(hashes.SHA256()).hex()


@cache
def server_context(kind: str = "right") -> ssl.SSLContext:
    """The server's side: `kind` is right, expired, other_host, self_signed or old_protocol."""
    key = ec.generate_private_key(ec.SECP256R1())
    root_key, _ = _root()
    end = datetime.datetime(2021 if kind == "expired" else 2090, 1, 1, tzinfo=datetime.UTC)
    hosts = ("elsewhere.example.org",) if kind == "other_host" else HOSTS
    issuer = ("Leaf", key) if kind == "self_signed" else ("Test root", root_key)
    leaf = _certificate("Leaf", key, issuer, end, hosts)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if kind == "old_protocol":
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with tempfile.TemporaryDirectory() as folder:
        chain = Path(folder) / "chain.pem"
        chain.write_bytes(
            leaf.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context.load_cert_chain(chain)
    return context


@cache
def client_context() -> ssl.SSLContext:
    """The client's side: as in earnest, but trusting the tests' root alone."""
    context = ssl.create_default_context(cadata=_root()[1].public_bytes(serialization.Encoding.PEM).decode())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
