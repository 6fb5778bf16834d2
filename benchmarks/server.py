"""Requests a second and latency of `bitexte serve`, beside the bare model and the way LibreTranslate calls one.

    python benchmarks/server.py [FILE] [--seconds 10] [--kills 0]

FILE: French, one sentence a line, best some hundreds; by default the few of the seed. A real server is started. For 1,
8 and 64 clients that ask for one sentence after another, and for 8 that ask for pages of 100, it prints requests a
second, the 50th and 95th percentile of the seconds they take, and sentences a second as a share of what
`Session.translate` makes of the file offline. LibreTranslate's way (one text after the other, in batches of 32 pieces,
on one worker) is reproduced on the same model, for the same sentences.

--kills N: N times, documents are sent, the server is killed amid them and started again; every accepted one must end,
once.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from pathlib import Path

from pipeline.live.texts import plain_document
from pipeline.translation.engine import Engine
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.session import Asked, Session

SEED = Path(__file__).resolve().parent.parent / "seeds" / "poutine-kim-fusils-2023-09.txt"
LIBRE_TOKENS = 32


class Served:
    """A server process on a folder."""

    def __init__(self, data: Path) -> None:
        command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", "--data", str(data), "--char-limit", "-1"]
        command += ["--model", "embedded"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        self.host = self.process.stdout.readline().strip().removeprefix("http://").rstrip("/")

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> dict:
        connection = HTTPConnection(self.host, timeout=300)
        connection.request(method, path, body, {"Content-Type": kind} if body else {})
        answer = connection.getresponse()
        record = json.loads(answer.read())
        connection.close()
        return record | {"status": answer.status}

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def percentile(times: Sequence[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def load(served: Served, requests: Callable[[int], bytes], clients: int, seconds: float) -> tuple[list[float], float]:
    """The seconds of each request of so many clients, each asking again when it is answered; and all seconds."""
    times: list[float] = []
    numbers, end = itertools.count(), time.monotonic() + seconds

    def client() -> None:
        connection = HTTPConnection(served.host, timeout=300)
        while time.monotonic() < end:
            body = requests(next(numbers))
            began = time.monotonic()
            connection.request("POST", "/translate", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            times.append(time.monotonic() - began)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, time.monotonic() - began


def bare(engine: Engine, sentences: Sequence[str], seconds: float) -> list[float]:
    """The seconds of single decodings, one after the other."""
    times = []
    for sentence in itertools.cycle(sentences):
        began = time.monotonic()
        engine.translate([sentence])
        times.append(time.monotonic() - began)
        if sum(times) > seconds:
            return times
    return times


def libre(engine: Engine, sentences: Sequence[str], seconds: float) -> float:
    """Sentences a second of LibreTranslate's loop: one text at a time, in batches of 32 pieces, on one worker."""
    translator, made, began = engine._translator, 0, time.monotonic()
    for sentence in itertools.cycle(sentences):
        translator.translate_batch([engine.pieces(sentence)], max_batch_size=LIBRE_TOKENS, beam_size=4)
        made += 1
        if time.monotonic() - began > seconds:
            break
    return made / (time.monotonic() - began)


def single(sentences: Sequence[str]) -> Callable[[int], bytes]:
    return lambda n: json.dumps({"q": sentences[n % len(sentences)], "source": "fr", "target": "en"}).encode()


def page(sentences: Sequence[str]) -> Callable[[int], bytes]:
    def body(number: int) -> bytes:
        texts = [sentences[(100 * number + n) % len(sentences)] for n in range(100)]
        return json.dumps({"q": texts, "source": "fr", "target": "en"}).encode()

    return body


def measure(sentences: Sequence[str], seconds: float) -> None:
    session = Session(Recipe(model="embedded", links=False))
    session.finish([Asked(one, session.glossary) for one in sentences[:8]], links=False)
    alone = bare(session.engine, sentences, seconds)
    print(f"bare decoding of one sentence: p50 {1000 * statistics.median(alone):.0f} ms, ", end="")
    print(f"p95 {1000 * percentile(alone, 0.95):.0f} ms")
    print(f"LibreTranslate's loop: {libre(session.engine, sentences, seconds):.1f} sentences/s")
    began = time.monotonic()
    made = sum(1 for _ in session.translate(sentences))
    offline = made / (time.monotonic() - began)
    print(f"offline, {made} sentences: {offline:.1f} sentences/s")
    with tempfile.TemporaryDirectory() as folder:
        served = Served(Path(folder))
        try:
            load(served, single(sentences), 8, 2)
            for name, requests, clients, count in (
                *((f"{clients} clients, single sentences", single(sentences), clients, 1) for clients in (1, 8, 64)),
                ("8 clients, pages of 100", page(sentences), 8, 100),
            ):
                times, took = load(served, requests, clients, seconds)
                rate = len(times) / took
                print(f"{name}: {rate:.1f} requests/s, p50 {1000 * statistics.median(times):.0f} ms, ", end="")
                print(f"p95 {1000 * percentile(times, 0.95):.0f} ms, {rate * count / offline:.2f} of offline")
        finally:
            served.kill()


def kills(sentences: Sequence[str], rounds: int) -> None:
    """Send documents, kill the server amid them, again and again; then see what became of each."""
    accepted: list[str] = []
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            served = Served(Path(folder))
            killer = threading.Timer(chance.uniform(0.2, 3.0), served.kill)
            killer.start()
            try:
                while True:
                    text = "\n\n".join(chance.sample(list(sentences), min(12, len(sentences))))
                    form = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n{text}\r\n'
                    kind = "multipart/form-data; boundary=edge"
                    answer = served.ask("POST", "/api/v1/jobs", f"{form}--edge--\r\n".encode(), kind)
                    if answer["status"] == 202:
                        accepted.append(answer["id"])
                    time.sleep(1.0)
            except (OSError, ValueError):
                pass
            killer.join()
            served.process.wait()
        served = Served(Path(folder))
        try:
            ended = 0
            for identifier in accepted:
                while (job := served.ask("GET", f"/api/v1/jobs/{identifier}")).get("state") in ("queued", "running"):
                    time.sleep(0.2)
                ended += job.get("state") == "done" and job["done"] == job["total"] and job["ends"] == 1
            print(f"{rounds} kills: {ended} of {len(accepted)} accepted documents ended well, each once")
        finally:
            served.kill()


def main() -> None:
    assert isinstance(sys.stdout, io.TextIOWrapper)
    sys.stdout.reconfigure(line_buffering=True)
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, nargs="?", help="French, one sentence a line")
    parser.add_argument("--seconds", type=float, default=10, help="of each measurement")
    parser.add_argument("--kills", type=int, default=0, help="kill the server so often instead of measuring")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server ends too
    text = (options.file or SEED).read_text("utf-8")
    sentences = text.split("\n") if options.file else plain_document(text).segments()
    sentences = [one for one in sentences if one.strip()]
    if options.kills:
        kills(sentences, options.kills)
    else:
        measure(sentences, options.seconds)


if __name__ == "__main__":
    main()
