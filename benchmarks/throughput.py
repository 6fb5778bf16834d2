"""How fast the engine is, against Argos's way of calling the same model and against bare CTranslate2.

    python benchmarks/throughput.py [FILE.fr] [--model PATH|NAME] [--rounds 3]

FILE holds one sentence a line (default: the sentences of seeds/). Each way runs in a process of its
own, in turn, so that peak memory is its own and a noisy minute hits all of them; the table gives
medians over the rounds. All three use the same package, beam and length penalty.

engine: `Engine.stream`, from text to text, retries and typography included.
argos:  the loop of argostranslate 1.11 (`apply_packaged_translation`): one paragraph a call, batches of
        32 tokens, one translator with CTranslate2's own choice of threads.
bare:   one `translate_batch` on pieces made and sorted beforehand; tokenisation is not in its time.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

WAYS = ("engine", "argos", "bare")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        print(json.dumps(measure(options.way, read(options.file), options.model)))
        return
    results: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(options.rounds):
        for way in WAYS:
            command = [sys.executable, __file__, "--way", way]
            command += [str(options.file)] if options.file else []
            command += ["--model", options.model] if options.model else []
            results[way].append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    report(results, len(read(options.file)), options.rounds)


def read(file: Path | None) -> list[str]:
    if file is not None:
        return file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    from pipeline import split_sentences

    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.parent.glob("seeds/*.txt"))]
    return [sentence.span.of(text) for text in texts for sentence in split_sentences(text)]


def measure(way: str, sentences: list[str], model: str | None) -> dict[str, float]:
    """Seconds of wall clock and processor, and peak memory in MB, of one way; loading is not counted."""
    from pipeline.translation.catalogue import select_package
    from pipeline.translation.decoding import BEAM_SIZE, LENGTH_PENALTY
    from pipeline.translation.engine import Engine, available_cores

    package = select_package(model)
    common = {"beam_size": BEAM_SIZE, "length_penalty": LENGTH_PENALTY, "replace_unknowns": True, "return_scores": True}
    if way == "engine":
        engine = Engine(package)
        engine.translate(sentences[:2])
        began = time.perf_counter(), time.process_time()
        count = sum(1 for _ in engine.stream(sentences))
    else:
        import ctranslate2
        import sentencepiece

        processor = sentencepiece.SentencePieceProcessor(model_proto=package.read("sentencepiece.model"))
        threads = {"inter_threads": available_cores(), "intra_threads": 1} if way == "bare" else {"inter_threads": 1}
        translator = ctranslate2.Translator(str(package.path), files=package.model_files(), **threads)
        translator.translate_batch(processor.encode(sentences[:2], out_type=str))
        if way == "argos":
            began = time.perf_counter(), time.process_time()
            count = 0
            for sentence in sentences:
                pieces = [processor.encode(sentence, out_type=str)]
                results = translator.translate_batch(pieces, max_batch_size=32, batch_type="tokens", **common)
                count += len(processor.decode(results[0].hypotheses[0]).replace("_", " ")) >= 0
        else:
            pieces = sorted(processor.encode(sentences, out_type=str), key=len, reverse=True)
            began = time.perf_counter(), time.process_time()
            count = len(translator.translate_batch(pieces, max_batch_size=2048, batch_type="tokens", **common))
    seconds, processor_seconds = time.perf_counter() - began[0], time.process_time() - began[1]
    if count != len(sentences):
        raise SystemExit(f"{way}: {count} results for {len(sentences)} sentences")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "processor": processor_seconds, "peak": peak}


def report(results: dict[str, list[dict[str, float]]], count: int, rounds: int) -> None:
    median = {
        way: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for way, runs in results.items()
    }
    print(f"{count} sentences, medians of {rounds} rounds")
    print(f"{'way':<8}{'seconds':>9}{'sent./s':>9}{'CPU s':>9}{'peak MB':>9}")
    for way, row in median.items():
        rate = count / row["seconds"]
        print(f"{way:<8}{row['seconds']:>9.1f}{rate:>9.1f}{row['processor']:>9.1f}{row['peak']:>9.0f}")
    for other in ("argos", "bare"):
        pairs = zip(results[other], results["engine"], strict=True)
        ratios = [one["seconds"] / engine["seconds"] for one, engine in pairs]
        print(f"engine is {statistics.median(ratios):.2f} × as fast as {other}")


if __name__ == "__main__":
    main()
