"""A zip package with a few parts exchanged: all others are copied as they are packed, in the same
order, with their dates and all else that is said of them.

The standard library can only unpack and pack again, which gives other bytes.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_ZIP64 = 1
"""The extra field with sizes that need 64 bits; what is written here needs 32."""
_FOLLOWS = 0x08
"""The flag that sizes and checksum follow behind the data."""
_STORED, _DEFLATED = 0, 8
_UNKNOWN = 0xFFFFFFFF


class Unusual(Exception):
    """The package is put together in a way in which nothing can be exchanged safely."""


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    header: tuple[int, ...]
    """The directory's entry, without its signature; see `_CENTRAL`."""
    rest: bytes
    """Name, extra field and comment, as they stand in the directory."""
    start: int
    """Where its own header begins."""


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with other contents of these parts, by their names as `zipfile` tells them.

    Raises:
        Unusual: parts overlap, the directory does not fit, or a name is not there.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        directory, comment = archive.start_dir, archive.comment
        found = list(_directory(data, archive))
    if parts.keys() - {p.name for p in found}:
        raise Unusual
    order = sorted(range(len(found)), key=lambda n: found[n].start)
    begins = [found[n].start for n in order]
    view = memoryview(data)
    out: list[bytes | memoryview] = [view[: begins[0]]]
    at = begins[0]
    # Offsets are counted from where the zip begins, which may be behind the file's beginning.
    shift = found[0].start - found[0].header[-1]
    headers: dict[int, tuple[int, ...]] = {}
    rests: dict[int, bytes] = {}
    for n, limit in zip(order, [*begins[1:], directory], strict=True):
        part = found[n]
        local = _local(data, part, limit)
        begin = at - shift
        if part.name in parts:
            headers[n], rests[n], new = _packed(part, local, data, parts[part.name])
            out.append(new)
            at += len(new)
        else:
            headers[n], rests[n] = part.header, part.rest
            out.append(view[part.start : limit])
            at += limit - part.start
        headers[n] = (*headers[n][:-1], begin)
    for n in range(len(found)):
        out += [_CENTRAL.pack(b"PK\x01\x02", *headers[n]), rests[n]]
    size = sum(_CENTRAL.size + len(rests[n]) for n in range(len(found)))
    end = _END.pack(
        b"PK\x05\x06", 0, 0, len(found), len(found), size, at - shift, len(comment)
    )  # fmt: skip
    return b"".join([*out, end, comment])


def _directory(data: bytes, archive: zipfile.ZipFile) -> Iterator[_Part]:
    at = archive.start_dir
    infos = archive.infolist()
    if not 0 < len(infos) < 0xFFFF:
        raise Unusual
    for info in infos:
        fields = _unpacked(_CENTRAL, data, at)
        if fields[0] != b"PK\x01\x02":
            raise Unusual
        header = tuple(int(f) for f in fields[1:])
        name, extra, comment = header[9:12]
        start = at + _CENTRAL.size
        at = start + name + extra + comment
        if at > len(data) or header[-1] == _UNKNOWN or info.header_offset < header[-1]:
            raise Unusual
        yield _Part(info.filename, header, data[start:at], info.header_offset)


def _local(data: bytes, part: _Part, limit: int) -> tuple[int, ...]:
    """A part's own header. Raises Unusual: there is none, or it reaches into the next part."""
    fields = _unpacked(_LOCAL, data, part.start)
    local = tuple(int(f) for f in fields[1:])
    if fields[0] != b"PK\x03\x04" or part.start >= limit:
        raise Unusual
    packed = part.header[7]
    if packed != _UNKNOWN and part.start + _LOCAL.size + local[-2] + local[-1] + packed > limit:
        raise Unusual
    return local


def _packed(
    part: _Part, local: tuple[int, ...], data: bytes, content: bytes
) -> tuple[tuple[int, ...], bytes, bytes]:
    """Its entry in the directory, what follows that, and the part with its own header."""
    made, needs, flags, method, time, date, *_ = part.header
    name, extra, comment = part.header[9:12]
    method = _STORED if method == _STORED else _DEFLATED
    flags &= ~_FOLLOWS
    packed = content
    if method == _DEFLATED:
        squeezed = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = squeezed.compress(content) + squeezed.flush()
    sums = (zlib.crc32(content), len(packed), len(content))
    begin = part.start + _LOCAL.size
    end = begin + local[-2]
    own_name, own_extra = data[begin:end], _without_zip64(data[end : end + local[-1]])
    own = _LOCAL.pack(
        b"PK\x03\x04", needs, flags, method, time, date, *sums, len(own_name), len(own_extra)
    )  # fmt: skip
    kept = _without_zip64(part.rest[name : name + extra])
    header = (
        made, needs, flags, method, time, date, *sums, name, len(kept), comment, *part.header[12:],
    )  # fmt: skip
    rest = part.rest[:name] + kept + part.rest[name + extra :]
    return header, rest, own + own_name + own_extra + packed


def _without_zip64(extra: bytes) -> bytes:
    kept, at = [], 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        if kind != _ZIP64:
            kept.append(extra[at : at + 4 + size])
        at += 4 + size
    return b"".join([*kept, extra[at:]])


def _unpacked(form: struct.Struct, data: bytes, at: int) -> tuple[bytes | int, ...]:
    try:
        return form.unpack_from(data, at)
    except struct.error:
        raise Unusual from None
