#!/usr/bin/env python3
"""Build data/basemap/land.bin: countries, first-order divisions, disputed lines, seas.

In: world_map.gpkg (Natural Earth) and the hand-kept tables. Out: land.bin. The same input gives the same bytes.
Usage: basemap.py world_map.gpkg
"""

import hashlib
import math
import pathlib
import struct
import sys

import encoding
import geopackage
import label_point
import topology
from tables import read_table

DATA = pathlib.Path(__file__).resolve().parent.parent
INPUT_SHA256 = "ff5cceefc4b27abea094fa82459d8aef9417023236c326a666978b62ffe85db2"
NATURAL, SEAM, POLE, DISPUTED = range(4)
HALF_TURN = 180 * encoding.QUANTA
SEAM_FROM = 1_798_990  # the source stops short of the antimeridian at 179.9 degrees
MINIMUM_POINTS = 3  # a ring of fewer distinct points encloses nothing


def main():
    source = sys.argv[1]
    found = hashlib.sha256(pathlib.Path(source).read_bytes()).hexdigest()
    if found != INPUT_SHA256:
        sys.exit(f"{source}: expected sha256 {INPUT_SHA256}, found {found}")
    divisions = read_divisions(source)
    lines = read_disputed(source)
    names = {row["iso2"]: row["name"] for row in read_table(DATA / "tables/countries.tsv")}
    close_seam(divisions)
    edges = {}
    for index, division in enumerate(divisions):
        for rings in division["polygons"]:
            for k, ring in enumerate(rings):
                topology.add_edges(edges, ring, index, k > 0)
    arcs, separate = build(edges, lines, divisions)
    write(divisions, names, arcs, separate)


def read_divisions(source):
    """First-order divisions with the country they belong to in the default reading and on the ground."""
    views = list(read_table(DATA / "tables/worldview.tsv"))
    names = {(row["country"], row["source"]): row["name"] for row in read_table(DATA / "tables/division_names.tsv")}
    splits = list(read_table(DATA / "tables/splits.tsv"))
    wanted = {int(split["lines"]) for split in splits}
    claims = {r["fid"]: r["geometry"] for r in geopackage.read_rows(source, "disputed_borders", ["name"]) if r["fid"] in wanted}
    columns = ["iso_a2", "name", "fips", "adm0_a3", "gn_name", "admin", "gu_a3"]
    unused = {row["match"] for row in views}
    divisions = []
    for row in geopackage.read_rows(source, "states_provinces", columns):
        country = actual = row["iso_a2"]
        disputed = False
        for view in views:
            field, value = view["match"].split("=")
            if row[field] == value:
                unused.discard(view["match"])
                country, actual, disputed = view["default"], view["de_facto"], view["line"] == "dashed"
                row["name"] = view["name"] or row["name"]
        name = names.pop((country, row["name"]), row["name"] or "")
        polygons = []
        for rings in row["geometry"]:
            kept = []
            for k, ring in enumerate(rings):
                points = topology.clean([encoding.quantise(x, y) for x, y in ring])
                if len(points) >= MINIMUM_POINTS and topology.doubled_area(points) != 0:
                    kept.append(points)
                elif k == 0:
                    break
            if kept:
                polygons.append(kept)
        if not polygons:
            print(f"note: {row['admin']}, {name}: no ring of {MINIMUM_POINTS} points", file=sys.stderr)
            continue
        divisions.append(
            {"country": country, "actual": actual, "disputed": disputed, "name": name, "code": row["fips"] or "", "polygons": polygons}
        )
        for split in splits:
            field, value = split["match"].split("=")
            if row[field] == value:
                divisions.append(cut_out(divisions[-1], split, claims[int(split["lines"])]))
    if names:
        sys.exit(f"division_names.tsv: no division is called {sorted(names)}")
    if unused:
        sys.exit(f"worldview.tsv: no division matches {sorted(unused)}")
    return divisions


def cut_out(division, split, pieces):
    """Take the part of `division` on the far side of a disputed line out of it, as a division of its own."""
    lines = join_runs([("", [encoding.quantise(x, y) for x, y in piece]) for piece in pieces])
    while len(joined := join_runs(lines)) < len(lines):
        lines = joined
    line = max((points for _, points in lines), key=len)
    lon, lat = (float(v) for v in split["inside"].split(","))
    inside = encoding.quantise(lon, lat)
    polygon = next(rings for rings in division["polygons"] if contains(rings[0], inside))
    ring = polygon[0]
    place = {point: i for i, point in enumerate(ring)}
    # The longest stretch of the line inside the ring; an end that stops short of it goes to the nearest vertex.
    within = [p for p in line if p in place or contains(ring, p)]
    ends = [i for i, p in enumerate(within) if p in place]
    bounds = sorted({0, len(within) - 1, *ends})
    first, last = max(zip(bounds, bounds[1:]), key=lambda b: b[1] - b[0])
    chord = within[first : last + 1]
    if chord[0] not in place:
        chord.insert(0, nearest(ring, chord[0]))
    if chord[-1] not in place:
        chord.append(nearest(ring, chord[-1]))
    a, b = place[chord[0]], place[chord[-1]]
    if a > b:
        a, b, chord = b, a, chord[::-1]
    parts = [ring[a : b + 1] + chord[-2:0:-1], ring[b:] + ring[: a + 1] + chord[1:-1]]
    new = next(part for part in parts if contains(part, inside))
    polygon[0] = next(part for part in parts if part is not new)
    print(f"split: {split['name']} from {division['name']}, line of {len(chord)} points", file=sys.stderr)
    return {"country": split["default"], "actual": split["de_facto"], "disputed": True, "name": split["name"], "code": "", "polygons": [[new]]}


def nearest(ring, point):
    return min(ring, key=lambda p: (p[0] - point[0]) ** 2 + (p[1] - point[1]) ** 2)


def contains(ring, point):
    x, y = point
    inside = False
    for i in range(len(ring)):
        (ax, ay), (bx, by) = ring[i - 1], ring[i]
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def close_seam(divisions):
    """Stretch what the source cuts short of the antimeridian up to it, and let the two sides meet in the same points.

    A cut on one side without a partner on the other is left where it is, as a coast.
    """
    sides = {-1: [], 1: []}
    for division in divisions:
        for rings in division["polygons"]:
            for ring in rings:
                for side, found in sides.items():
                    found += seam_runs(ring, side)
    for west_ring, west in sides[-1]:
        low, high = span(west_ring, west)
        shared = [min(high, span(*cut)[1]) - max(low, span(*cut)[0]) for cut in sides[1]]
        best = max(range(len(shared)), key=lambda k: shared[k])
        if shared[best] <= 0:
            print(f"note: no partner across the antimeridian for the cut at {low}..{high}", file=sys.stderr)
            continue
        east_ring, east = sides[1].pop(best)
        other = span(east_ring, east)
        low, high = (low + other[0]) // 2, (high + other[1]) // 2
        for side, ring, run in ((-1, west_ring, west), (1, east_ring, east)):
            old = span(ring, run)
            for i in run:
                y = ring[i][1]
                ring[i] = (side * HALF_TURN, low if y == old[0] else high if y == old[1] else min(max(y, low), high))
    for division in divisions:
        for rings in division["polygons"]:
            rings[:] = [topology.clean(ring) for ring in rings]


def seam_runs(ring, side):
    """Runs of at least two neighbouring vertices at the cut, as lists of indices."""
    at = [p[0] * side >= SEAM_FROM for p in ring]
    if not any(at) or all(at):
        return []
    start = at.index(False)
    order = [(start + k) % len(ring) for k in range(len(ring))]
    runs, run = [], []
    for i in order + [start]:
        if at[i]:
            run.append(i)
        elif run:
            if len(run) > 1:
                runs.append((ring, run))
            run = []
    return runs


def span(ring, run):
    return min(ring[i][1] for i in run), max(ring[i][1] for i in run)


def read_disputed(source):
    """Disputed lines that the table keeps, as lists of quantised points."""
    kept = {int(row["id"]): row for row in read_table(DATA / "tables/disputed.tsv")}
    lines = []
    for row in geopackage.read_rows(source, "disputed_borders", ["name"]):
        entry = kept.get(row["fid"])
        if entry is None:
            sys.exit(f"disputed.tsv: line {row['fid']} ({row['name']}) has no row")
        if entry["draw"] != "yes":
            continue
        for piece in row["geometry"]:
            points = []
            for x, y in piece:
                q = encoding.quantise(x, y)
                if not points or points[-1] != q:
                    points.append(q)
            if len(points) > 1:
                lines.append((entry["name"], points))
    return lines


def build(edges, lines, divisions):
    """Arcs, and those stretches of disputed lines that no arc follows."""
    dashed = set()
    separate = []
    for name, points in lines:
        run = []
        for a, b in zip(points, points[1:]):
            key = (a, b) if a < b else (b, a)
            if key in edges:
                dashed.add(key)
                if run:
                    separate.append((name, run))
                run = []
            else:
                run = run or [a]
                run.append(b)
        if run:
            separate.append((name, run))
    separate = join_runs(separate)

    def mark(a, b):
        if a[0] == b[0] and abs(a[0]) == HALF_TURN:
            return SEAM
        if a[1] == b[1] and a[1] <= -89 * encoding.QUANTA:
            return POLE
        key = (a, b) if a < b else (b, a)
        if key in dashed:
            return DISPUTED
        left, right = edges[key]
        if topology.SEA not in (left, right):
            l, r = divisions[left], divisions[right]
            one = l["country"] == r["country"] or l["actual"] == r["actual"]
            if one and l["disputed"] != r["disputed"]:
                return DISPUTED
        return NATURAL

    arcs = topology.build_arcs(edges, mark)
    for points, left, right, kind in arcs:
        for a, b in zip(points, points[1:]):
            if abs(a[0] - b[0]) > HALF_TURN:
                sys.exit(f"an edge crosses the antimeridian at {a} {b}")
    seams = [{p for points, _, _, kind in arcs if kind == SEAM for p in points if p[0] == side} for side in (-HALF_TURN, HALF_TURN)]
    west, east = ({y for _, y in seam} for seam in seams)
    if west != east:
        print(f"note: antimeridian points on one side only: {sorted(west ^ east)[:10]} of {len(west | east)}", file=sys.stderr)
    return arcs, separate


def join_runs(runs):
    """Join runs of one name that meet end to end."""
    out = []
    for name, points in runs:
        for k, (other, line) in enumerate(out):
            if other == name and line[-1] == points[0]:
                out[k] = (name, line + points[1:])
                break
            if other == name and line[0] == points[-1]:
                out[k] = (name, points + line[1:])
                break
        else:
            out.append((name, points))
    return out


def area_km2(rings):
    """Area of rings (interior on the left) on the sphere, in square kilometres."""
    total = 0.0
    for ring in rings:
        for i in range(len(ring)):
            (x0, y0), (x1, y1) = ring[i - 1], ring[i]
            total -= math.radians((x1 - x0) / encoding.QUANTA) * (
                2 + math.sin(math.radians(y0 / encoding.QUANTA)) + math.sin(math.radians(y1 / encoding.QUANTA))
            )
    return abs(total) * 6371.0088**2 / 2


def largest_polygon(rings):
    """The largest outer ring with its holes."""
    areas = [topology.doubled_area(r) for r in rings]
    outer = max(range(len(rings)), key=lambda i: areas[i])
    xs = [p[0] for p in rings[outer]]
    ys = [p[1] for p in rings[outer]]
    box = min(xs), min(ys), max(xs), max(ys)
    holes = [
        r
        for r, a in zip(rings, areas)
        if a < 0 and box[0] <= r[0][0] <= box[2] and box[1] <= r[0][1] <= box[3] and -a > areas[outer] / 500
    ]
    return [rings[outer]] + holes


def summary(rings):
    """Label point, bounding box and area, packed."""
    x, y = label_point.find(largest_polygon(rings))
    points = [p for r in rings for p in r]
    box = encoding.bbox_centi(points)
    around = encoding.bbox_centi([(px + 2 * HALF_TURN if px < 0 else px, py) for px, py in points])
    if around[2] - around[0] < box[2] - box[0] - 1000:
        box = around  # shorter across the antimeridian
    return struct.pack("<ii4hf", x, y, *box, area_km2(rings))


def on_land(arcs, x, y):
    """Whether a ray to the west crosses the coast an odd number of times."""
    crossings = 0
    for points, left, right, _ in arcs:
        if topology.SEA in (left, right) and min(p[1] for p in points) <= y <= max(p[1] for p in points):
            for (ax, ay), (bx, by) in zip(points, points[1:]):
                if (ay > y) != (by > y) and (bx - ax) * (y - ay) / (by - ay) + ax < x:
                    crossings += 1
    return crossings % 2 == 1


def write(divisions, names, arcs, separate):
    heap = encoding.Heap()
    isos = sorted({d["country"] for d in divisions} | {d["actual"] for d in divisions})
    missing = [iso for iso in isos if iso not in names]
    if missing:
        sys.exit(f"countries.tsv: no name for {missing}")
    index = {iso: k for k, iso in enumerate(isos)}

    around = {}
    for arc in arcs:
        for area in {arc[1], arc[2]} - {topology.SEA}:
            around.setdefault(area, []).append(arc)

    division_table = bytearray()
    for k, division in enumerate(divisions):
        rings = topology.assemble(around.get(k, []), lambda area: area == k)
        division_table += struct.pack("<HH", index[division["country"]], index[division["actual"]])
        division_table += heap.add(division["name"]) + heap.add(division["code"]) + summary(rings)

    country_table = bytearray()
    for iso in isos:
        members = {k for k, d in enumerate(divisions) if d["country"] == iso} or {k for k, d in enumerate(divisions) if d["actual"] == iso}
        rings = topology.assemble(arcs, lambda area: area in members)
        country_table += iso.encode("ascii") + heap.add(names[iso]) + summary(rings)

    nodes = {}

    def node(point):
        return nodes.setdefault(point, len(nodes))

    arc_table, arc_data = bytearray(), bytearray()
    count = 0
    for points, left, right, kind in arcs:
        for part, keep in encoding.cut(points, encoding.importance(points)):
            first, last = node(part[0]), node(part[-1])
            arc_table += struct.pack(
                "<HHHHIHH4h", left, right, first, last, len(arc_data), len(part) - 2, kind, *encoding.bbox_centi(part)
            )
            arc_data += encoding.encode_line(part, keep)
            count += 1
    node_table = b"".join(struct.pack("<ii", *p) for p in nodes)
    if len(nodes) > 0xFFFF or len(divisions) >= topology.SEA:
        sys.exit("too many nodes or divisions for the format")

    disputed_table, disputed_data = bytearray(), bytearray()
    for name, points in separate:
        disputed_table += heap.add(name)
        disputed_table += struct.pack("<iiiiIH4h", *points[0], *points[-1], len(disputed_data), len(points) - 2, *encoding.bbox_centi(points))
        disputed_data += encoding.encode_line(points, encoding.importance(points))

    sea_table = bytearray()
    ashore = []
    for row in read_table(DATA / "tables/seas.tsv"):
        for anchor in row["anchors"].split(";"):
            lon, lat = (float(v) for v in anchor.split(","))
            if row["on"] == "sea" and on_land(arcs, *encoding.quantise(lon, lat)):
                ashore.append(f"{row['line']}: {row['name']}: {anchor} is on land")
            sea_table += heap.add(row["name"]) + struct.pack("<BBHii", int(row["rank"]), row["on"] == "land", int(row["width_km"]), *encoding.quantise(lon, lat))

    if ashore:
        sys.exit("\n".join(ashore))

    sections = [country_table, division_table, node_table, arc_table, arc_data, disputed_table, disputed_data, sea_table, heap.bytes]
    (DATA / "basemap").mkdir(exist_ok=True)
    path = DATA / "basemap/land.bin"
    encoding.write_sections(path, b"FLBM", sections)
    vertices = sum(len(points) for points, *_ in arcs)
    print(f"{path.name}: {path.stat().st_size} bytes, {len(isos)} countries, {len(divisions)} divisions, {count} arcs, {vertices} points")
    print("sections", [len(s) for s in sections])
    print("sha256", hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
