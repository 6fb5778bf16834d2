"""The README inside a package: what the model is, what it was trained on and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.training.model import ModelShape
from pipeline.training.vocabulary import TERM_MARKS


def model_card(
    *,
    version: str,
    shape: ModelShape,
    parameters: int,
    quantisation: str,
    corpora: Sequence[str],
    counts: Mapping[str, int],
    progress: Mapping[str, float],
    start: str | None,
    dev_loss: float | None,
    notes: str,
) -> str:
    """Markdown. `notes` (data and licences, scores, known faults) is put in as it is."""
    opening, gives, closing = TERM_MARKS
    left_out = ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()) if name not in _KEPT)
    lines = [
        f"# French → English, version {version}",
        "",
        "An Argos Translate package made by `bitexte train`. CTranslate2 runs it; sentences go in one by one.",
        "",
        f"- Transformer, {shape.encoder_layers} encoder and {shape.decoder_layers} decoder layers, {shape.width} wide, "
        f"{shape.heads} heads, inner width {shape.inner}, pre-norm, tied embeddings, sinusoidal positions "
        f"({shape.positions}); {parameters / 1e6:.1f} M parameters, stored as {quantisation}.",
        f"- SentencePiece unigram, {shape.vocabulary:,} pieces for both languages.",
        f"- Term marks: `{opening} phrase {gives} rendering {closing}` in the source (spaces inside, none added "
        "outside) asks for that rendering.",
        "- Alignment: the attention that CTranslate2 returns is a supervised head. The row of the step after an output "
        "piece (`alignment_shift` 1; `return_end_token` keeps the last) points at the source piece it renders, and "
        "inside term marks at the rendering; a row whose weights add up to less than one half points at the end sign: "
        "that piece renders nothing. `replace_unknowns` reads the step itself: leave it off.",
        "",
        "## Training",
        "",
        f"- Trained {'from nothing' if start is None else 'on from ' + start}: {progress['steps']:,.0f} steps, "
        f"{progress['seconds'] / 3600:.2f} hours, {progress['examples']:,.0f} examples seen "
        f"({progress['examples'] / max(1, counts.get('train', 0)):.2f} passes).",
        f"- Corpus: {', '.join(corpora)}; {counts.get('kept', 0):,} pairs kept"
        + (f", left out: {left_out}." if left_out else "."),
    ]
    if dev_loss is not None:
        lines.append(
            f"- Negative log-likelihood on {counts.get('dev', 0):,} pairs kept back: {dev_loss:.3f} nats a piece."
        )
    if notes.strip():
        lines += ["", notes.strip()]
    return "\n".join(lines) + "\n"


_KEPT = frozenset({"kept", "train", "dev"})
