"""The pieces that sentences are cut into: one SentencePiece unigram vocabulary for both languages."""

from __future__ import annotations

import io
import struct
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import ModelError

TERM_MARKS = ("⦃", "⇒", "⦄")
"""`⦃ Poutine ⇒ Putin ⦄` in the source asks for that rendering; spaces inside, none added outside."""

PAD, UNKNOWN, BEGIN, END = 0, 1, 2, 3
SPECIAL_PIECES = ("<pad>", "<unk>", "<s>", "</s>")

REQUIRED_SIGNS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    ".,;:!?'\"()[]{}<>-/\\&%@#*+=_|~^`$"
    "’‘“”«»‹›–—…·•€£¥§©®°º†№™½¼¾²³×÷±µ"
    "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ"
    "áíóúñãõåøßčćšžğışłńěřőșțÁÍÓÚÑÃÕÅØČĆŠŽĞŞŁŚŘ"
)
"""Signs that every vocabulary holds, whatever the corpus: those a newspaper prints, and foreign names."""

_KEPT_AS_THEY_ARE = frozenset("…½¼¾²³ªº™№µ·´¨¸")  # NFKC would change them, and what they mean
_PIECES, _NORMALISER = 1, 3  # fields of SentencePiece's ModelProto
_RULE_FILE = 6  # field of its NormalizerSpec
_NORMAL = 1  # type of a piece
_HANGUL = range(0xAC00, 0xD7A4)


def train_vocabulary(sentences: Iterable[str], size: int, *, seed: int = 1) -> bytes:
    """A serialised SentencePiece model of at most `size` pieces, learnt from sentences of both languages.

    Ids 0 to 3 are `SPECIAL_PIECES`, 4 to 6 the term marks. A corpus too small for `size` gives fewer.
    Text is normalised as in NFKC except for signs that a newspaper needs (`…`, `½`, `²`).
    Raises ModelError where SentencePiece refuses the corpus.
    """
    import sentencepiece

    output = io.BytesIO()
    sentencepiece.set_random_generator_seed(seed)
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "rules.tsv")
        rules.write_text("".join(_normalisation_rules()), encoding="utf-8", newline="\n")
        try:
            sentencepiece.SentencePieceTrainer.train(
                sentence_iterator=iter(sentences),
                model_writer=output,
                model_type="unigram",
                vocab_size=size,
                hard_vocab_limit=False,
                character_coverage=0.9999,
                required_chars=REQUIRED_SIGNS,
                user_defined_symbols=list(TERM_MARKS),
                normalization_rule_tsv=str(rules),
                split_digits=True,
                pad_id=PAD,
                unk_id=UNKNOWN,
                bos_id=BEGIN,
                eos_id=END,
                pad_piece=SPECIAL_PIECES[PAD],
                unk_piece=SPECIAL_PIECES[UNKNOWN],
                bos_piece=SPECIAL_PIECES[BEGIN],
                eos_piece=SPECIAL_PIECES[END],
                input_sentence_size=2_000_000,
                shuffle_input_sentence=True,
                num_threads=2,
                minloglevel=2,
            )
        except RuntimeError as error:
            raise ModelError(f"no vocabulary of {size} pieces can be learnt from this corpus: {error}") from error
    return _without_rule_file(output.getvalue())


def _normalisation_rules() -> Iterator[str]:
    """SentencePiece's rule format: code points in hexadecimal, TAB, code points they become."""

    def rule(source: str, target: str) -> str:
        return f"{' '.join(f'{ord(c):X}' for c in source)}\t{' '.join(f'{ord(c):X}' for c in target)}\n"

    for code in range(0x20, 0x10000):
        sign = chr(code)
        category = unicodedata.category(sign)
        if category in ("Cs", "Co", "Cn") or sign in _KEPT_AS_THEY_ARE or code in _HANGUL:
            continue
        if sign != " " and (sign.isspace() or category.startswith("Z")):
            yield rule(sign, " ")
            continue
        normal = unicodedata.normalize("NFKC", sign)
        if normal != sign:
            yield rule(sign, normal)
        decomposed = unicodedata.normalize("NFD", sign)
        if len(decomposed) > 1 and normal == sign:
            yield rule(decomposed, sign)
    for code in (0x09, 0x0A, 0x0D):
        yield rule(chr(code), " ")


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each field of a protocol buffer: number, payload where it has a length, and all its bytes."""

    def number(position: int) -> tuple[int, int]:
        value = shift = 0
        while True:
            value |= (message[position] & 0x7F) << shift
            shift += 7
            position += 1
            if message[position - 1] < 0x80:
                return value, position

    start = 0
    while start < len(message):
        tag, end = number(start)
        payload = b""
        if tag & 7 == 2:
            length, begin = number(end)
            end = begin + length
            payload = message[begin:end]
        elif tag & 7 == 0:
            _, end = number(end)
        else:
            end += 8 if tag & 7 == 1 else 4
        yield tag >> 3, payload, message[start:end]
        start = end


def _field(number: int, payload: bytes) -> bytes:
    length, left = bytearray(), len(payload)
    while left > 0x7F:
        length.append(left & 0x7F | 0x80)
        left >>= 7
    return bytes((number << 3 | 2, *length, left)) + payload


def _without_rule_file(model: bytes) -> bytes:
    """The model without the path of the rules' file, which differs from run to run (the rules stay in it)."""
    kept = bytearray()
    for number, payload, whole in _fields(model):
        parts = (part for name, _, part in _fields(payload) if name != _RULE_FILE) if number == _NORMALISER else ()
        kept += _field(number, b"".join(parts)) if number == _NORMALISER else whole
    return bytes(kept)


def load_vocabulary(model: bytes) -> Any:
    """A SentencePieceProcessor of a serialised model. Raises ModelError where it cannot serve here.

    Its first four pieces must be `SPECIAL_PIECES`, in their order.
    """
    import sentencepiece

    try:
        processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    except RuntimeError as error:
        raise ModelError(f"the vocabulary cannot be loaded: {error}") from error
    first = tuple(processor.id_to_piece(index) for index in range(min(4, processor.get_piece_size())))
    if first != SPECIAL_PIECES:
        raise ModelError(f"the vocabulary begins with {' '.join(first)}; training needs {' '.join(SPECIAL_PIECES)}")
    return processor


def missing_signs(model: bytes) -> str:
    """The required signs that a vocabulary does not know, as its own normalisation leaves them, in order."""
    processor = load_vocabulary(model)
    wanted = "".join(str(processor.normalize(sign)).replace("\u2581", "") for sign in REQUIRED_SIGNS)
    return "".join(sign for sign in dict.fromkeys(wanted) if UNKNOWN in processor.encode(sign))


def extend_vocabulary(model: bytes, signs: Iterable[str]) -> bytes:
    """The model with a piece for each sign appended, their ids following the old ones.

    A serialised model is a protocol buffer whose repeated field 1 holds the pieces (text, log
    probability, type): entries appended at the end of the buffer come last in the list.
    """
    processor = load_vocabulary(model)
    lowest = min(processor.get_score(index) for index in range(processor.get_piece_size()))
    pieces = (_field(1, sign.encode()) + b"\x15" + struct.pack("<f", lowest) + bytes((0x18, _NORMAL)) for sign in signs)
    return model + b"".join(_field(_PIECES, piece) for piece in pieces)


def pieces_of(processor: Any) -> list[str]:
    """All pieces, by id."""
    return [str(processor.id_to_piece(index)) for index in range(processor.get_piece_size())]
