"""Reading, cleaning and de-duplicating sentence pairs."""

import gzip
from collections import Counter

import pytest
from packing import zstd

from pipeline.errors import FormatError, InputError
from pipeline.training.cleaning import clean, held_out_keys, key, read_pairs

FRENCH = "Le président a rencontré le ministre hier soir à Paris."
ENGLISH = "The president met the minister last night in Paris."


def test_cleaning_keeps_each_pair_once_and_counts_the_rest():
    counts = Counter()
    pairs = [
        (FRENCH, ENGLISH),
        (FRENCH.upper(), ENGLISH.rstrip(".")),
        ("Non.", "No.\u200b"),
        ("", "No."),
        ("Oui.", "Yes."),
    ]
    kept = list(clean(pairs, counts, held_out={key("oui")}))
    assert kept == [(FRENCH, ENGLISH), ("Non.", "No.")]
    assert counts == {"kept": 2, "repeated": 1, "empty": 1, "held-out": 1}


def test_cleaning_brings_quotation_marks_into_line():
    counts = Counter()
    pairs = [("Il parle du « paquet climat » hier soir.", "He spoke of the 'climate package' last night.")]
    assert list(clean(pairs, counts)) == [(pairs[0][0], 'He spoke of the "climate package" last night.')]
    assert list(clean([(pairs[0][0], "He spoke of the climate package last night.")], counts)) == []
    assert counts == {"kept": 1, "quotes": 1}


def test_held_out_sentences_are_recognised_on_either_side(tmp_path):
    file = tmp_path / "test.tsv"
    file.write_text(f"Oui.\t{ENGLISH.upper()}\n", encoding="utf-8")
    keys = held_out_keys([file])
    assert keys == {key(ENGLISH)}
    assert list(clean([(FRENCH, ENGLISH)], Counter(), keys)) == []


PAIRS = [("L’été\u2028fini", "Summer\u0085over"), ("Non", "No")]
TSV = "".join(f"{french}\t{english}\n" for french, english in PAIRS).encode()


def test_tsv_plain_gzipped_and_zstandard(tmp_path):
    plain, gzipped, zstandard = tmp_path / "a.tsv", tmp_path / "a.tsv.gz", tmp_path / "a.tsv.zst"
    plain.write_bytes(b"\xef\xbb\xbf" + TSV.replace(b"\n", b"\r\n") + b"\n")
    gzipped.write_bytes(gzip.compress(TSV, mtime=0))
    assert list(read_pairs([plain])) == list(read_pairs([gzipped])) == PAIRS
    zstandard.write_bytes(zstd.compress(TSV))
    assert list(read_pairs([zstandard])) == PAIRS


def test_tmx_gives_what_people_wrote(tmp_path):
    def unit(attributes, french, english):
        sides = f'<tuv xml:lang="fr-CA"><seg>{french}</seg></tuv><tuv xml:lang="EN"><seg>{english}</seg></tuv>'
        return f"<tu {attributes}>{sides}</tu>"

    body = unit("", "Non <ph>x</ph>&amp; oui", "No &amp; yes") + unit('creationid="MT!"', "Peut-être", "Maybe")
    file = tmp_path / "a.tmx"
    file.write_text(
        '<?xml version="1.0"?><tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" '
        f'o-tmf="x" adminlang="en" srclang="fr" datatype="plaintext"/><body>{body}</body></tmx>'
    )
    counts = Counter()
    assert list(read_pairs([file], counts)) == [("Non & oui", "No & yes")]
    assert counts == {"machine": 1}


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("a.tsv", b"a\tb\nno tab\n", FormatError, "a.tsv: line 2"),
        ("a.tsv.gz", b"plain", FormatError, "gzip"),
        ("a.docx", b"", InputError, "not a corpus this reads; valid: .tmx"),
        ("missing.tsv", None, InputError, "missing.tsv"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, name, content, error, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=message):
        list(read_pairs([tmp_path / name]))
