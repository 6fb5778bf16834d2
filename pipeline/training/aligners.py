"""The ways to find the word links of a training corpus, by name."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import OptionError
from pipeline.training.cleaning import Pair
from pipeline.training.word_alignment import Links, WordAligner, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.training.checkpoint import Start

Aligner = Callable[[Sequence[Pair]], list[Links]]
"""Gives the word links of each pair, in order; words are counted as `word_alignment.words` does."""

_BATCH_TOKENS = 8_192


def hidden_markov(sample: Sequence[Pair], start: Start | None) -> Aligner:
    """The project's own aligner, trained on the sample."""
    bits = (500 * len(sample)).bit_length()  # about one cell for every pair of words seen together
    aligner = WordAligner(bits=min(25, max(16, bits)))
    aligner.train(sample)
    return aligner.align


def eflomal(sample: Sequence[Pair], start: Start | None) -> Aligner:
    """The `eflomal-align` command (Östling and Tiedemann 2016; GPL-3, installed apart), both ways joined."""
    command = shutil.which("eflomal-align")
    if command is None:
        raise OptionError("--aligner eflomal: no eflomal-align command found; install eflomal or use --aligner markov")

    def align(pairs: Sequence[Pair]) -> list[Links]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for side, file in enumerate(("source", "target")):
                lines = (" ".join(words(pair[side].lower())) + "\n" for pair in pairs)
                (folder / file).write_text("".join(lines), encoding="utf-8", newline="\n")
            options = {"-s": "source", "-t": "target", "-f": "forward", "-r": "reverse"}
            arguments = [part for flag, file in options.items() for part in (flag, str(folder / file))]
            subprocess.run([command, *arguments, "--model", "3", "--overwrite"], check=True, capture_output=True)
            both = (_read_links(folder / "forward"), _read_links(folder / "reverse"))
            return [symmetrised(forward, reverse) for forward, reverse in zip(*both, strict=True)]

    return align


def _read_links(path: Path) -> Iterator[set[tuple[int, int]]]:
    with path.open(encoding="ascii") as lines:
        for line in lines:
            yield {(int(i), int(j)) for i, _, j in (link.partition("-") for link in line.split())}


def symmetrised(forward: set[tuple[int, int]], reverse: set[tuple[int, int]]) -> Links:
    """Links of both directions joined: those agreed on, then neighbours, then words left alone.

    Grow-diag-final-and of Koehn, Och and Marcu (2003).
    """
    links, either = forward & reverse, forward | reverse
    sources, targets = {i for i, _ in links}, {j for _, j in links}
    queue = sorted(links)
    while queue:
        i, j = queue.pop(0)
        for link in sorted((a, b) for a in (i - 1, i, i + 1) for b in (j - 1, j, j + 1)):
            if link in either and link not in links and (link[0] not in sources or link[1] not in targets):
                links.add(link)
                sources.add(link[0])
                targets.add(link[1])
                queue.append(link)
    for link in [*sorted(forward), *sorted(reverse)]:
        if link[0] not in sources and link[1] not in targets:
            links.add(link)
            sources.add(link[0])
            targets.add(link[1])
    return sorted(links)


def of_the_model(sample: Sequence[Pair], start: Start | None) -> Aligner:
    """The aligning head of the model that training starts from: for a corpus too small to learn links from."""
    if start is None:
        raise OptionError("--aligner model: needs --from, a model to align with")
    import numpy as np
    import torch

    from pipeline.training.batches import Batch, collate_lists
    from pipeline.training.model import TranslationModel
    from pipeline.training.shards import pieces_of_words
    from pipeline.training.vocabulary import load_vocabulary

    processor = load_vocabulary(start.vocabulary)
    model = TranslationModel(start.shape)
    model.load_state_dict(start.weights)
    model.eval()

    def align(pairs: Sequence[Pair]) -> list[Links]:
        texts = [[pair[side] for pair in pairs] for side in (0, 1)]
        ids = [processor.encode(side, out_type=int) for side in texts]
        pieces = [processor.encode(side, out_type=str) for side in texts]
        lengths = np.array([max(map(len, row)) + 1 for row in zip(*ids, strict=True)])
        found: list[Links] = [[] for _ in pairs]
        order = [int(row) for row in np.argsort(lengths, kind="stable") if lengths[row] < start.shape.positions]
        while order:
            rows, order = _first_rows(order, lengths)
            batch: Batch = collate_lists([ids[0][row] for row in rows], [ids[1][row] for row in rows])
            with torch.inference_mode():
                attention = model.align(batch.source, batch.target, shift=start.shift).numpy()  # (rows, T, S)
            for row, weights in zip(rows, attention, strict=True):
                cut = [pieces_of_words(pieces[side][row]) for side in (0, 1)]
                if any(len(cut[side]) != len(words(pairs[row][side])) for side in (0, 1)):
                    continue  # the vocabulary's normalisation has changed the words
                owners = [_word_of_piece(cut[side], len(ids[side][row])) for side in (0, 1)]
                best = weights[: len(ids[1][row])].argmax(1)  # the end sign's column means no word
                links = {(owners[0][i], owners[1][j]) for j, i in enumerate(best.tolist()) if i < len(ids[0][row])}
                found[row] = sorted((i, j) for i, j in links if i < len(cut[0]) and j < len(cut[1]))
        return found

    return align


def _first_rows(order: list[int], lengths: NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """The first rows that fit a batch (lengths ascending), and the rest."""
    count = 1
    while count < len(order) and lengths[order[count]] * (count + 1) <= _BATCH_TOKENS:
        count += 1
    return order[:count], order[count:]


def _word_of_piece(pieces_of_word: list[list[int]], pieces: int) -> list[int]:
    """The first word that each piece touches."""
    owner = [len(pieces_of_word)] * pieces
    for word in range(len(pieces_of_word) - 1, -1, -1):
        for piece in pieces_of_word[word]:
            owner[piece] = word
    return owner


ALIGNERS: dict[str, Callable[[Sequence[Pair], Start | None], Aligner]] = {
    "markov": hidden_markov,
    "eflomal": eflomal,
    "model": of_the_model,
}
"""Each takes a sample of the corpus and the model that training starts from, if any."""
