#!/usr/bin/env python3
"""Build data/water/water.bin: rivers and lakes.

In: the coast dumps of Debian's gmt over GSHHG (made here), the hand-kept names and outlines. Out: water.bin, under the
licence of GSHHG (LGPL-3.0-or-later). The same input gives the same bytes.
Usage: water.py DIRECTORY, where DIRECTORY holds binned_river_h.nc and binned_GSHHS_h.nc and GMT finds them there.
"""

import hashlib
import heapq
import math
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

import encoding
import topology
from tables import read_table

DATA = pathlib.Path(__file__).resolve().parent.parent
INPUT_SHA256 = {
    "binned_river_h.nc": "0c79bf1cf3f0b7932d26e9c7eaa9b21431b6d4796e9c6fc05affafeb73a1b69c",
    "binned_GSHHS_h.nc": "5186f7ae41c6a18807582423b3b5ae5892e78b19bf6c7c792377baa8592830fc",
}
# GSHHG level of a river: (level on the map, falls dry). The levels left out are small wadis and irrigation canals.
RIVER_LEVELS = {0: (0, 0), 1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (3, 0), 5: (3, 1), 6: (4, 1), 8: (3, 0)}
# Detail kept, in degrees, by level on the map.
DETAIL = [0.003, 0.005, 0.008, 0.011, 0.014]
LAKE_DETAIL = 0.005
LAKE_LEAST_KM2 = 1.5
# North of this the small waters of tundra and taiga are left out and the rest is coarser.
FAR_NORTH = 60.5 * encoding.QUANTA
FAR_NORTH_COARSER = 2.5
FAR_NORTH_LEAST_KM2 = 40
LAKE_MOST_KM2 = 300_000  # the Caspian is a sea here
ANCHOR_KM = 5.0
KM = 111.195 / encoding.QUANTA  # of one unit along a meridian


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    for name, expected in INPUT_SHA256.items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != expected:
            sys.exit(f"{name}: expected sha256 {expected}, found {found}")
    names = list(read_table(DATA / "tables/water_names.tsv"))
    rivers = name_rivers(read_rivers(folder), [r for r in names if r["kind"] == "river"])
    lakes = name_lakes(read_lakes(folder), [r for r in names if r["kind"] == "lake"])
    write(rivers, lakes)


def dump(folder, *options):
    """The segments that `gmt coast` prints: (header, points)."""
    environment = dict(os.environ, GMT_DATADIR=str(folder), LC_ALL="C")
    text = subprocess.run(["gmt", "coast", "-Rd", "-Dh", "-M", *options, f"--DIR_GSHHG={folder}"], env=environment, cwd=tempfile.gettempdir(), capture_output=True, check=True, text=True).stdout
    header, points = None, []
    for line in text.splitlines():
        if line.startswith(">"):
            if header and len(points) > 1:
                yield header, points
            header, points = line, []
        elif line and not line.startswith("#"):
            lon, lat = line.split()
            point = encoding.quantise(float(lon), float(lat))
            if not points or points[-1] != point:
                points.append(point)
    if header and len(points) > 1:
        yield header, points


def read_rivers(folder):
    """Pieces between confluences: {"level", "dry", "points", "name"}."""
    pieces = set()
    banks = []
    for header, points in dump(folder, "-Ia"):
        level = int(header.rsplit(" ", 1)[1])
        if level in RIVER_LEVELS and not spans_world(points):
            if points[0] > points[-1]:
                points.reverse()
            if level == 0:
                banks.append(tuple(points))
            else:
                pieces.add((level, tuple(points)))
    pieces |= {(0, tuple(line)) for line in single_banks(sorted(set(banks)), pieces)}
    rivers = []
    for level, points in sorted(pieces):
        shown, dry = RIVER_LEVELS[level]
        rivers.append({"level": shown, "dry": dry, "points": list(points), "name": ""})
    return rivers


def single_banks(banks, pieces):
    """One line for each river that the source draws by its two banks, cut where other rivers end at it.

    The water between the banks is among the lakes.
    """
    cells = {}
    for _, points in pieces:
        for end in (points[0], points[-1]):
            cells.setdefault((end[0] // MOUTH, end[1] // MOUTH), []).append(end)
    for ring in rings(banks):
        centre = ring[0]
        one = max(range(len(ring)), key=lambda i: distance_km(centre, ring[i]))
        other = max(range(len(ring)), key=lambda i: distance_km(ring[one], ring[i]))
        first, last = min(one, other), max(one, other)
        ways = [ring[first : last + 1], ring[last:] + ring[: first + 1]]
        line = min(ways, key=length_km)
        cuts = set()
        mouths = set()
        for x, y in ring:
            for dx in (-1, 0, 1):
                for dy in (-1, 0, 1):
                    mouths.update(e for e in cells.get((x // MOUTH + dx, y // MOUTH + dy), ()) if distance_km(e, (x, y)) < MOUTH_KM)
        for mouth in sorted(mouths):
            nearest = min(range(len(line)), key=lambda i: distance_km(mouth, line[i]))
            if 0 < nearest < len(line) - 1:
                cuts.add(nearest)
        start = 0
        for cut in sorted(cuts) + [len(line) - 1]:
            if cut > start:
                yield line[start : cut + 1]
            start = cut


def spans_world(points):
    """Whether a line jumps across the antimeridian."""
    xs = [p[0] for p in points]
    return max(xs) - min(xs) > 180 * encoding.QUANTA


def length_km(points):
    total = 0.0
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        scale = math.cos(math.radians(y0 / encoding.QUANTA))
        total += math.hypot((x1 - x0) * scale, y1 - y0)
    return total * KM


def distance_km(a, b):
    scale = math.cos(math.radians((a[1] + b[1]) / 2 / encoding.QUANTA))
    return math.hypot((a[0] - b[0]) * scale, a[1] - b[1]) * KM


CELL = 1000
MOUTH_KM = 1.5
MOUTH = 200
GAP_KM = 15.0
GAP = 1500


class Network:
    """Pieces as edges of a graph, and a grid to find the nearest one."""

    def __init__(self, rivers):
        self.rivers = rivers
        self.lengths = [length_km(r["points"]) for r in rivers]
        self.ends = {}
        self.grid = {}
        for k, river in enumerate(rivers):
            for end in (river["points"][0], river["points"][-1]):
                self.ends.setdefault(end, []).append(k)
            for i, (a, b) in enumerate(zip(river["points"], river["points"][1:])):
                steps = max(1, int(max(abs(a[0] - b[0]), abs(a[1] - b[1])) / 400))
                for s in range(steps + 1):
                    p = (a[0] + (b[0] - a[0]) * s // steps, a[1] + (b[1] - a[1]) * s // steps)
                    self.grid.setdefault((p[0] // CELL, p[1] // CELL), set()).add((p[0], p[1], k))
        self.near = {}
        # Ends that do not meet where a broad river is drawn as a lake or a bin was cut: a step from one to the other.
        cells = {}
        for end in self.ends:
            cells.setdefault((end[0] // GAP, end[1] // GAP), []).append(end)
        for end in self.ends:
            cx, cy = end[0] // GAP, end[1] // GAP
            for dx in (-1, 0, 1):
                for dy in (-1, 0, 1):
                    for other in cells.get((cx + dx, cy + dy), ()):
                        if other != end and distance_km(end, other) < GAP_KM:
                            self.near.setdefault(end, []).append(other)

    def candidates(self, anchor):
        """Pieces within reach of an anchor, nearest first: (distance in km, piece)."""
        found = {}
        cx, cy = anchor[0] // CELL, anchor[1] // CELL
        for dx in (-2, -1, 0, 1, 2):
            for dy in (-1, 0, 1):
                for x, y, k in self.grid.get((cx + dx, cy + dy), ()):
                    d = distance_km(anchor, (x, y))
                    if d <= ANCHOR_KM and d < found.get(k, math.inf):
                        found[k] = d
        return sorted((d, k) for k, d in found.items())

    def path(self, starts, goals, limit):
        """The cheapest run of pieces from one of `starts` to one of `goals`; great rivers are preferred."""
        cost = {k: self.lengths[k] * (1 + 0.25 * self.rivers[k]["level"]) for k in set(starts) | set(goals)}
        best = {}
        heap = []
        for k, extra in starts.items():
            for end in (self.rivers[k]["points"][0], self.rivers[k]["points"][-1]):
                heapq.heappush(heap, (extra * 3, end, (k,)))
        if set(starts) & set(goals):
            k = min(set(starts) & set(goals), key=lambda k: starts[k] + goals[k])
            return [k]
        while heap:
            spent, node, run = heapq.heappop(heap)
            if node == "goal":
                return list(run)
            if node in best or spent > limit:
                continue
            best[node] = True
            for k in self.ends[node]:
                if k in run:
                    continue
                if k in goals:
                    heapq.heappush(heap, (spent + goals[k] * 3, "goal", run + (k,)))
                points = self.rivers[k]["points"]
                other = points[-1] if points[0] == node else points[0]
                if other not in best:
                    weight = self.lengths[k] * (1 + 0.25 * self.rivers[k]["level"])
                    heapq.heappush(heap, (spent + weight, other, run + (k,)))
            for other in self.near.get(node, ()):
                if other not in best:
                    heapq.heappush(heap, (spent + distance_km(node, other) * 3 + 2, other, run))
        return None


def name_rivers(rivers, rows):
    """Give each piece between the anchors of a row its name, then follow the river beyond them."""
    network = Network(rivers)
    claims = {}
    problems = []

    def claim(k, row):
        other = claims.setdefault(k, row)
        if other["name"] != row["name"]:
            x, y = rivers[k]["points"][len(rivers[k]["points"]) // 2]
            problems.append(f"{row['line']}: {row['name']} and {other['name']} claim one river at {x / 1e4},{y / 1e4}")

    for row in rows:
        anchors = [encoding.quantise(*(float(v) for v in a.split(","))) for a in row["anchors"].split(";")]
        reach = [dict((k, d) for d, k in network.candidates(a)) for a in anchors]
        for anchor, found in zip(anchors, reach):
            if not found:
                problems.append(f"{row['line']}: {row['name']}: no river within {ANCHOR_KM} km of {anchor[0] / 1e4},{anchor[1] / 1e4}")
        touched = [False] * len(anchors)
        for i in range(len(anchors) - 1):
            if not reach[i] or not reach[i + 1]:
                continue
            straight = distance_km(anchors[i], anchors[i + 1])
            run = network.path(reach[i], reach[i + 1], 4 * straight + 60)
            if run is None:
                continue
            touched[i] = touched[i + 1] = True
            for k in run:
                claim(k, row)
        for i, found in enumerate(reach):
            if found and not touched[i]:
                claim(min(found, key=lambda k: (found[k], k)), row)
    for k in sorted(claims):
        extend(network, claims, k)
    if problems:
        sys.exit("\n".join(problems))
    for k, row in claims.items():
        rivers[k]["name"] = row["name"]
    return rivers


def extend(network, claims, k):
    """Carry a name on through nodes where the river simply goes on: one piece of its level in, one out."""
    row = claims[k]
    stack = [k]
    while stack:
        piece = network.rivers[stack.pop()]
        for end in (piece["points"][0], piece["points"][-1]):
            same = [i for i in network.ends[end] if network.rivers[i]["level"] == piece["level"]]
            if len(same) == 2:
                for i in same:
                    if i not in claims:
                        claims[i] = row
                        stack.append(i)


def chains(rivers):
    """Join pieces of one level and name where exactly two of them meet."""
    ends = {}
    for k, river in enumerate(rivers):
        for end in {river["points"][0], river["points"][-1]}:
            ends.setdefault((end, river["level"], river["dry"], river["name"]), []).append(k)
    used = set()
    for k, river in enumerate(rivers):
        if k in used:
            continue
        used.add(k)
        line = list(river["points"])
        for _ in range(2):
            while True:
                ways = ends.get((line[-1], river["level"], river["dry"], river["name"]), [])
                onward = [i for i in ways if i not in used]
                if len(ways) != 2 or not onward or line[0] == line[-1]:
                    break
                used.add(onward[0])
                points = rivers[onward[0]]["points"]
                line += points[1:] if points[0] == line[-1] else points[-2::-1]
            line.reverse()
        yield {"level": river["level"], "dry": river["dry"], "name": river["name"], "points": line}


def read_lakes(folder):
    """Lakes: {"rings", "area", "name"}; the first ring is the shore, the others are islands."""
    pieces = {2: set(), 3: set()}
    for header, points in dump(folder, "-W2", "-W3"):
        level = int(header.rsplit(" ", 1)[1])
        if level in pieces:
            pieces[level].add(tuple(points))
    shores = [close for close in rings(sorted(pieces[2]))]
    islands = [close for close in rings(sorted(pieces[3]))]
    lakes = []
    for ring in shores:
        if topology.doubled_area(ring) < 0:
            ring.reverse()
        lakes.append({"rings": [ring], "name": ""})
    for row in read_table(DATA / "tables/reservoirs.tsv"):
        ring = topology.clean(strip([tuple(float(v) for v in p.split(",")) for p in row["axis"].split(";")]))
        if topology.doubled_area(ring) < 0:
            ring.reverse()
        lakes.append({"rings": [ring], "name": row["name"], "by_hand": True})
    boxes = [encoding.bbox_centi(lake["rings"][0]) for lake in lakes]
    for ring in islands:
        x, y = ring[0]
        cx, cy = x // 100, y // 100
        for lake, box in zip(lakes, boxes):
            if box[0] <= cx <= box[2] and box[1] <= cy <= box[3] and contains(lake["rings"][0], (x, y)):
                if topology.doubled_area(ring) > 0:
                    ring.reverse()
                lake["rings"].append(ring)
                break
    kept = []
    for lake in lakes:
        lake["area"] = ring_km2(lake["rings"][0])
        least = FAR_NORTH_LEAST_KM2 if lake["rings"][0][0][1] > FAR_NORTH else LAKE_LEAST_KM2
        if least <= lake["area"] <= LAKE_MOST_KM2:
            lake["rings"] = [lake["rings"][0]] + [r for r in lake["rings"][1:] if ring_km2(r) >= LAKE_LEAST_KM2]
            kept.append(lake)
    return kept


def strip(axis):
    """The outline of a strip around an axis of (lon, lat, half-width in km), with rounded course and ends."""
    course = []
    count = len(axis)
    for i in range(count - 1):
        p = [axis[max(i - 1, 0)], axis[i], axis[i + 1], axis[min(i + 2, count - 1)]]
        for step in range(5):
            t = step / 5
            weights = (-t + 2 * t * t - t**3, 2 - 5 * t * t + 3 * t**3, t + 4 * t * t - 3 * t**3, t**3 - t * t)
            course.append(tuple(sum(w * q[k] for w, q in zip(weights, p)) / 2 for k in range(3)))
    course.append(axis[-1])
    left, right = [], []
    for i, (lon, lat, half) in enumerate(course):
        a, b = course[max(i - 1, 0)], course[min(i + 1, len(course) - 1)]
        scale = math.cos(math.radians(lat))
        dx, dy = (b[0] - a[0]) * scale, b[1] - a[1]
        size = math.hypot(dx, dy) or 1.0
        nx, ny = -dy / size * half / 111.195 / scale, dx / size * half / 111.195
        left.append(encoding.quantise(lon + nx, lat + ny))
        right.append(encoding.quantise(lon - nx, lat - ny))
    return left + right[::-1]


def ring_km2(ring):
    scale = math.cos(math.radians(sum(p[1] for p in ring) / len(ring) / encoding.QUANTA))
    return abs(topology.doubled_area(ring)) / 2 * scale * KM * KM


def contains(ring, point):
    x, y = point
    inside = False
    for i in range(len(ring)):
        (ax, ay), (bx, by) = ring[i - 1], ring[i]
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def rings(pieces):
    """Closed rings from pieces that meet end to end."""
    ends = {}
    for k, piece in enumerate(pieces):
        for end in {piece[0], piece[-1]}:
            ends.setdefault(end, []).append(k)
    used = set()
    for k, piece in enumerate(pieces):
        if k in used:
            continue
        used.add(k)
        line = list(piece)
        while line[0] != line[-1]:
            onward = [i for i in ends[line[-1]] if i not in used]
            if not onward:
                break
            used.add(onward[0])
            points = pieces[onward[0]]
            line += points[1:] if points[0] == line[-1] else points[-2::-1]
        if line[0] != line[-1] and distance_km(line[0], line[-1]) > 3:
            print(f"note: a shore near {line[0][0] / 1e4},{line[0][1] / 1e4} does not close", file=sys.stderr)
            continue
        ring = topology.clean(line)
        if len(ring) >= 3 and not spans_world(ring):
            yield ring


def name_lakes(lakes, rows):
    problems = []
    for row in rows:
        lon, lat = (float(v) for v in row["anchors"].split(","))
        anchor = encoding.quantise(lon, lat)
        found = (math.inf, None)
        for lake in lakes:
            if lake.get("by_hand"):
                continue
            ring = lake["rings"][0]
            if abs(ring[0][1] - anchor[1]) > 50_000:
                continue
            if contains(ring, anchor):
                found = (0.0, lake)
                break
            nearest = min(distance_km(anchor, p) for p in ring)
            if nearest < found[0]:
                found = (nearest, lake)
        if found[0] > ANCHOR_KM:
            problems.append(f"{row['line']}: {row['name']}: no lake within {ANCHOR_KM} km of {lon},{lat} (nearest {found[0]:.0f})")
        elif found[1]["name"] not in ("", row["name"]):
            problems.append(f"{row['line']}: {row['name']} and {found[1]['name']} claim one lake")
        else:
            found[1]["name"] = row["name"]
    if problems:
        sys.exit("\n".join(problems))
    return lakes


def thin(points, detail):
    if points[0][1] > FAR_NORTH:
        detail *= FAR_NORTH_COARSER
    keep = encoding.importance(points)
    chosen = [i for i in range(len(points)) if keep[i] >= detail]
    return [points[i] for i in chosen], [keep[i] for i in chosen]


def write(rivers, lakes):
    heap = encoding.Heap()
    river_table, river_data = bytearray(), bytearray()
    lines = sorted(chains(rivers), key=lambda r: (r["level"], r["name"], r["points"][0], r["points"][-1]))
    count = parts = 0
    lines = [r for r in lines if r["name"] or r["level"] < 3 or r["points"][0][1] <= FAR_NORTH]
    for number, river in enumerate(lines):
        points, keep = thin(river["points"], DETAIL[river["level"]])
        count += len(points)
        for part, levels in encoding.cut(points, keep):
            parts += 1
            river_table += heap.add(river["name"]) + struct.pack("<BBI", river["level"], river["dry"], number)
            river_table += struct.pack("<iiiiIH4h", *part[0], *part[-1], len(river_data), len(part) - 2, *encoding.bbox_centi(part))
            river_data += encoding.encode_line(part, levels)
    lake_table, ring_table, lake_data = bytearray(), bytearray(), bytearray()
    shores = ring_count = 0
    for lake in sorted(lakes, key=lambda lake: (-lake["area"], lake["rings"][0][0])):
        packed = []
        for ring in lake["rings"]:
            points, keep = thin(ring + ring[:1], LAKE_DETAIL if not lake.get("by_hand") else 0.0)
            if len(points) >= 4:
                packed.append((points, keep))
        if not packed:
            continue
        box = encoding.bbox_centi(packed[0][0])
        x, y = (box[0] + box[2]) * 50, (box[1] + box[3]) * 50
        shore = lake["rings"][0]
        width_m = 2000 * lake["area"] / length_km(shore + shore[:1])
        lake_table += heap.add(lake["name"]) + struct.pack("<Hf", min(int(width_m), 0xFFFF), lake["area"])
        lake_table += struct.pack("<4hIHii", *box, ring_count, len(packed), x, y)
        for points, keep in packed:
            ring_table += struct.pack("<iiIH4h", *points[0], len(lake_data), len(points) - 2, *encoding.bbox_centi(points))
            lake_data += encoding.encode_line(points, keep)
            ring_count += 1
            shores += len(points)
    path = DATA / "water/water.bin"
    encoding.write_sections(path, b"FLBW", [river_table, river_data, lake_table, ring_table, lake_data, heap.bytes])
    named = len({r["name"] for r in lines} - {""})
    print(f"{path.name}: {path.stat().st_size} bytes, {len(lines)} rivers in {parts} parts with {count} points, {named} names")
    print(f"{len(lake_table) // 34} lakes, {ring_count} rings, {shores} points, {len({l['name'] for l in lakes} - {''})} names")
    print("sections", [len(s) for s in (river_table, river_data, lake_table, ring_table, lake_data, heap.bytes)])
    print("sha256", hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
