"""A point well inside a polygon, for its name.

In: rings of quantised points. Out: the point farthest from every border (pole of inaccessibility), to about 1 % of the size.
"""

import heapq
import math


def thin(ring, limit):
    step = max(1, len(ring) // limit)
    return ring[::step]


def find(rings):
    """The pole of inaccessibility of the polygon whose first ring is the outer one."""
    outer = rings[0]
    scale = math.cos(math.radians(sum(p[1] for p in outer) / len(outer) / 10000))
    shapes = [[(x * scale, y) for x, y in thin(r, 300)] for r in rings]
    segments = [(r[i - 1], r[i]) for r in shapes for i in range(len(r))]
    xs = [p[0] for p in shapes[0]]
    ys = [p[1] for p in shapes[0]]
    west, east, south, north = min(xs), max(xs), min(ys), max(ys)
    size = max(min(east - west, north - south), 1.0)

    def distance(x, y):
        inside = False
        best = math.inf
        for (ax, ay), (bx, by) in segments:
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
            dx, dy = bx - ax, by - ay
            length = dx * dx + dy * dy
            t = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length)) if length else 0.0
            best = min(best, (ax + t * dx - x) ** 2 + (ay + t * dy - y) ** 2)
        return math.sqrt(best) if inside else -math.sqrt(best)

    half = size / 2
    queue = []

    def push(x, y, h):
        d = distance(x, y)
        heapq.heappush(queue, (-(d + h * math.sqrt(2)), x, y, h, d))

    x = west
    while x < east:
        y = south
        while y < north:
            push(x + half, y + half, half)
            y += size
        x += size
    best = (-math.inf, (west + east) / 2, (south + north) / 2)
    while queue:
        bound, x, y, h, d = heapq.heappop(queue)
        if d > best[0]:
            best = (d, x, y)
        if -bound - best[0] <= size * 0.01:
            break
        for sx in (-0.5, 0.5):
            for sy in (-0.5, 0.5):
                push(x + sx * h, y + sy * h, h / 2)
    return (int(round(best[1] / scale)), int(round(best[2])))
