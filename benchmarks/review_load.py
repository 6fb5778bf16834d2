"""Reviewers at work on a real `bitexte review serve`: what is lost, what is kept twice, how long a save takes.

    python benchmarks/review_load.py [--reviewers 20] [--seconds 30] [--segments 400] [--documents 2] [--kills 0]
                                     [--out FOLDER] [--seed 1]

Every reviewer is a thread that does what a page does: locks a row, sends drafts while typing, then the finished or
approved text, at times a comment, a row that somebody else has open, a request sent twice, an answer that never comes.
`--kills` ends the server by SIGKILL as often, at even distances, and starts it again. Every text is different, so each
can be looked for afterwards: in the history of its row (once), or among the conflicts (once). At last every page must
show what the server has, and the files must say it too. FOLDER is an output folder of `bitexte translate`; without
one, a sample of French made here is served. Exit status 1 where anything is lost, kept twice, or different.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from pipeline.bitext import Bitext, Unit, unit_identifier
from pipeline.files.layout import REVIEW_STORE
from pipeline.formats.jsonl import read_jsonl
from pipeline.quality.registry import run_checks
from pipeline.review.fingerprint import segment_hash
from pipeline.workflow.artefacts import write_artefacts

WHO = (("Le maire", "The mayor"), ("La directrice", "The director"), ("Un voisin", "A neighbour"))
DOES = (("a signé", "signed"), ("cherche", "is looking for"), ("a rendu", "returned"), ("attend", "is waiting for"))
WHAT = (("le contrat", "the contract"), ("la clé", "the key"), ("deux billets", "two tickets"), ("un avis", "a notice"))


def sample(out: Path, documents: int, segments: int) -> None:
    """Documents of made-up sentences, all different."""
    for number in range(documents):
        units = []
        for index in range(segments):
            parts = (WHO[index % 3], DOES[index % 4], WHAT[index // 4 % 4])
            french, english = (" ".join(part[side] for part in parts) + f" {index + 1}." for side in (0, 1))
            units.append(Unit(unit_identifier(index), french, english, paragraph=index // 5))
        name = f"sample-{number + 1}"
        write_artefacts(run_checks(Bitext(name, tuple(units))), out / name)


class Server:
    """The command, started again at the same address where it was killed."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "pipeline", "review", "serve", str(self._out)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.address = urlsplit(self.process.stdout.readline().strip())
        if not self.address.netloc:
            raise SystemExit("the server did not start")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.start()

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        if self.process.wait():
            raise SystemExit(f"the server ended with status {self.process.returncode}")


class Reviewer(threading.Thread):
    """One page of one document, and who sits before it."""

    def __init__(self, server: Server, number: int, bitext: Bitext, seed: int, until: float) -> None:
        super().__init__(daemon=True)
        self.server, self.client, self.bitext = server, f"page-{number}", bitext
        self.random, self.until = random.Random(seed * 1000 + number), until
        self.shown: dict[str, dict[str, Any]] = {}  # what this page was told of each row
        self.guard = threading.Lock()
        self.said: list[tuple[str, str]] = []  # row and text of every change that was answered
        self.seconds: list[float] = []  # of every save, from its first byte to its answer
        self.delays: list[float] = []  # from the server's time of another's row to its showing here
        self.conflicts = self.refused = self.retries = self.serial = 0
        self.last = 0
        self.resumed = threading.Event()
        self.connection: HTTPConnection | None = None
        self.fault: BaseException | None = None

    # -- HTTP -----------------------------------------------------------------------------------------

    def path(self, rest: str) -> str:
        return f"{self.server.address.path}d/{quote(self.bitext.name, safe='')}/{rest}"

    def ask(self, rest: str, body: dict[str, Any] | None = None, timeout: float = 15) -> tuple[int, Any]:
        if self.connection is None:
            self.connection = HTTPConnection(self.server.address.netloc, timeout=timeout)
        headers = {"Origin": f"http://{self.server.address.netloc}", "Content-Type": "application/json"}
        try:
            if body is None:
                self.connection.request("GET", self.path(rest))
            else:
                self.connection.request("POST", self.path(rest), json.dumps(body), headers)
            answer = self.connection.getresponse()
            return answer.status, json.loads(answer.read())
        except BaseException:
            self.connection.close()
            self.connection = None
            raise

    def insist(self, rest: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        """Asks until there is an answer, as the page does."""
        while True:
            try:
                return self.ask(rest, body)
            except (OSError, HTTPException):
                self.retries += 1
                time.sleep(0.2)

    # -- what the page is told ------------------------------------------------------------------------

    def take(self, row: dict[str, Any], other: bool = False) -> None:
        with self.guard:
            if row["revision"] > self.shown.get(row["id"], {"revision": -1})["revision"]:
                self.shown[row["id"]] = row
                if other:
                    self.delays.append(time.time() - _seconds(row["time"]))

    def listen(self) -> None:
        """Reads the events, and begins again after the last one where the connection breaks."""
        while True:
            connection = HTTPConnection(self.server.address.netloc, timeout=60)
            try:
                connection.request("GET", self.path(f"events?after={self.last}&client={self.client}"))
                answer = connection.getresponse()
                name, number, caught_up = "", 0, False
                while line := answer.fp.readline().decode():
                    if line.startswith("event: "):
                        name = line[7:].strip()
                    elif line.startswith("id: "):
                        number = int(line[4:])
                    elif line.startswith("data: "):
                        record = json.loads(line[6:])
                        if name == "row":
                            self.take(record, other=caught_up and record["reviewer"] != self.client)
                        if name in ("row", "ready"):
                            self.last = max(self.last, number)
                        caught_up = caught_up or name == "ready"
                        if caught_up:
                            self.resumed.set()
            except (OSError, HTTPException, ValueError):
                pass
            finally:
                connection.close()
            time.sleep(0.3)

    # -- what the reviewer does -----------------------------------------------------------------------

    def run(self) -> None:
        try:
            threading.Thread(target=self.listen, daemon=True).start()
            self.resumed.wait(30)
            while time.time() < self.until:
                self.work()
                time.sleep(self.random.uniform(0.2, 1.2))
        except BaseException as error:
            self.fault = error

    def work(self) -> None:
        # Half of the work is in the same few rows, where people meet.
        units = self.bitext.units
        unit = self.random.choice(units[:20] if self.random.random() < 0.5 else units)
        rude = self.random.random() < 0.1
        if not rude:
            status, _ = self.insist("lock", {"client": self.client, "reviewer": self.client, "id": unit.id})
            if status == 423:
                self.refused += 1
                return
        for _ in range(self.random.randrange(4)):
            if not self.save(unit, state="draft"):
                break
            time.sleep(self.random.uniform(0.1, 0.4))
        else:
            self.save(unit, state=self.random.choice(("edited", "approved")))
        if self.random.random() < 0.15:
            self.save(unit, comment=True)
        if not rude:
            self.insist("unlock", {"client": self.client, "id": unit.id})

    def save(self, unit: Unit, *, state: str = "", comment: bool = False) -> bool:
        """Saves a text or a comment that nobody else writes; whether it is in its row."""
        self.serial += 1
        words = f"{self.client} wrote {self.serial}."
        with self.guard:
            now = self.shown.get(unit.id, {"revision": 0, "comment": ""})
        if comment:
            remarks = f"{now['comment']}\n\n{words}" if now["comment"] else words
            fields = {"comment": remarks}
        else:
            fields = {"target": words, "state": state}
        row = {"id": unit.id, "hash": segment_hash(unit.source), "base": now["revision"]} | fields
        body = {"client": self.client, "reviewer": self.client, "key": str(self.serial), "rows": [row]}
        chance = self.random.random()
        if chance < 0.03:
            self.break_off(body)
        began = time.perf_counter()
        status, answer = self.insist("save", body)
        self.seconds.append(time.perf_counter() - began)
        if status not in (200, 409):
            raise SystemExit(f"{self.client}: {status} {answer}")
        if chance > 0.97 and self.insist("save", body) != (status, answer):
            raise SystemExit(f"{self.client}: the same request had two answers")
        for made in answer["rows"]:
            self.take(made)
        self.said.append((unit.id, words))
        self.conflicts += len(answer["conflicts"])
        return status == 200

    def break_off(self, body: dict[str, Any]) -> None:
        """Sends a request and goes before its answer."""
        connection = HTTPConnection(self.server.address.netloc, timeout=15)
        headers = {"Origin": f"http://{self.server.address.netloc}", "Content-Type": "application/json"}
        try:
            connection.request("POST", self.path("save"), json.dumps(body), headers)
        except OSError:
            pass
        finally:
            connection.close()


def _seconds(iso: str) -> float:
    return time.mktime(time.strptime(iso[:19], "%Y-%m-%dT%H:%M:%S")) - time.timezone + float(f"0{iso[19:-1]}")


def kept(out: Path) -> tuple[Counter[tuple[str, str, str]], Counter[tuple[str, str, str]]]:
    """How often each sentence became the text of a row or was added to its comments; and stands in a conflict."""
    rows: Counter[tuple[str, str, str]] = Counter()
    before: dict[tuple[str, str], tuple[str, str]] = {}
    with sqlite3.connect(f"file:{out / REVIEW_STORE}?mode=ro", uri=True) as store:
        query = "SELECT document, id, target, comment FROM history ORDER BY document, revision"
        for document, key, target, comment in store.execute(query):
            was = before.get((document, key), ("", ""))
            if target != was[0]:
                rows[document, key, target] += 1
            news = Counter(comment.split("\n\n")) - Counter(was[1].split("\n\n"))
            rows.update({(document, key, remark): count for remark, count in news.items()})
            before[document, key] = target, comment
        query = "SELECT document, id, yours FROM conflicts"
        beside: Counter[tuple[str, str, str]] = Counter()
        for document, key, yours in store.execute(query):
            said = json.loads(yours)
            beside[document, key, said.get("target") or said["comment"].split("\n\n")[-1]] += 1
    return rows, beside


def different(reviewers: list[Reviewer], out: Path, states: dict[str, Any]) -> int:
    """Rows that a page shows otherwise than the server, and segments that the files have otherwise."""
    wrong = 0
    for reviewer in reviewers:
        rows = {row["id"]: row for row in states[reviewer.bitext.name]["rows"]}
        wrong += sum(reviewer.shown.get(key) != row for key, row in rows.items())
    for name, state in states.items():
        units = {unit.id: unit for unit in read_jsonl(out / name / f"{name}.jsonl").units}
        for row in state["rows"]:
            unit = units[row["id"]]
            comment = "\n".join(flag.message for flag in unit.flags if flag.code == "comment")
            wrong += (unit.target, unit.review.value, comment) != (row["target"], row["state"], row["comment"])
    return wrong


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def measure(out: Path, options: argparse.Namespace) -> int:
    names = sorted(path.stem for path in out.glob("*/*.jsonl") if path.stem == path.parent.name)
    bitexts = [read_jsonl(out / name / f"{name}.jsonl") for name in names]
    server = Server(out)
    began = time.time()
    until = began + options.seconds
    reviewers = [
        Reviewer(server, number, bitexts[number % len(bitexts)], options.seed, until)
        for number in range(options.reviewers)
    ]
    for reviewer in reviewers:
        reviewer.start()
    for number in range(options.kills):
        time.sleep(max(0.0, began + (number + 1) * options.seconds / (options.kills + 1) - time.time()))
        server.kill()
    for reviewer in reviewers:
        reviewer.join(options.seconds + 120)
        if reviewer.fault or reviewer.is_alive():
            raise SystemExit(f"{reviewer.client} failed: {reviewer.fault or 'it does not end'}")
    time.sleep(2)  # for the last events
    states = {reviewer.bitext.name: reviewer.insist("state")[1] for reviewer in reviewers}
    server.end()
    rows, beside = kept(out)
    said = [(reviewer.bitext.name, *each) for reviewer in reviewers for each in reviewer.said]
    lost = sum(not rows[each] and not beside[each] for each in said)
    twice = sum(max(0, rows[each] + beside[each] - 1) for each in said)
    wrong = different(reviewers, out, states)
    seconds = [each for reviewer in reviewers for each in reviewer.seconds]
    delays = [each for reviewer in reviewers for each in reviewer.delays]
    cores = os.cpu_count()
    print(f"{options.reviewers} reviewers, {options.seconds:g} s, {options.kills} kills of the server, {cores} cores")
    print(
        f"saves {len(seconds):,}, conflicts {sum(each.conflicts for each in reviewers):,}, "
        f"locked by another {sum(each.refused for each in reviewers):,}, "
        f"connections lost {sum(each.retries for each in reviewers):,}"
    )
    print(f"lost {lost}, kept twice {twice}, rows that differ in a page or a file {wrong}")
    for what, values in (("a save", seconds), ("shown to another", delays)):
        print(
            f"{what}: median {statistics.median(values or [0]) * 1000:.0f} ms, "
            f"p95 {percentile(values, 0.95) * 1000:.0f} ms, p99 {percentile(values, 0.99) * 1000:.0f} ms, "
            f"longest {max(values, default=0) * 1000:.0f} ms"
        )
    return 1 if lost or twice or wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--segments", type=int, default=400)
    parser.add_argument("--documents", type=int, default=2)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        if options.out:
            shutil.copytree(options.out, out)
        else:
            sample(out, options.documents, options.segments)
        return measure(out, options)


if __name__ == "__main__":
    sys.exit(main())
