#!/usr/bin/env python3
"""Whole processes in turn: the example article to all its files, against the floor (its finished SVG to PNG by resvg alone).

  cargo build --release --examples --bins && python3 benches/whole.py [RUNS]

Prints minimum, median and maximum of wall time and peak memory, and the ratio of the medians. Standard library only.
"""
import os, statistics, sys, tempfile, time

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 21
OUT = tempfile.mkdtemp()
MAP = ["target/release/frontline", "map", "data/articles/hama-falls.txt", "-o", OUT, "--quiet"]
FLOOR = ["target/release/examples/floor", OUT + "/map.svg", OUT + "/floor.png"]


def run(command):
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit(f"{command[0]}: status {status}")
    return (time.perf_counter() - start) * 1000, usage.ru_maxrss / 1024


run(MAP)
run(FLOOR)
rows = {"article to SVG, PNG, GeoJSON": [], "floor: SVG to PNG": []}
for _ in range(RUNS):
    for name, command in zip(rows, (MAP, FLOOR)):
        rows[name].append(run(command))
print("| | wall ms, median (min–max) | peak MiB |\n|---|---|---|")
for name, values in rows.items():
    wall = [w for w, _ in values]
    print(f"| {name} | {statistics.median(wall):.1f} ({min(wall):.1f}–{max(wall):.1f}) | {max(m for _, m in values):.1f} |")
a, b = (statistics.median(w for w, _ in v) for v in rows.values())
print(f"\nratio of the medians {a / b:.2f}, of the minima {min(w for w, _ in rows['article to SVG, PNG, GeoJSON']) / min(w for w, _ in rows['floor: SVG to PNG']):.2f}")
