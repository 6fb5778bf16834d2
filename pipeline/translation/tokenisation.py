"""Sentences to the model's pieces and back, for the two tokenisers that Argos packages carry."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Protocol

import regex

from pipeline.errors import ModelError
from pipeline.files.extras import extra
from pipeline.translation.package import Package

# Controls, and format characters that carry no meaning for a translation (zero-width, bidi, soft hyphen).
_INVISIBLE = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}--[\t\n\r\u0085\u200d]]+", regex.V1)
_SPACE = regex.compile(r"[\s\u2028\u2029]+")


class Tokeniser(Protocol):
    """What the engine asks of a tokeniser."""

    def encode(self, sentences: Sequence[str]) -> list[list[str]]:
        """The pieces of each sentence."""

    def decode(self, pieces: Sequence[str]) -> str:
        """The text of a list of pieces."""

    def unknown(self, pieces: Sequence[str]) -> list[str]:
        """Those of the pieces that the vocabulary lacks, in order, with the sign for a space that stands before."""


def prepare(sentence: str) -> str:
    """The copy of a sentence that the model sees: NFC, one space for any white space, nothing invisible."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", sentence))).strip()


class SentencePieceTokeniser:
    """SentencePiece (Kudo and Richardson 2018); `_` and any other sign of the text survives decoding."""

    def __init__(self, model: bytes) -> None:
        """Load a serialised model. Raises ModelError where it is not one."""
        import sentencepiece

        try:
            self._processor = sentencepiece.SentencePieceProcessor(model_proto=model)
        except RuntimeError as error:
            raise ModelError(f"sentencepiece.model cannot be loaded: {error}") from error

    def encode(self, sentences: Sequence[str]) -> list[list[str]]:
        """The pieces of each sentence."""
        pieces: list[list[str]] = self._processor.encode(list(sentences), out_type=str)
        return pieces

    def decode(self, pieces: Sequence[str]) -> str:
        """The text of a list of pieces. Those not in the vocabulary (copied unknowns) stand as they are."""
        text: str = self._processor.decode(list(pieces))
        return text.replace("\u2581", " ").strip()

    def unknown(self, pieces: Sequence[str]) -> list[str]:
        """Those of the pieces that the vocabulary lacks, in order, with the sign for a space that stands before."""
        missing: int = self._processor.unk_id()
        return [
            before + piece if before == "\u2581" else piece
            for before, piece in zip(("", *pieces), pieces, strict=False)
            if self._processor.piece_to_id(piece) == missing
        ]


class BytePairTokeniser:
    """Moses tokens cut by subword-nmt merges, as in Argos's `bpe.model` packages."""

    def __init__(self, package: Package) -> None:
        """Load through Argos's own class, which wants a file: an archive must be installed first."""
        if package.archive:
            raise ModelError(
                f"{package.path}: a bpe.model package must be installed: bitexte model install {package.path}"
            )
        with extra("argos", f"{package.path}: a bpe.model package"):
            import sacremoses  # noqa: F401 - which Argos imports at the first sentence
            from argostranslate.tokenizer import BPETokenizer

        self._tokeniser = BPETokenizer(package.path / "bpe.model", package.from_code, package.to_code)

    def encode(self, sentences: Sequence[str]) -> list[list[str]]:
        """The pieces of each sentence."""
        return [self._tokeniser.encode(sentence) for sentence in sentences]

    def decode(self, pieces: Sequence[str]) -> str:
        """The text of a list of pieces."""
        return str(self._tokeniser.decode(list(pieces))).strip()

    def unknown(self, pieces: Sequence[str]) -> list[str]:
        """None: the merges fall back to single characters, and CTranslate2 copies those that it does not know."""
        return []


def load_tokeniser(package: Package) -> Tokeniser:
    """The tokeniser that the package carries."""
    if package.tokeniser == "sentencepiece.model":
        return SentencePieceTokeniser(package.read("sentencepiece.model"))
    return BytePairTokeniser(package)
