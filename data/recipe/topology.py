"""Polygons that share their borders: from rings to arcs.

In: rings of quantised points with the area they bound. Out: arcs with the areas on their left and right. Never: files.
"""

SEA = 0xFFFF


def doubled_area(ring):
    return sum(ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1] for i in range(len(ring)))


def clean(ring):
    """The ring without repeated points and without its closing point."""
    out = []
    for point in ring:
        if not out or out[-1] != point:
            out.append(point)
    while len(out) > 1 and out[0] == out[-1]:
        out.pop()
    return out


def add_edges(edges, ring, area, is_hole):
    """Note for every edge the area on its left and right, seen from its lesser to its greater end."""
    if (doubled_area(ring) > 0) == is_hole:
        ring = ring[::-1]
    for i in range(len(ring)):
        a, b = ring[i - 1], ring[i]
        key, side = ((a, b), 0) if a < b else ((b, a), 1)
        sides = edges.setdefault(key, [SEA, SEA])
        if sides[side] != SEA:
            raise ValueError(f"edge {a} {b} bounds both {sides[side]} and {area} on one side")
        sides[side] = area


def build_arcs(edges, mark):
    """Arcs as (points, left, right, mark): the longest lines between nodes along which nothing changes.

    `mark(a, b)` names the kind of an edge; a change of it makes a node as well.
    """
    around = {}
    for (a, b), (left, right) in sorted(edges.items()):
        if left == right:
            continue
        kind = mark(a, b)
        around.setdefault(a, []).append((b, left, right, kind))
        around.setdefault(b, []).append((a, right, left, kind))

    def is_node(point):
        ways = around[point]
        if len(ways) != 2:
            return True
        (_, l0, r0, k0), (_, l1, r1, k1) = ways
        return (l0, r0, k0) != (r1, l1, k1)

    used = set()
    arcs = []

    def walk(start, way):
        points = [start]
        here, (nxt, left, right, kind) = start, way
        while True:
            used.add((here, nxt))
            used.add((nxt, here))
            points.append(nxt)
            if nxt == start or is_node(nxt):
                break
            ways = around[nxt]
            onward = ways[0] if ways[1][0] == here else ways[1]
            here, nxt = nxt, onward[0]
        arcs.append((points, left, right, kind))

    for point in sorted(around):
        if is_node(point):
            for way in around[point]:
                if (point, way[0]) not in used:
                    walk(point, way)
    for point in sorted(around):
        for way in around[point]:
            if (point, way[0]) not in used:
                walk(point, way)
    return arcs


def assemble(arcs, belongs):
    """Rings, interior on the left, around the areas for which `belongs` holds."""
    starts = {}
    for points, left, right, _ in arcs:
        inside = belongs(left), belongs(right)
        if inside == (True, False):
            starts.setdefault(points[0], []).append(points)
        elif inside == (False, True):
            starts.setdefault(points[-1], []).append(points[::-1])
    rings = []
    while starts:
        first = next(iter(starts))
        ring = []
        at = first
        while True:
            ways = starts[at]
            points = ways.pop()
            if not ways:
                del starts[at]
            ring += points[:-1]
            at = points[-1]
            if at == first:
                break
        rings.append(ring)
    return rings
