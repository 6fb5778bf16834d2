from pipeline.alignment.bead import Bead
from pipeline.alignment.coverage import STRONG, WEAK
from pipeline.alignment.renderings import known_links, learnt_links, surface_links


def test_the_tables_link_words_and_their_forms() -> None:
    found = known_links([["soupiraient", "maison"]], [["sigh", "hous"]])
    assert found["maison", "hous"] == STRONG
    assert ("soupiraient", "sigh") in found


def test_numbers_names_and_cognates() -> None:
    found = surface_links([["#12500", "zermatt", "expedition", "klub"]], [["#12500", "zermatt", "expeditions", "club"]])
    assert found["#12500", "#12500"] == found["zermatt", "zermatt"] == found["klub", "club"] == STRONG
    assert found["expedition", "expeditions"] == WEAK
    assert ("#12500", "zermatt") not in found


def test_words_are_learnt_from_beads_by_how_they_begin() -> None:
    source = [["hunde", "laufen"], ["katzen", "laufen"], ["hunde", "schlafen"], ["katzen", "schlafen"]]
    target = [["chiens", "courent"], ["chats", "courent"], ["chiens", "dorment"], ["chats", "dorment"]]
    filler = [[f"wort{k}", f"mot{k}"] for k in range(20)]
    beads = [Bead(k, k + 1, k, k + 1) for k in range(24)]
    found = learnt_links([*source, *filler], [*target, *filler], beads)
    assert ("hunde", "chiens") in found
    assert ("hunde", "chats") not in found
