"""Numbers and lines as the shipped files hold them.

In: quantised coordinates. Out: bytes. The reader is src/basemap/format.rs; both change together.
"""

import heapq
import math
import struct

QUANTA = 10000  # one unit is 0.0001 degrees, about 11 m
LEVELS = 16
LEVEL_BASE = 0.0002  # degrees; tolerance of level 0
LEVEL_RATIO = 1.7
LEVEL_LIMITS = [LEVEL_BASE * LEVEL_RATIO**k for k in range(LEVELS)]
PART_POINTS = 240  # longest run of points between two nodes


def quantise(lon, lat):
    return (int(math.floor(lon * QUANTA + 0.5)), int(math.floor(lat * QUANTA + 0.5)))


def varint(value):
    """Zigzag, then seven bits a byte, least significant first."""
    value = value * 2 if value >= 0 else -value * 2 - 1
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def level_of(tolerance):
    """The highest level whose limit `tolerance` (degrees) reaches, so that the vertex goes beyond it."""
    level = 0
    while level + 1 < LEVELS and tolerance >= LEVEL_LIMITS[level + 1]:
        level += 1
    return level


def importance(points):
    """For each point the tolerance in degrees up to which it is kept (Visvalingam's effective area).

    End points are kept for ever. A closed line keeps at least a triangle until its own area is too small.
    """
    count = len(points)
    keep = [math.inf] * count
    if count < 3:
        return keep
    closed = points[0] == points[-1]
    before = list(range(-1, count - 1))
    after = list(range(1, count + 1))
    scale = math.cos(math.radians(min(abs(points[0][1]) / QUANTA, 89.0)))

    def area(i):
        a, b, c = points[before[i]], points[i], points[after[i]]
        doubled = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        return abs(doubled) / 2 * scale / QUANTA / QUANTA

    current = [0.0] * count
    heap = []
    for i in range(1, count - 1):
        current[i] = area(i)
        heap.append((current[i], i))
    heapq.heapify(heap)
    left = count - 2
    largest = 0.0
    gone = [False] * count
    while heap:
        value, i = heapq.heappop(heap)
        if gone[i] or value != current[i]:
            continue
        if closed and left == 2:
            # Two points are left besides the shared end: they stand or fall together.
            last = [k for k in range(1, count - 1) if not gone[k]]
            largest = max(largest, value)
            for k in last:
                keep[k] = math.sqrt(largest)
            break
        largest = max(largest, value)
        keep[i] = math.sqrt(largest)
        gone[i] = True
        left -= 1
        p, n = before[i], after[i]
        after[p], before[n] = n, p
        for k in (p, n):
            if 0 < k < count - 1 and not gone[k]:
                current[k] = area(k)
                heapq.heappush(heap, (current[k], k))
    return keep


def cut(points, keep):
    """Cut a long line at important points, so that a window decodes little more than it shows."""
    parts = []
    start = 0
    while len(points) - start > PART_POINTS + PART_POINTS // 2:
        low, high = start + PART_POINTS // 2, start + PART_POINTS
        at = max(range(low, high), key=lambda i: (keep[i], -i))
        parts.append((points[start : at + 1], keep[start : at + 1]))
        start = at
    parts.append((points[start:], keep[start:]))
    return parts


def encode_line(points, keep):
    """The points between the two ends: a level nibble each, then zigzag varint steps from the first point."""
    inner = range(1, len(points) - 1)
    levels = [level_of(keep[i]) if keep[i] != math.inf else LEVELS - 1 for i in inner]
    out = bytearray()
    for k in range(0, len(levels), 2):
        high = levels[k + 1] if k + 1 < len(levels) else 0
        out.append(levels[k] | high << 4)
    x, y = points[0]
    for i in inner:
        out += varint(points[i][0] - x)
        out += varint(points[i][1] - y)
        x, y = points[i]
    return bytes(out)


def bbox_centi(points):
    """Bounding box in hundredths of a degree, rounded outward."""
    xs = [p[0] for p in points]
    ys = [p[1] for p in points]
    step = QUANTA // 100
    return (min(xs) // step, min(ys) // step, -(-max(xs) // step), -(-max(ys) // step))


class Heap:
    """Strings stored once, named by offset and length."""

    def __init__(self):
        self.bytes = bytearray()
        self.seen = {}

    def add(self, text):
        raw = text.encode("utf-8")
        if raw not in self.seen:
            self.seen[raw] = len(self.bytes)
            self.bytes += raw
        return struct.pack("<IH", self.seen[raw], len(raw))


def write_sections(path, magic, sections):
    """Magic, version, then a table of (offset, length) in bytes, then the sections, each on a multiple of four."""
    head = 8 + 8 * len(sections)
    table = bytearray()
    body = bytearray()
    for section in sections:
        while len(body) % 4:
            body.append(0)
        table += struct.pack("<II", head + len(body), len(section))
        body += section
    with open(path, "wb") as file:
        file.write(magic + struct.pack("<HH", 1, len(sections)) + table + body)
