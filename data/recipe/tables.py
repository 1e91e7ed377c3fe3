"""Read the hand-kept tables: tab-separated, `#` starts a comment line, the first other line names the columns."""


def read_table(path):
    with open(path, encoding="utf-8") as file:
        lines = [(n, line.rstrip("\n")) for n, line in enumerate(file, 1)]
    lines = [(n, line) for n, line in lines if line.strip() and not line.startswith("#")]
    columns = lines[0][1].split("\t")
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise ValueError(f"{path}:{number}: expected {len(columns)} columns, found {len(cells)}")
        row = dict(zip(columns, cells))
        row["line"] = f"{path}:{number}"
        yield row
