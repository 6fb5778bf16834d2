"""What other programs make of our files, and we of theirs: a table of client and direction, each run for real.

    python benchmarks/clients.py [--python PYTHON]

PYTHON is an interpreter that has the libraries to try (pandas, polars, duckdb, pyarrow, datasets, translate-toolkit);
what it lacks is left out of the table, and so are OmegaT and LibreOffice where they are not installed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pipeline.bitext import Bitext, Origin, Unit
from pipeline.corpus.sources import read_entries
from pipeline.formats.registry import CORPUS_WRITERS, WRITERS, write_corpus
from pipeline.glossary import Entry, Policy
from pipeline.glossary.entries.files import read_glossary, write_glossary
from pipeline.workflow.memories import memory_files, read_memory

PAIRS = [
    ("Il crie : « Au feu ! »", "He shouts: “Fire!”"),
    ('Le mot "clé", écrit ainsi.', 'The word "key", so written.'),
    ('"Guillemet ouvert, puis rien', '"An open quote, then nothing'),
    ("L’œuvre coûte 12 € & plus <b>.", "The work costs €12 & more <b>."),
    ("Bonne nuit.", "Good night."),
]
TERMS = [
    Entry("clé à molette", ("adjustable wrench", "monkey wrench")),
    Entry("œuvre", ("work of art",)),
    Entry("levier", ("crowbar",), policy=Policy.FORBID),
]
SHOW = "import sys, json; print(json.dumps([list(map(str, row)) for row in rows]))"

# Scripts for the other interpreter: they read what argv[1] names and print rows of French and English, or write it.
READ = {
    ("pandas", "tsv"): "import csv, pandas, sys\nt = pandas.read_csv(sys.argv[1], sep='\\t', quoting=csv.QUOTE_NONE)\n"
    "rows = t[['fr', 'en']].values.tolist()",
    ("polars", "tsv"): "import polars, sys\nt = polars.read_csv(sys.argv[1], separator='\\t', quote_char=None)\n"
    "rows = t.select('fr', 'en').rows()",
    ("duckdb", "tsv"): "import duckdb, sys\nrows = duckdb.sql(f\"select fr, en from read_csv('{sys.argv[1]}', "
    "delim='\\t', quote='', header=true)\").fetchall()",
    ("pandas", "parquet"): "import pandas, sys\nrows = pandas.read_parquet(sys.argv[1])[['fr', 'en']].values.tolist()",
    ("polars", "parquet"): "import polars, sys\nrows = polars.read_parquet(sys.argv[1]).select('fr', 'en').rows()",
    ("duckdb", "parquet"): "import duckdb, sys\nrows = duckdb.sql(f\"select fr, en from '{sys.argv[1]}'\").fetchall()",
    ("pyarrow", "parquet"): "import pyarrow.parquet as p, sys\nt = p.read_table(sys.argv[1]).to_pydict()\n"
    "rows = list(zip(t['fr'], t['en']))",
    ("datasets", "parquet"): "import datasets, sys\nd = datasets.load_dataset('parquet', data_files=sys.argv[1], "
    "cache_dir=sys.argv[1] + '.cache')['train']\nrows = list(zip(d['fr'], d['en']))",
    ("translate-toolkit", "tmx"): "import sys\nfrom translate.storage.tmx import tmxfile\n"
    "rows = [(u.source, u.target) for u in tmxfile.parsefile(sys.argv[1]).units]",
    ("translate-toolkit", "tbx"): "import sys\nfrom translate.storage.tbx import tbxfile\n"
    "rows = [(str(u.source), str(u.target)) for u in tbxfile.parsefile(sys.argv[1]).units]",
}
GIVEN = f"P = {PAIRS!r}\nimport sys\n"
WRITE = {
    (
        "pandas",
        "tsv",
    ): "import pandas\npandas.DataFrame(P, columns=['fr', 'en']).to_csv(sys.argv[1], sep='\\t', index=False)",
    (
        "pandas",
        "csv",
    ): "import pandas\npandas.DataFrame(P, columns=['source', 'target']).to_csv(sys.argv[1], index=False)",
    ("pandas", "parquet"): "import pandas\npandas.DataFrame(P, columns=['fr', 'en']).to_parquet(sys.argv[1])",
    ("polars", "tsv"): "import polars\npolars.DataFrame(P, schema=['fr', 'en'], orient='row')"
    ".write_csv(sys.argv[1], separator='\\t')",
    ("duckdb", "csv"): "import duckdb, pandas\nt = pandas.DataFrame(P, columns=['fr', 'en'])\n"
    "duckdb.sql(f\"copy t to '{sys.argv[1]}' (header)\")",
    ("datasets", "parquet"): "import datasets\ndatasets.Dataset.from_list([{'translation': {'en': e, 'fr': f}} "
    "for f, e in P]).to_parquet(sys.argv[1])",
    ("datasets", "jsonl"): "import datasets\ndatasets.Dataset.from_list([{'translation': {'en': e, 'fr': f}} "
    "for f, e in P]).to_json(sys.argv[1])",
    ("translate-toolkit", "tmx"): "from translate.storage.tmx import tmxfile\nt = tmxfile()\n"
    "for f, e in P: t.addtranslation(f, 'fr', e, 'en')\nt.savefile(sys.argv[1])",
    ("translate-toolkit", "po"): "from translate.storage.pypo import pofile\nt = pofile()\n"
    "t.updateheader(add=True, Language='en')\nfor f, e in P: t.addsourceunit(f).target = e\nt.savefile(sys.argv[1])",
    ("translate-toolkit", "xlf"): "from translate.storage.xliff import xlifffile\n"
    "t = xlifffile(sourcelanguage='fr', targetlanguage='en')\nfor f, e in P: t.addsourceunit(f).target = e\n"
    "t.savefile(sys.argv[1])",
}


def script(python: str, code: str, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([python, "-c", code, str(path)], capture_output=True, text=True, check=False, timeout=300)


def said(done: subprocess.CompletedProcess[str]) -> str:
    lines = done.stderr.strip().split("\n")
    return "not installed" if "ModuleNotFoundError" in lines[-1] else f"FAILS: {lines[-1][:90]}"


def theirs_of_ours(python: str, client: str, kind: str, folder: Path) -> str:
    path = folder / f"ours-{client}.{kind}"
    if kind == "tbx":
        write_glossary(TERMS[:2], path, "tbx-2008")
    else:
        units = tuple(Unit(f"s{n:04d}", *pair, origin=Origin.HUMAN) for n, pair in enumerate(PAIRS, start=1))
        written = write_corpus(CORPUS_WRITERS[kind], [Bitext("d", units)], folder, f"ours-{client}")
        path = written[0]
    done = script(python, f"{READ[client, kind]}\n{SHOW}", path)
    if done.returncode:
        return said(done)
    import json

    rows = [tuple(row) for row in json.loads(done.stdout.strip().split("\n")[-1])]
    wanted = PAIRS if kind != "tbx" else [(entry.source, entry.targets[0]) for entry in TERMS[:2]]
    return "right" if rows == wanted else f"DIFFERS: {[row for row in rows if row not in wanted][:1] or len(rows)}"


def ours_of_theirs(python: str, client: str, kind: str, folder: Path) -> str:
    path = folder / f"theirs-{client}.{kind}"
    done = script(python, GIVEN + WRITE[client, kind], path)
    if done.returncode:
        return said(done)
    if kind in ("po", "xlf"):
        from collections import Counter

        rows = [tuple(pair[:2]) for file in memory_files(path) for pair in read_memory(file, Counter())]
    else:
        rows = [(entry.unit.source, entry.unit.target) for entry in read_entries(path)]
    return "right" if rows == PAIRS else f"DIFFERS: {[row for row in rows if row not in PAIRS][:1] or len(rows)}"


def libreoffice(folder: Path) -> list[tuple[str, str, str]]:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return []
    write_glossary(TERMS, folder / "terms.csv")
    write_glossary(TERMS, folder / "terms.xlsx")
    found = []
    for name, to in (("terms.xlsx", "csv"), ("terms.csv", "xlsx")):
        out = folder / f"office-{to}"
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to]
        if to == "xlsx":  # 44: comma, 34: quote, 76: UTF-8; without it the system's own encoding is taken
            command.append("--infilter=CSV:44,34,76,1")
        subprocess.run([*command, "--outdir", out, folder / name], capture_output=True, check=False, timeout=300)
        made = out / f"terms.{to}"
        back = read_glossary(made)[0] if made.exists() else []
        same = [(entry.source, entry.targets, entry.policy) for entry in back] == [
            (entry.source, entry.targets, entry.policy) for entry in TERMS
        ]
        found.append(("LibreOffice", f"glossary .{name[6:]} to .{to} and back", "right" if same else "DIFFERS"))
    return found


def omegat(folder: Path) -> list[tuple[str, str, str]]:
    """OmegaT translates a project of which all segments stand in our TMX, and its memories are read."""
    program = shutil.which("omegat")
    if program is None:
        return []
    from collections import Counter

    project = folder / "omegat-project"
    for name in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (project / name).mkdir(parents=True)
    (project / "omegat.project").write_text(
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><omegat><project version="1.0">'
        + "".join(
            f"<{name}_dir>__DEFAULT__</{name}_dir>" for name in ("source", "target", "tm", "glossary", "dictionary")
        )
        + "<source_lang>FR</source_lang><target_lang>EN</target_lang><sentence_seg>false</sentence_seg>"
        "</project></omegat>"
    )
    (project / "source" / "a.txt").write_text("\n\n".join(french for french, _ in PAIRS) + "\n", "utf-8")
    write_glossary(TERMS, project / "glossary" / "glossary.txt")
    units = tuple(Unit(f"s{n:04d}", *pair, origin=Origin.HUMAN) for n, pair in enumerate(PAIRS, start=1))
    WRITERS["tmx"].write([Bitext("d", units)], (project / "tm" / "auto" / "ours.tmx",))
    command = [program, str(project), "--mode=console-translate", f"--config-dir={folder}/omegat-config"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    made = project / "target" / "a.txt"
    lines = [line for line in made.read_text("utf-8").split("\n") if line.strip()] if made.exists() else []
    right = sum(line == english for line, (_, english) in zip(lines, PAIRS, strict=False))
    found = [("OmegaT", "translates by our TMX", f"{right} of {len(PAIRS)} segments" if lines else said(done))]
    saved = [*sorted(project.glob("*-omegat.tmx")), project / "omegat" / "project_save.tmx"]
    for path in saved:
        if path.exists():
            pairs = [tuple(pair[:2]) for pair in read_memory(path, Counter())]
            found.append(
                ("OmegaT", f"{path.name[-16:]} read by us", f"{len(set(pairs) & set(PAIRS))} of {len(PAIRS)} pairs")
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    rows: list[tuple[str, str, str]] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        tries: list[tuple[str, dict[tuple[str, str], str], Callable[[str, str, str, Path], str]]] = [
            ("reads ours", READ, theirs_of_ours),
            ("read by us", WRITE, ours_of_theirs),
        ]
        for what, scripts, attempt in tries:
            for client, kind in scripts:
                try:
                    result = attempt(options.python, client, kind, folder)
                except Exception as error:  # the table is to show it
                    result = f"FAILS: {error}"
                rows.append((client, f"{kind}, {what}", result))
        rows += libreoffice(folder)
        rows += omegat(folder)
    for client, what, result in sorted(rows):
        print(f"{client:18} {what:38} {result}")


if __name__ == "__main__":
    main()
