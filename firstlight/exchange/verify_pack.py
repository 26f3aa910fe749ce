#!/usr/bin/env python3
"""Checks an evidence pack of Firstlight with nothing but Python 3.9 or newer: python3 verify_pack.py PACK.zip

What it shows: every file is the one listed; captured bytes have the hash they are named by; texts decode from these
bytes where the pack says so; every quote is exactly that slice of its text; every row is covered by the log; the log is
an unbroken chain whose newest entry was signed by the key printed at the end. What it cannot show: that the source said
the truth, that the server really sent the bytes, or whose the key is. Ask the sender for the key by another way.
"""

import hashlib
import json
import sys
import zipfile
import zlib

ZIPPED = (zipfile.BadZipFile, zlib.error)
KNOWN = {"rows.jsonl", "log.jsonl", "seal.json", "READ_ME.txt", "verify_pack.py"}
COLUMNS = {  # of the ledger's tables, in order
    "captures": ("seq", "sha256", "origin", "size", "record", "learned_at", "entry"),
    "reports": ("seq", "fact", "said", "id", "capture", "source", "published", "media_type", "record", "text"),
    "pictures": ("seq", "capture", "sha256", "record", "learned_at", "entry"),
    "statements": ("seq", "said", "reader", "catalogue", "record", "learned_at", "entry"),
}
MOST = 2_000_000_000  # bytes of all files together
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


class Wrong(Exception):
    """What is wrong with the pack, and where."""


def _sha(data):
    return hashlib.sha256(data).hexdigest()


def _digest(parts):
    hashed = hashlib.sha256()
    for part in parts:
        data = part.encode()
        hashed.update(len(data).to_bytes(8, "big") + data)
    return hashed.hexdigest()


def _plain(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _need(true, line):
    if not true:
        raise Wrong(line)


def _x(y, sign):  # Ed25519 (RFC 8032, section 6), for one signature: plain and slow
    _need(0 <= y < P, "the signature is malformed")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    _need((x * x - square) % P == 0 and not (x == 0 and sign), "the signature is malformed")
    return P - x if x & 1 != sign else x


def _point(data):
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = _x(y, number >> 255)
    return x, y, 1, x * y % P


def _add(a, b):
    u, v = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = v - u, z - t, z + t, v + u
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number, point):
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _add(found, point)
        point, number = _add(point, point), number >> 1
    return found


def _signed(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    by, r, s = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    hashed = hashlib.sha512(signature[:32] + key + message).digest()
    left = _times(s, _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")))
    right = _add(r, _times(int.from_bytes(hashed, "little") % L, by))
    return s < L and not any((left[i] * right[2] - right[i] * left[2]) % P for i in (0, 1))


def _opened(path):
    files = {}
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        _need(sum(info.file_size for info in infos) <= MOST, "the pack unpacks to more than 2 GB")
        for info in infos:
            _need(info.filename not in files, f"{info.filename} stands twice in the pack")
            files[info.filename] = archive.read(info)
    manifest = json.loads(files.pop("manifest.json"))
    listed = manifest["files"]
    _need(set(listed) == set(files), f"listed and present files differ: {sorted(set(listed) ^ set(files))[:3]}")
    for name, data in files.items():
        _need(_sha(data) == listed[name], f"{name} is not the file that the manifest lists")
    return files


def _check_log(files):
    covered, previous = {}, ""
    entries = [json.loads(line) for line in files["log.jsonl"].decode().split("\n")[:-1]]
    for number, (cells, own, rows) in enumerate(entries, start=1):
        _need(cells[0] == number, f"log entry {number} is missing or out of place")
        _need(number == 1 or cells[-1] == previous, f"log entry {number} does not follow the one before it")
        _need(_sha(_plain(["entry", *cells]).encode()) == own, f"log entry {number} does not match its hash")
        outputs = _sha("".join(f"{table}:{value}\n" for table, value in rows).encode())
        _need(outputs == cells[6], f"log entry {number} does not cover the rows listed for it")
        covered[number] = {(table, value) for table, value in rows}
        previous = own
    return covered, entries[0][1], entries[-1][1], len(entries)


def _check_rows(files, covered):
    found = {table: [] for table in COLUMNS}
    for table, cells in map(json.loads, files["rows.jsonl"].decode().split("\n")[:-1]):
        value, columns = cells[-1], dict(zip(COLUMNS[table], cells), entry=cells[-2])
        where = f"{table} {cells[0]}"
        _need(_digest((table, _plain(cells[:-1]))) == value, f"{where} does not match its hash")
        _need((table, value) in covered.get(columns["entry"], ()), f"{where} is not covered by the log")
        found[table].append((columns, json.loads(columns["record"])))
    return found


def _check_texts(files, found):
    contents = {}
    for columns, record in found["captures"]:
        name = columns["sha256"]
        data = files.get(f"captures/{name}")
        _need(data is not None and _sha(data) == name, f"capture {name} is not the bytes of that name")
        coding = (record.get("visit") or {}).get("coding")
        undo = zlib.decompressobj(wbits=31)
        contents[name] = undo.decompress(data, MOST) if coding in ("gzip", "x-gzip") else data
    drawn = {columns["sha256"] for columns, _ in found["pictures"]} - {None}
    for name in drawn:
        _need(_sha(files.get(f"captures/{name}", b"")) == name, f"picture {name} is not the bytes of that name")
    named = {f"captures/{name}" for name in drawn.union(contents)}
    _need(set(files) - KNOWN <= named, "the pack holds files that nothing names")
    texts, pieces = {}, 0
    for columns, record in found["reports"]:
        _need(columns["capture"] in contents, f"report {columns['id']} has no capture in the pack")
        data, text = contents[columns["capture"]], columns["text"]
        for span in record["spans"]:
            if span["verbatim"]:
                pieces += 1
                given = data[span["byte_start"] : span["byte_end"]].decode(record["encoding"])
                _need(
                    given == text[span["start"] : span["end"]], f"report {columns['id']}: its bytes give another text"
                )
        texts[columns["said"]] = text
    for columns, record in found["statements"]:
        quote, text = record["quote"], texts.get(columns["said"])
        _need(text is not None, f"statement {record['id']} has no report in the pack")
        said = text[quote["start"] : quote["end"]]
        _need(said and said == quote["text"], f"statement {record['id']}: its quote is not that slice of its report")
    return pieces


def main(path):
    """Print SOUND or REFUSED for the pack at `path`; 0 or 1."""
    try:
        files = _opened(path)
        covered, first, newest, count = _check_log(files)
        found = _check_rows(files, covered)
        pieces = _check_texts(files, found)
        seal = json.loads(files["seal.json"]) if "seal.json" in files else None
        if seal is not None:
            _need((seal["ledger"], seal["seq"], seal["head"]) == (first, count, newest), "the seal is of another log")
            message = _plain(["firstlight seal", *(seal[k] for k in ("ledger", "seq", "head", "at", "restored"))])
            genuine = _signed(bytes.fromhex(seal["key"]), message.encode(), bytes.fromhex(seal["signature"]))
            _need(genuine, "the signature of the log is wrong")
    except Wrong as wrong:
        print(f"REFUSED: {wrong}")
        return 1
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, *ZIPPED) as error:
        print(f"REFUSED: the pack is broken ({type(error).__name__}: {error})")
        return 1
    rows = ", ".join(f"{len(rows)} {table}" for table, rows in found.items())
    print(f"SOUND: {rows}, {pieces} pieces of text decoded from their bytes, {count} log entries in one chain")
    print(f"Signed at {seal['at']} by the key {seal['key']}" if seal else "Not signed: nobody vouches for the log")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else __doc__)
