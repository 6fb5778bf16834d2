import sqlite3

import pytest

from pipeline.bitext import Flag, Mention, Severity, Span
from pipeline.errors import OutputError
from pipeline.memory import Approved, Finished, Memory, source_key

FINISHED = Finished(
    "Putin arrived.",
    -0.25,
    (Mention("Poutine", "Putin", "person", "must", Span(0, 7), Span(0, 5), "plain", -0.3, -0.25),),
    (Flag("decoding-cut", Severity.NOTE, "cut"),),
    links=((Span(0, 7), Span(0, 5)),),
)


def test_what_is_stored_is_found_by_a_later_process(tmp_path):
    path = tmp_path / "deep" / "memory.sqlite"
    with Memory(path) as memory:
        memory.store([("key", "Poutine est arrivé.", FINISHED)])
    with Memory(path) as memory:
        assert memory.find(["other", "key"]) == {"key": FINISHED}
        assert len(memory) == 1
        assert memory.warnings == []


def test_more_keys_than_a_statement_takes(tmp_path):
    with Memory(tmp_path / "m.sqlite") as memory:
        memory.store((f"k{number}", "a", Finished("b", 0.0)) for number in range(1300))
        assert len(memory.find([f"k{number}" for number in range(1400)])) == 1300


@pytest.mark.parametrize(
    "damage", [b"not a database at all, but long enough to be read", b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_file_is_set_aside_and_said_so(tmp_path, damage):
    path = tmp_path / "m.sqlite"
    path.write_bytes(damage)
    with Memory(path) as memory:
        (warning,) = memory.warnings
        assert "set aside as m.sqlite.damaged-1" in warning
        memory.store([("key", "a", FINISHED)])
        assert memory.find(["key"]) == {"key": FINISHED}
    assert (tmp_path / "m.sqlite.damaged-1").read_bytes() == damage


def test_a_file_cut_in_the_middle_is_set_aside(tmp_path):
    path = tmp_path / "m.sqlite"
    with Memory(path) as memory:
        memory.store((f"k{number}", "source " * 50, Finished("target " * 50, 0.0)) for number in range(500))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with Memory(path) as memory:
        assert memory.warnings
        assert len(memory) == 0


def test_a_later_schema_is_left_alone(tmp_path):
    path = tmp_path / "m.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    before = path.read_bytes()
    with Memory(path) as memory:
        assert "schema 99" in memory.warnings[0]
        memory.store([("key", "a", FINISHED)])
        assert memory.find(["key"]) == {"key": FINISHED}
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["m.sqlite"]


@pytest.mark.parametrize(
    ("table", "column"),
    [("segments", name) for name in ("key", "target", "mentions", "flags", "links")]
    + [("approved", name) for name in ("source", "target", "document")],
)
@pytest.mark.parametrize("value", [b"caf\xe9 \xff", 7, "[" * 100_000, None], ids=["bytes", "number", "deep", "cut"])
def test_a_damaged_row_counts_as_absent(tmp_path, table, column, value):
    path = tmp_path / "m.sqlite"
    with Memory(path) as memory:
        memory.store([("key", "a", FINISHED), ("other", "b", FINISHED)])
        memory.approve([Approved("Il pleut.", "It rains.", "a"), Approved("Il neige.", "It snows.", "a")])
    connection = sqlite3.connect(path)
    with connection:
        where = "key = 'key'" if table == "segments" else "source = 'Il pleut.'"
        if value is None:
            connection.execute(f"UPDATE {table} SET {column} = substr({column}, 1, 1) || char(1) WHERE {where}")
        else:
            connection.execute(f"UPDATE {table} SET {column} = CAST(? AS BLOB) WHERE {where}", (value,))
    connection.close()
    with Memory(path) as memory:
        assert memory.find(["key", "other"])["other"] == FINISHED
        assert "Il neige." in memory.approved()
        assert memory.warnings == []


def test_views_and_triggers_are_never_run(tmp_path):
    path = tmp_path / "m.sqlite"
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i, i, i, i, i, i FROM n"
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE VIEW segments(key, source, target, score, mentions, flags, links) AS {endless}")
    connection.execute("CREATE VIEW approved(key, source, target, document) AS SELECT 1, 2, 3, 4")
    connection.commit()
    connection.close()
    with Memory(path) as memory:
        assert "set aside" in memory.warnings[0]
        assert memory.find(["key"]) == {}


def test_any_thread_may_use_it(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    with Memory(tmp_path / "m.sqlite") as memory, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: memory.store([(f"k{number}", "a", FINISHED)]), range(40)))
        assert len(memory) == 40


def test_an_entry_that_cannot_be_read_counts_as_absent(tmp_path):
    path = tmp_path / "m.sqlite"
    with Memory(path) as memory:
        memory.store([("key", "a", FINISHED)])
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE segments SET mentions = '[{}]'")
    connection.close()
    with Memory(path) as memory:
        assert memory.find(["key"]) == {}


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(OutputError, match="a file stands where a folder should be"):
        Memory(tmp_path / "out" / "m.sqlite")


def test_approved_pairs_are_replaced_and_withdrawn(tmp_path):
    first = Approved("Il a\u00a0e\u0301te\u0301 vu.", "He was seen.", "a")
    second = Approved("Il a été vu.", "He has been seen.", "b")
    with Memory(tmp_path / "m.sqlite") as memory:
        memory.approve([first])
        memory.approve([second])
        assert memory.approved() == {source_key(first.source): second}
        memory.withdraw([first])  # no longer stands so
        assert memory.approved() == {"Il a été vu.": second}
        memory.withdraw([second])
        assert memory.approved() == {}


def test_approved_pairs_outlive_damage_elsewhere(tmp_path):
    path = tmp_path / "m.sqlite"
    pair = Approved("Il pleut.", "It rains.", "a")
    with Memory(path) as memory:
        memory.approve([pair])
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("DROP TABLE segments")
        connection.execute("CREATE TABLE segments (something)")
    connection.close()
    with Memory(path) as memory:
        assert "the 1 approved pairs" in memory.warnings[0]
        assert memory.approved() == {"Il pleut.": pair}
