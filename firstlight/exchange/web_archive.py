"""Captures of what was fetched as a WARC file (ISO 28500), which any web archive can show, and which can be collected.

Each capture is a response record with its bytes as received, the request that asked for it, and a metadata record with
the whole visit as JSON. Bytes are kept without the chunks that they travelled in, so the header that named them is kept
under another name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

import msgspec

from firstlight.model import Capture

CHUNKS = "transfer-encoding"
KEPT_AS = "x-firstlight-transfer-encoding"


def warc_pieces(captures: Iterable[Capture], read: Callable[[str], bytes], packed: bool) -> Iterator[bytes]:
    """The file of these captures, each with a visit, in pieces: one a capture. `read` gives the bytes of a SHA-256.

    ImportError where warcio is not installed, DamageError where bytes are gone.
    """
    from warcio.warcwriter import WARCWriter

    buffer = BytesIO()
    writer: Any = WARCWriter(buffer, gzip=packed)
    for capture in captures:
        _write(writer, capture, read(capture.sha256))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _write(writer: Any, capture: Capture, data: bytes) -> None:
    from warcio.statusandheaders import StatusAndHeaders

    if capture.visit is None:
        raise ValueError(f"capture {capture.sha256} was not fetched")
    last = capture.visit.hops[-1]
    said = {"WARC-Date": (last.started or capture.collected_at)[:19] + "Z"}
    host = {"WARC-IP-Address": _host(last.contacted)} if _host(last.contacted) else {}
    headers = [(KEPT_AS if name == CHUNKS else name, value) for name, value in last.headers]
    response = writer.create_warc_record(
        capture.origin,
        "response",
        payload=BytesIO(data),
        length=len(data),
        http_headers=StatusAndHeaders(str(last.status), headers, protocol="HTTP/1.1"),
        warc_headers_dict={**said, **host},
    )
    request = writer.create_warc_record(
        capture.origin,
        "request",
        payload=BytesIO(b""),
        http_headers=StatusAndHeaders(f"GET {last.address} HTTP/1.1", list(last.sent), is_http_request=True),
        warc_headers_dict=dict(said),
    )
    writer.write_request_response_pair(request, response)
    told = msgspec.json.encode(capture)
    how = {"payload": BytesIO(told), "length": len(told), "warc_content_type": "application/json"}
    metadata = writer.create_warc_record(capture.origin, "metadata", warc_headers_dict=dict(said), **how)
    writer.write_record(metadata)
    for record in (response, request, metadata):
        record.raw_stream.close()  # a temporary file that warcio leaves open


def _host(contacted: str) -> str:
    """The address alone, without its port; empty where none was told."""
    host = contacted.rpartition(":")[0].strip("[]")
    return host if host and " " not in host else ""
