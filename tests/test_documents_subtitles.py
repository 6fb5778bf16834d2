from dataclasses import replace

import pytest
from document_laws import assert_laws, assert_survives, read, units
from marked import shown

from pipeline.alignment.codes import place_codes
from pipeline.documents.subtitles import MOST_LETTERS, SRT, VTT


def srt(*texts, pause=0.1):
    cues, time = [], 0.0
    for number, text in enumerate(texts, 1):
        cues.append(f"{number}\n{stamp(time)} --> {stamp(time + 2)}\n{text}\n")
        time += 2 + pause
    return "\n".join(cues).encode()


def stamp(seconds):
    return f"00:{int(seconds) // 60:02}:{int(seconds) % 60:02},{round(seconds % 1 * 1000):03}"


def marked(data, form=SRT):
    document = form.read(data, "d")
    return shown(document.text, document.codes)


def sources(data, form=SRT):
    return [unit.source for unit in units(read(form, data))]


CASES = [
    (("Je viens demain", "à Paris."), "Je viens demain[1] à Paris."),
    (("Je viens.", "Tu pars."), "Je viens.\n\nTu pars."),
    (("Je viens\ndemain", "à <i>Paris</i>."), "Je viens[1] demain[2] à {3>Paris<3}."),
    (("- Tu viens ?\n- Non.",), "- Tu viens ?[1]\n- Non."),
    (("{\\an8}Je viens",), "[1]Je viens"),
    (("♪ Un air", "- Un mot"), "♪ Un air\n\n- Un mot"),
]


@pytest.mark.parametrize(("texts", "expected"), CASES)
def test_what_is_read(texts, expected):
    assert marked(srt(*texts)) == expected
    assert_laws(SRT, srt(*texts))
    assert_laws(SRT, srt(*texts).replace(b"\n", b"\r\n"))


def test_no_sentence_waits_long_for_its_next_cue():
    assert sources(srt("Je viens demain", "à Paris.", pause=0.5)) == ["Je viens demain à Paris."]
    assert sources(srt("Je viens demain", "à Paris.", pause=9.0)) == ["Je viens demain", "à Paris."]


def test_a_sentence_is_laid_back_over_its_cues():
    data = srt("Le président a rencontré", "hier à Moscou le ministre.")
    document = read(SRT, data)
    (unit,) = units(document)
    made = place_codes(replace(unit, target="The president met the minister yesterday in Moscow.", target_codes=()))
    lines = SRT.write(data, document, [made]).decode().split("\n")
    assert [lines[2], lines[6]] == ["The president met", "the minister yesterday in Moscow."]


def test_a_cue_that_becomes_too_wide_gets_even_lines():
    data = srt("Un mot.", "- Un.\n- Deux mots.")
    document = read(SRT, data)
    found = units(document)
    long = "This is a sentence that no screen should show on one line."
    made = SRT.write(data, document, [replace(found[0], target=long), *found[1:]]).decode()
    lines = made.split("\n")[2:4]
    assert " ".join(lines) == long
    assert all(len(line) <= MOST_LETTERS for line in lines)
    assert abs(len(lines[0]) - len(lines[1])) < 12
    assert "- Un.\n- Deux mots." in made


def test_a_target_cannot_end_its_cue():
    data = srt("Un mot.", "Deux.")
    document = read(SRT, data)
    first, second = units(document)
    made = SRT.write(data, document, [replace(first, target="A\n\n00:00 --> 00:01\nword"), second])
    assert made.count(b"-->") == made.count(b"\n\n") + 1 == 2


HEAD = "WEBVTT\n\nNOTE Un mot\n\nSTYLE\n::cue {}\n\nnom\n00:01.000 --> 00:02.000 align:start\n"
PAGE = HEAD + "<v Jean>Un &amp; <c.x>deux</c>\n"


def test_webvtt():
    assert marked(PAGE.encode(), VTT) == "{1>Un & {2>deux<2}"
    assert_laws(VTT, PAGE.encode())
    assert_laws(VTT, b"\xef\xbb\xbf" + PAGE.encode())


def test_encodings_are_kept():
    data = srt("Un été.").decode().encode("cp1252")
    document = read(SRT, data)
    (unit,) = units(document)
    made = SRT.write(data, document, [replace(unit, target="A “word”, été, 日")])
    assert 'A "word", été, ?' in made.decode("cp1252")


@pytest.mark.parametrize(("form", "data"), [(SRT, srt("Un mot", "<i>et</i> deux.", "Un.")), (VTT, PAGE.encode())])
def test_damaged_files_are_read(form, data):
    assert_survives(form, data)
