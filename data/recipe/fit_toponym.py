#!/usr/bin/env python3
"""Fit the linear models of the geoparser and write data/toponym/weights.tsv. Standard library only.

  fit_toponym.py --program target/release/frontline -o data/toponym/weights.tsv GOLD.jsonl...
  fit_toponym.py --program ... --folds 4 GOLD.jsonl...      cross-validation by documents; writes nothing
  fit_toponym.py --program ... --ablation 2 GOLD.jsonl...   the table of docs/accuracy.md: recognition in so many folds without each
                                                            family of features, and without the last corpus as training

GOLD is a file of lines or a folder of dispatches (NAME.txt beside NAME.gold.json). A line: {"id","text","toponyms":[{"start","end","lat","lon",...}]}, offsets in code points; `weight` of a corpus may be given as
FILE@0.5. A document may carry "demonyms": false (they are not annotated) and "ignore": [[start, end], ...] (not judged). The features are abstract classes (what stands beside a name, what the gazetteer knows), never words.

Steps: first pass of recognition; second pass, which sees the first one's judgement of the other names; ranking of candidate
places, fitted again after each round because the clues depend on the choices; calibration of confidence on held-out documents.
"""
import argparse, json, math, os, random, re, subprocess, sys, tempfile

LATE = ("elsewhere", "support")


def km(lat1, lon1, lat2, lon2):
    p1, p2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 6371.0088 * 2 * math.asin(min(1.0, math.sqrt(h)))


def read_dispatches(folder):
    """Documents of a folder: every place of the answers wherever one of its names stands; optional ones are not judged."""
    docs = []
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".gold.json"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            gold = json.load(f)
        with open(os.path.join(folder, name.replace(".gold.json", ".txt")), encoding="utf-8") as f:
            text = f.read()
        taken, toponyms, ignore = [], [], []
        names = [(s, p) for p in gold["places"] for s in {p["name"], p.get("surface") or p["name"], *(p.get("aliases") or [])}]
        names += [(s, {"name": s, "optional": True}) for key in ("optional_places", "metonyms") for s in gold.get(key) or []]
        for surface, place in sorted(names, key=lambda n: (-len(n[0]), n[0], bool(n[1].get("optional")), n[1]["name"])):
            for found in re.finditer(r"(?<!\w)" + re.escape(surface) + r"(?!\w)", text):
                span = (found.start(), found.end())
                if any(span[0] < b and span[1] > a for a, b in taken):
                    continue
                taken.append(span)
                if place.get("optional") or place.get("lat") is None:
                    ignore.append(list(span))
                else:
                    toponyms.append({"start": span[0], "end": span[1], "lat": place["lat"], "lon": place["lon"]})
        docs.append({"id": name, "text": text, "toponyms": sorted(toponyms, key=lambda t: t["start"]), "ignore": ignore, "demonyms": False})
    return docs


def read(path):
    path, _, weight = path.partition("@")
    name = os.path.basename(path.rstrip("/"))
    if os.path.isdir(path):
        docs = read_dispatches(path)
    else:
        with open(path, encoding="utf-8") as f:
            docs = [json.loads(line) for line in f if line.strip()]
    for doc in docs:
        doc["id"] = f"{name}:{doc['id']}"
        doc["weight"] = float(weight or 1)
        doc["gold"] = {(t["start"], t["end"]): t for t in doc["toponyms"] if t.get("in_geotagging") is not False}
    return docs


def run(program, weights, docs, spans=False, features=True):
    with tempfile.TemporaryDirectory() as folder:
        table = os.path.join(folder, "weights.tsv")
        with open(table, "w", encoding="utf-8") as f:
            f.write(dump(weights))
        lines = []
        for doc in docs:
            row = {"id": doc["id"], "text": doc["text"]}
            if spans:
                row["spans"] = [list(s) for s in doc["gold"]]
            lines.append(json.dumps(row))
        command = [program, "geoparse", "--jsonl", "--weights", table] + (["--features"] if features else [])
        done = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]


def dump(weights):
    rows = ["# Weights of the linear models, fitted by data/recipe/fit_toponym.py. model:feature, weight"]
    for model in ("first", "second", "rank", "confidence"):
        for name, value in sorted(weights.get(model, {}).items()):
            if abs(value) >= (0.05 if model in ("first", "second") else 0.002):
                rows.append(f"{model}:{name}\t{value:.2f}" if model in ("first", "second") else f"{model}:{name}\t{value:.3f}")
    return "\n".join(rows) + "\n"


def fit_binary(cases, l2, rounds=120, rate=0.12):
    """Logistic regression with ridge: cases of (features [(name, value)], label, weight); full-batch Adam, so no order matters."""
    index, sums = {}, {}
    for features, label, weight in cases:
        key = (tuple((index.setdefault(name, len(index)), value) for name, value in features), label)
        sums[key] = sums.get(key, 0.0) + weight
    rows = [(features, label, weight) for (features, label), weight in sums.items()]
    plain = [([k for k, _ in features], label, weight) for features, label, weight in rows if all(v == 1.0 for _, v in features)]
    rows = [row for row in rows if not all(v == 1.0 for _, v in row[0])]
    size = len(index)
    weights, mean, square = [0.0] * size, [0.0] * size, [0.0] * size
    for t in range(1, rounds + 1):
        gradient = [l2 * w for w in weights]
        for features, label, weight in plain:
            score = sum([weights[k] for k in features])
            error = weight * (1 / (1 + math.exp(-max(-30.0, min(30.0, score)))) - label)
            if error > 1e-4 or error < -1e-4:
                for k in features:
                    gradient[k] += error
        for features, label, weight in rows:
            score = 0.0
            for k, value in features:
                score += weights[k] * value
            error = weight * (1 / (1 + math.exp(-max(-30.0, min(30.0, score)))) - label)
            if error > 1e-4 or error < -1e-4:
                for k, value in features:
                    gradient[k] += error * value
        for k, g in enumerate(gradient):
            mean[k] = 0.9 * mean[k] + 0.1 * g
            square[k] = 0.98 * square[k] + 0.02 * g * g
            weights[k] -= rate * (mean[k] / (1 - 0.9**t)) / (math.sqrt(square[k] / (1 - 0.98**t)) + 1e-3)
    return {name: weights[k] for name, k in index.items()}


def is_unjudged(doc, span, demonym):
    if demonym and not doc.get("demonyms", True):
        return True
    return any(span["start"] < end and span["end"] > start for start, end in doc.get("ignore", []))


def recognition_cases(docs, answers, late, without=()):
    cases = []
    for doc, answer in zip(docs, answers):
        for span in answer["spans"]:
            if is_unjudged(doc, span, any(n.startswith("known=demonym") for n in span["features"])):
                continue
            label = 1.0 if (span["start"], span["end"]) in doc["gold"] else 0.0
            features = [(n, 1.0) for n in span["features"] if (late or not n.startswith(LATE)) and n.split("=")[0] not in without]
            cases.append((features, label, doc["weight"]))
    return cases


def rank_cases(docs, answers):
    """One case a group: clue lists and which of them are right."""
    cases = []
    for doc, answer in zip(docs, answers):
        gold_of = {}
        for mention in answer["mentions"]:
            gold = doc["gold"].get((mention["start"], mention["end"]))
            if gold and gold.get("lat") is not None and gold.get("in_geocoding") is not False:
                gold_of.setdefault(mention["group"], []).append(gold)
        for index, golds in gold_of.items():
            senses = answer["groups"][index]["senses"]
            if len(senses) < 2:
                continue
            votes = [0.0] * len(senses)
            for gold in golds:
                far = [km(gold["lat"], gold["lon"], s["lat"], s["lon"]) for s in senses]
                least = min(far)
                if least <= 60:
                    for i, d in enumerate(far):
                        if d <= least + 3:
                            votes[i] += 1
            most = max(votes)
            if most > 0:
                right = [v == most for v in votes]
                if not all(right):
                    cases.append(([s["clues"] for s in senses], right, doc["weight"] * min(3.0, len(golds)) ** 0.5))
    return cases


def fit_rank(cases, names, start, l2=0.02, epochs=40, rate=0.15):
    size = len(names)
    weights = [start.get(n, 0.0) for n in names]
    squares = [1e-2] * size
    order = list(range(len(cases)))
    shuffler = random.Random(11)
    for epoch in range(epochs):
        shuffler.shuffle(order)
        for i in order:
            clues, right, importance = cases[i]
            scores = [sum(w * c for w, c in zip(weights, row) if c) for row in clues]
            top = max(scores)
            powers = [math.exp(max(-40.0, s - top)) for s in scores]
            total = sum(powers)
            good = sum(p for p, r in zip(powers, right) if r)
            gradient = [l2 * w * 0.1 for w in weights]
            for row, power, r in zip(clues, powers, right):
                d = importance * (power / total - (power / good if r and good > 0 else 0.0))
                if d:
                    for k, c in enumerate(row):
                        if c:
                            gradient[k] += d * c
            for k, g in enumerate(gradient):
                if g and names[k] not in FIXED:
                    squares[k] += g * g
                    weights[k] -= rate * g / math.sqrt(squares[k])
    return {n: w for n, w in zip(names, weights)}


def confidence_cases(docs, answers):
    cases = []
    for doc, answer in zip(docs, answers):
        for mention in answer["mentions"]:
            if not mention["found"]:
                continue
            group = answer["groups"][mention["group"]]
            if not group["senses"]:
                continue
            gold = doc["gold"].get((mention["start"], mention["end"]))
            if gold is not None and gold.get("lat") is None or is_unjudged(doc, mention, not doc.get("demonyms", True) and gold is None):
                continue
            sense = group["senses"][group["best"]]
            right = 1.0 if gold is not None and km(gold["lat"], gold["lon"], sense["lat"], sense["lon"]) <= 161 else 0.0
            features = list(zip(answer["confidence"], mention["confidence"]))
            cases.append((features, right, doc["weight"]))
    return cases


# Ruled out by the words beside the name; not fitted.
FIXED = {"barred": -12.0}

START = {"barred": -12.0, "population": 3.0, "admin1": 2.0, "country": 6.0, "capital": 1.0, "spatial-300": 3.0, "container-admin1": 3.0,
         "container-country": 3.0, "document-country": 1.0, "document-admin1": 1.0, "alternate": -1.0}


def fit(program, docs, rounds=3, quiet=False, confidence=True):
    weights = {"rank": dict(START)}
    answers = run(program, weights, docs)
    cases = recognition_cases(docs, answers, late=False)
    weights["first"] = fit_binary(cases, l2=2.0)
    answers = run(program, weights, docs)
    weights["second"] = fit_binary(recognition_cases(docs, answers, late=True), l2=2.0)
    for _ in range(rounds):
        answers = run(program, weights, docs, spans=True)
        cases = rank_cases(docs, answers)
        weights["rank"] = fit_rank(cases, answers[0]["rank"], weights["rank"])
    if confidence:
        # Confidence on documents that the other models have not seen.
        cases = []
        parts = [docs[k::2] for k in range(2)]
        for k in range(2):
            half = fit(program, parts[1 - k], rounds=2, quiet=True, confidence=False)
            cases += confidence_cases(parts[k], run(program, half, parts[k]))
        weights["confidence"] = fit_binary(cases, l2=0.5)
    return weights


def fit_recognition(program, docs, without):
    weights = {"rank": dict(START)}
    weights["first"] = fit_binary(recognition_cases(docs, run(program, weights, docs), False, without), l2=2.0)
    weights["second"] = fit_binary(recognition_cases(docs, run(program, weights, docs), True, without), l2=2.0)
    return weights


def ablate(program, corpora, folds):
    """F1 of recognition in cross-validation, one family of features left out at a time: a Markdown table."""
    names = [corpus[0]["id"].split(":")[0] for corpus in corpora]
    print("| without | " + " | ".join(names) + " |\n" + "|---" * (len(names) + 1) + "|", flush=True)
    docs = [doc for corpus in corpora for doc in corpus]
    last = {doc["id"] for doc in corpora[-1]}
    for family in ["nothing", *FAMILIES, names[-1] + " as training"]:
        held = {}
        for k in range(folds):
            train = [d for i, d in enumerate(docs) if i % folds != k and (family != names[-1] + " as training" or d["id"] not in last)]
            test = [d for i, d in enumerate(docs) if i % folds == k]
            weights = fit_recognition(program, train, FAMILIES.get(family, ()))
            held.update((d["id"], (d, a)) for d, a in zip(test, run(program, weights, test, features=False)))
        rows = [[held[d["id"]] for d in corpus] for corpus in corpora]
        print(f"| {family} | " + " | ".join(f"{measure([r[0] for r in c], [r[1] for r in c])['f1']:.3f}" for c in rows) + " |", flush=True)


FAMILIES = {
    "the judgement of the same name elsewhere": ("elsewhere",),
    "support by the other places of the document": ("support",),
    "class in the gazetteer": ("gaz",),
    "what stands before × size of place": ("left+size",),
    "what stands behind × size of place": ("right+size",),
    "what stands before × common word": ("left+common",),
    "signs of a person's name × nesting": ("overlap+person",),
    "form": ("form",),
    "whether the document reports on a war": ("register+known", "register+size"),
}


def measure(docs, answers):
    tp = fp = fn = hit = points = 0
    bins = {}
    for doc, answer in zip(docs, answers):
        got = {(t["start"], t["end"]): t for t in answer["toponyms"]}
        for span, gold in doc["gold"].items():
            t = got.get(span)
            tp += t is not None
            fn += t is None
            if gold.get("lat") is not None and gold.get("in_geocoding") is not False:
                points += 1
                near = t is not None and t["lat"] is not None and km(gold["lat"], gold["lon"], t["lat"], t["lon"]) <= 161
                hit += near
                if t is not None and t["lat"] is not None:
                    b = bins.setdefault(min(9, int(t["confidence"] * 10)), [0, 0])
                    b[0] += 1
                    b[1] += near
        fp += sum(span not in doc["gold"] and not is_unjudged(doc, t, t["kind"] == "demonym") for span, t in got.items())
    return {"p": tp / max(1, tp + fp), "r": tp / max(1, tp + fn), "f1": 2 * tp / max(1, 2 * tp + fp + fn), "e2e161": hit / max(1, points),
            "calibration": {f"{b / 10:.1f}": f"{n}: {k / n:.3f}" for b, (n, k) in sorted(bins.items())}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("-o", "--output")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--ablation", type=int, default=0)
    parser.add_argument("gold", nargs="+")
    options = parser.parse_args()
    corpora = [read(path) for path in options.gold]
    docs = [doc for corpus in corpora for doc in corpus]
    if options.ablation:
        ablate(options.program, corpora, options.ablation)
        return
    if options.folds:
        held = {}
        for k in range(options.folds):
            train = [d for i, d in enumerate(docs) if i % options.folds != k]
            test = [d for i, d in enumerate(docs) if i % options.folds == k]
            weights = fit(options.program, train)
            for doc, a, b in zip(test, run(options.program, weights, test, features=False), run(options.program, weights, test, True, False)):
                held[doc["id"]] = (doc, a, b)
        for corpus in corpora:
            rows = [held[d["id"]] for d in corpus]
            found = measure([r[0] for r in rows], [r[1] for r in rows])
            given = measure([r[0] for r in rows], [r[2] for r in rows])
            print(corpus[0]["id"].split(":")[0], " ".join(f"{k} {v:.4f}" for k, v in found.items() if k != "calibration"),
                  f"gold-spans161 {given['e2e161']:.4f}", found["calibration"])
        return
    weights = fit(options.program, docs)
    with open(options.output, "w", encoding="utf-8") as f:
        f.write(dump(weights))


if __name__ == "__main__":
    main()
