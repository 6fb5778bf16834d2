from conftest import SEED

from pipeline import translate_document, translate_text
from pipeline.bitext import Origin, Severity
from pipeline.formats.reading import read_document
from pipeline.memory import Approved, Memory
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.segmenting import segment
from pipeline.workflow.session import Session
from pipeline.workflow.translate import translate_lines


def test_segments_and_gaps_of_the_seed_are_its_bytes():
    document = segment(read_document(SEED))
    assert document.to_bytes() == SEED.read_bytes()
    assert len(document.sentences) == 25
    assert document.metadata == {"date": "2023-09"}
    assert document.segments()[0].startswith("Le Russe Poutine")


def test_the_seed_end_to_end(argos_home):
    bitext = translate_document(SEED, model="embedded")
    assert [unit.id for unit in bitext.units] == [f"s{number:04d}" for number in range(1, 26)]
    assert all(unit.target and unit.origin is Origin.MACHINE for unit in bitext.units)
    for unit in bitext.units:
        assert unit.source_span.of(bitext.document.text) == unit.source
        for mention in unit.mentions:
            assert mention.source.of(unit.source)
            if mention.target is not None:
                assert mention.target.of(unit.target).casefold() == mention.rendering.casefold()
    mentions = [mention for unit in bitext.units for mention in unit.mentions]
    assert len(mentions) > 100
    assert not [mention for mention in mentions if mention.policy == "must" and mention.step == "missing"]
    assert not [flag for unit in bitext.units for flag in unit.flags if flag.severity is Severity.ERROR]
    assert all(unit.links for unit in bitext.units)
    assert len({unit.paragraph for unit in bitext.units}) == 20


def test_without_a_glossary_nothing_is_mentioned(argos_home):
    bitext = translate_text("Poutine est arrivé à Moscou.", model="embedded", glossaries=())
    assert bitext.units[0].mentions == ()
    assert dict(bitext.signature.fields)["glossary"] == "none"


def test_sentences_without_mentions_do_not_depend_on_the_glossary(argos_home):
    text = "Il pleut depuis ce matin.\nNous avons deux enfants et une voiture.\n"
    plain = translate_text(text, model="embedded", glossaries=())
    held = translate_text(text, model="embedded")
    assert [unit.target for unit in held.units] == [unit.target for unit in plain.units]


def test_a_text_in_another_language_is_flagged(argos_home):
    text = "The minister said on Tuesday that the talks would go on for another week.\n"
    codes = {flag.code for unit in translate_text(text, model="embedded").units for flag in unit.flags}
    assert "language" in codes


def test_lines_are_one_unit_each(argos_home):
    session = Session(Recipe(model="embedded", glossaries=()))
    lines = ["Il pleut. Il neige.\n", "\n", "Merci.\r\n"]
    units = list(translate_lines(lines, session))
    assert [unit.source for unit in units] == ["Il pleut. Il neige.", "", "Merci."]
    assert [bool(unit.target) for unit in units] == [True, False, True]


def test_a_similar_approved_pair_is_shown(argos_home, tmp_path):
    memory = tmp_path / "memory.sqlite"
    with Memory(memory) as kept:
        kept.approve([Approved("Nous avons deux enfants et un vélo.", "We have two kids and a bike.", "a")])
    (unit,) = translate_text("Nous avons deux enfants et une voiture.", model="embedded", memory=memory).units
    (message,) = [flag.message for flag in unit.flags if flag.code == "similar"]
    assert "We have two kids and a bike." in message
    assert "voiture" in message


def test_blocks_of_code_are_copied_and_not_checked(argos_home):
    code = "```sh\nls dossier  # la liste des fichiers\necho bonjour\n```"
    bitext = translate_text(f"Tapez ceci :\n\n{code}\n\nLe dossier est vide.\n", model="embedded", glossaries=())
    assert bitext.units[0].target != bitext.units[0].source
    assert bitext.units[-1].target != bitext.units[-1].source
    inside = bitext.units[1:-1]
    assert "\n".join(unit.source for unit in inside) == code
    assert all(unit.target == unit.source and [flag.code for flag in unit.flags] == ["copied"] for unit in inside)


def test_speakers_keep_their_names(argos_home):
    bitext = translate_text("JEAN. – Où es-tu ?\nODILE : Je suis ici.\nPOUTINE. – Entrez.\n", model="embedded")
    openings = [unit.target.partition(" ")[0] for unit in bitext.units]
    assert openings == ["JEAN.", "ODILE:", "PUTIN."]
