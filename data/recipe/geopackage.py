"""Read the layers of a GeoPackage with the standard library alone.

In: a GeoPackage file. Out: rows of attributes and coordinate lists. Never: geometry operations.
"""

import sqlite3
import struct

ENVELOPE_BYTES = [0, 32, 48, 48, 64]


def read_geometry(blob):
    """Coordinates of a GeoPackage geometry: polygons as lists of rings, lines as lists of points."""
    if blob[:2] != b"GP":
        raise ValueError("not a GeoPackage geometry")
    start = 8 + ENVELOPE_BYTES[(blob[3] >> 1) & 7]
    return _read_wkb(blob, start)[0]


def _read_wkb(blob, at):
    order = "<" if blob[at] == 1 else ">"
    (kind,) = struct.unpack_from(order + "I", blob, at + 1)
    at += 5
    if kind in (5, 6):
        (count,) = struct.unpack_from(order + "I", blob, at)
        at += 4
        parts = []
        for _ in range(count):
            part, at = _read_wkb(blob, at)
            parts.append(part)
        return parts, at
    if kind == 3:
        (count,) = struct.unpack_from(order + "I", blob, at)
        at += 4
        rings = []
        for _ in range(count):
            ring, at = _read_points(blob, at, order)
            rings.append(ring)
        return rings, at
    if kind == 2:
        return _read_points(blob, at, order)
    raise ValueError(f"geometry type {kind} is not expected here")


def _read_points(blob, at, order):
    (count,) = struct.unpack_from(order + "I", blob, at)
    flat = struct.unpack_from(f"{order}{2 * count}d", blob, at + 4)
    return list(zip(flat[::2], flat[1::2])), at + 4 + 16 * count


def read_rows(path, table, columns):
    """Rows of `table` in the order of their ids, each a dictionary with its `geometry`."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    names = ", ".join(columns)
    for row in database.execute(f"select fid, geom, {names} from {table} order by fid"):
        record = dict(zip(columns, row[2:]))
        record["fid"] = row[0]
        record["geometry"] = read_geometry(row[1])
        yield record
    database.close()
