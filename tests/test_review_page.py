"""The page as a file: self-contained, escaped, with a policy that matches what is inlined."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from sample_bitexts import sample

from pipeline.bitext import Bitext, Unit
from pipeline.review.fingerprint import content_hash, segment_hash
from pipeline.review.page import HtmlWriter, render_page


def page(*bitexts: Bitext) -> str:
    return "".join(render_page(bitexts))


def test_rows_hold_the_texts_and_permalinks() -> None:
    tree = html.fromstring(page(sample()))
    rows = tree.xpath("//div[@data-hash]")
    assert [row.get("id") for row in rows] == ["s0001", "s0002", "s0003"]
    assert [row.xpath('string(.//a[starts-with(@href, "#s")]/@href)') for row in rows] == ["#s0001", "#s0002", "#s0003"]
    for row, unit in zip(rows, sample().units, strict=True):
        assert row.xpath('string(div[@class="fr"])') == unit.source
        assert row.xpath('string(div[@class="en"])') == unit.target
        assert row.get("data-hash") == segment_hash(unit.source)
    assert "start" in rows[2].get("class")
    assert [mark.text for mark in rows[0].xpath(".//mark")] == ["Poutine", "Putin"]
    assert rows[0].xpath(".//mark")[0].get("title") == (
        "Poutine → Putin (person): must stand so; taken from another version that the model had. "
        "The model's mean log-probability a token: −0.20 before, −0.25 after"
    )
    assert rows[0].xpath('string(.//p[contains(@class, "term")])') == "Poutine → Putin must stand so"
    assert [flag.xpath("string(b)") for flag in rows[2].xpath('.//p[contains(@class, "flag")]')] == [
        "copied",
        "comment",
    ]


def test_the_policy_allows_exactly_what_is_inlined() -> None:
    text = page(sample())
    (policy,) = html.fromstring(text).xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    assert policy.startswith("default-src 'none'; ")
    for element in ("style", "script"):
        (content,) = re.findall(rf"<{element}>(.*?)</{element}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"\b(?:src|href)\s*=\s*[\"']?(?:https?:)?//", text)
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", text.split("</header>")[1].split("<script")[0])


HOSTILE = [
    "<script>alert(1)</script>",
    "]]>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "\u202eevil",
    "&lt;b&gt;",
    "</div>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_everywhere(text: str) -> None:
    base = sample()
    mention = replace(base.units[0].mentions[0], term=text, rendering=text)
    flag = replace(base.units[1].flags[0], code="x", message=text)
    units = (Unit("s0001", text, text), replace(base.units[0], id="s0002", mentions=(mention,), flags=(flag,)))
    tree = html.fromstring(page(Bitext(text, units, metadata={"date": text})))
    row = tree.get_element_by_id("s0001")
    assert row.xpath('string(div[@class="fr"])') == text
    assert row.xpath('string(div[@class="en"])') == text
    assert len(tree.xpath("//script")) == 2
    assert not tree.xpath("//img")
    assert tree.xpath("string(//h1)") == text
    data = json.loads(tree.xpath('string(//script[@type="application/json"])'))
    assert data["documents"] == [text]


def test_several_documents_share_a_page(tmp_path: Path) -> None:
    HtmlWriter().write([sample(), replace(sample(), name="autre")], (tmp_path / "a.html",))
    tree = html.fromstring((tmp_path / "a.html").read_text(encoding="utf-8"))
    rows = tree.xpath("//div[@data-hash]")
    assert [row.get("id") for row in rows][2:4] == ["essai-s0003", "autre-s0001"]
    assert [option.text for option in tree.xpath('//select[@id="document"]/option')] == ["all", "essai", "autre"]


def test_control_characters_show_as_pictures_and_surrogates_are_counted(tmp_path: Path) -> None:
    counts = HtmlWriter().write([Bitext("a", (Unit("s0001", "a\x00b\x1b", "c\ud800"),))], (tmp_path / "a.html",))
    assert counts == {"surrogate": 1}
    row = html.fromstring((tmp_path / "a.html").read_text(encoding="utf-8")).get_element_by_id("s0001")
    assert row.xpath('string(div[@class="fr"])') == "a␀b␛"


def test_the_content_hash_ignores_targets_but_not_sources() -> None:
    base = sample()
    other_target = replace(base, units=(replace(base.units[0], target="x"), *base.units[1:]))
    other_source = replace(base, units=(replace(base.units[0], source="x"), *base.units[1:]))
    assert content_hash([base]) == content_hash([other_target])
    assert content_hash([base]) != content_hash([other_source])
