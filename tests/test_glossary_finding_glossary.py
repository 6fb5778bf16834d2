from __future__ import annotations

from pathlib import Path

from pipeline.glossary import Entry, Glossary, Kind, Policy, default_paths
from pipeline.glossary.finding.check import check

HEADER = "source\ttarget\tkind\tpolicy\n"
# Names and terms of the seed article and how often each is mentioned in it.
SEED = Path(__file__).parents[1] / "seeds" / "poutine-kim-fusils-2023-09.txt"


def test_the_glossaries_that_come_along_have_no_problem() -> None:
    assert [str(problem) for path in default_paths() for problem in check(path) if problem.severity != "note"] == []


def test_default_finds_every_name_of_the_seed_article() -> None:
    text = SEED.read_text("utf-8")
    found = {match.span.of(text) for match in Glossary.default().find(text)}
    names = {
        *("Poutine", "Vladimir Poutine", "Kim", "Kim Jong Un", "Kim Jong-il", "Dmitri Peskov", "Peskov"),
        *("Sergueï Lavrov", "Jeon Ha-kyou", "Corée du Nord", "Russie", "Pyongyang", "Moscou", "Vladivostok", "Séoul"),
        *("Russe", "russe", "russes", "nord-coréen", "nord-coréenne", "nord-coréens", "sud-coréens", "sud-coréenne"),
        *("cosmodrome de Vostochny", "région de l’Amour", "Extrême-Orient russe", "Extrême-Orient"),
        *("Komsomolsk-sur-l’Amour", "Komsomolsk-sur-Amour", "flotte russe du Pacifique"),
        *("ministre russe des Affaires étrangères", "ministère sud-coréen de la Défense"),
        *("Kremlin", "TASS", "RIA Novosti", "Yonhap", "Su-35", "Su-57"),
    }
    assert names <= found


def test_a_later_file_replaces_entries_of_an_earlier_one(tmp_path: Path) -> None:
    first, second = tmp_path / "a.tsv", tmp_path / "b.tsv"
    first.write_text(f"{HEADER}Kiev\tKiev\tplace\tmust\nPékin\tBeijing\tplace\tmust\n", "utf-8")
    second.write_text(f"{HEADER}Kiev\tKyiv\tplace\tprefer\n", "utf-8")
    glossary = Glossary.load([first, second])
    assert {entry.source: (entry.rendering, entry.policy) for entry in glossary} == {
        "Kiev": ("Kyiv", Policy.PREFER),
        "Pékin": ("Beijing", Policy.MUST),
    }


def test_digest_depends_on_content_only() -> None:
    one, two = Entry("Russie", ("Russia",), Kind.PLACE), Entry("Chine", ("China",), Kind.PLACE)
    moved = Entry("Chine", ("China",), Kind.PLACE, Policy.MUST, "note", "x.tsv", 9)
    assert Glossary([one, two]).digest() == Glossary([moved, one]).digest()
    assert Glossary([one, two]).digest() != Glossary([one]).digest()
    assert Glossary([one]).digest() != Glossary([Entry("Russie", ("Russia",), Kind.PLACE, Policy.PREFER)]).digest()


def test_an_empty_glossary_finds_nothing() -> None:
    assert Glossary([]).find("Poutine et Kim") == ()


def test_parts_of_a_persons_name_are_found_once_the_full_name_was() -> None:
    glossary = Glossary(
        [
            Entry("Sergueï Lavrov", ("Sergei Lavrov", "Sergey Lavrov"), Kind.PERSON),
            Entry("Kim Jong Un", ("Kim Jong Un",), Kind.PERSON),
            Entry("Kim", ("Kim Jong Un",), Kind.PERSON),
            Entry("Léonard de Vinci", ("Leonardo da Vinci",), Kind.PERSON),
            Entry("Corée du Nord", ("North Korea",), Kind.PLACE),
        ]
    )
    assert glossary.with_surnames(["Rien.", "Lavrov, de Corée du Nord"]) is glossary
    wider = glossary.with_surnames(["Sergueï Lavrov et Kim Jong Un"])
    found = [(match.entry.source, match.renderings) for match in wider.find("Sergueï, Lavrov, Kim, Léonard")]
    assert found == [
        ("Sergueï", ("Sergei", "Sergey")),
        ("Lavrov", ("Lavrov",)),
        ("Kim", ("Kim Jong Un",)),
    ]
    assert len(wider) == len(glossary) + 2
    again = Glossary(wider).find("Sergueï, Lavrov, Kim, Léonard")  # as if all had been compiled together
    assert [(match.entry, match.span) for match in again] == [
        (match.entry, match.span) for match in wider.find("Sergueï, Lavrov, Kim, Léonard")
    ]


def test_of_two_people_with_one_name_the_later_counts_as_in_the_digest() -> None:
    people = [
        Entry("Anna Ivanov", ("Anna Ivanov",), Kind.PERSON),
        Entry("Boris Ivanov", ("Boris Ivanoff",), Kind.PERSON),
    ]
    wider = Glossary(people).with_surnames(["Anna Ivanov et Boris Ivanov"])
    (match,) = wider.find("Puis Ivanov parla.")
    assert match.entry in list(wider)
    assert match.renderings == ("Ivanoff",)


def test_a_part_that_is_a_french_word_is_no_name() -> None:
    glossary = Glossary([Entry("Kim Jong Il", ("Kim Jong Il",), Kind.PERSON)]).with_surnames(["Kim Jong Il est parti."])
    assert glossary.find("Il pleut.") == ()
    assert len(glossary.find("Kim est parti.")) == 1
