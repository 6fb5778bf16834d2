"""A model of what a reviewer did in the page, to hold the page against: edits, states, groups, undo, redo, reloads."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from pipeline.bitext import Unit

Entry = dict[str, Any]


@dataclass
class Step:
    """One step of undo: the entries of the rows it touched, and all groups, before and after."""

    keys: list[str]
    before: tuple[dict[str, Entry | None], list[Entry]]
    after: tuple[dict[str, Entry | None], list[Entry]]


def settle(segment: Entry) -> None:
    """An emptied English is a draft."""
    if not segment["target"].strip():
        segment |= {"target": "", "state": "draft"}


def segment_names(group: Entry) -> list[str]:
    """What the page calls the rows of a group."""
    head, number = group["ids"][0], len(group["segments"])
    return [f"{head}+"] if number == 1 else [f"{head}+{at}" for at in range(1, number + 1)]


@dataclass
class Model:
    """The rows of a document that came unreviewed, and what was done; rows are named as the page names them."""

    units: dict[str, Unit]
    edits: dict[str, Entry] = field(default_factory=dict)
    groups: list[Entry] = field(default_factory=list)
    past: list[Step] = field(default_factory=list)
    future: list[Step] = field(default_factory=list)

    def names(self) -> list[str]:
        """The rows that stand in the page, in order."""
        heads = {group["ids"][0]: segment_names(group) for group in self.groups}
        held = {each for group in self.groups for each in group["ids"]}
        lists = (heads.get(each, [] if each in held else [each]) for each in self.units)
        return [key for some in lists for key in some]

    def place(self, key: str) -> tuple[Entry, int] | None:
        """The group that made a row, and which of its segments the row is."""
        found = ((group, segment_names(group)) for group in self.groups)
        return next(((group, names.index(key)) for group, names in found if key in names), None)

    def group(self, key: str) -> Entry | None:
        place = self.place(key)
        return None if place is None else place[0]

    def entry(self, key: str) -> Entry:
        place = self.place(key)
        return self.edits.get(key, {}) if place is None else place[0]["segments"][place[1]]

    def source(self, key: str) -> str:
        return str(self.entry(key).get("source") or self.units[key].source)

    def target(self, key: str) -> str:
        return str(self.entry(key)["target"] if "target" in self.entry(key) else self.units[key].target)

    def changed(self, key: str) -> bool:
        return "target" in self.entry(key)

    def untranslated(self, key: str) -> bool:
        return not self.target(key).strip()

    def state(self, key: str) -> str:
        return "draft" if self.changed(key) and self.untranslated(key) else str(self.entry(key).get("state", ""))

    def put(self, key: str, name: str, value: str) -> None:
        """Sets a field; what is as the page came is forgotten."""
        if self.group(key) is not None:
            self.entry(key)[name] = value
            settle(self.entry(key))
            return
        entry = self.edits.setdefault(key, {})
        if value == {"target": self.units[key].target, "state": "", "comment": ""}[name]:
            entry.pop(name, None)
        else:
            entry[name] = value
        if not entry:
            del self.edits[key]

    def snapshot(self, keys: list[str]) -> tuple[dict[str, Entry | None], list[Entry]]:
        return copy.deepcopy({key: self.edits.get(key) for key in keys}), copy.deepcopy(self.groups)

    def remember(self, keys: list[str], before: tuple[dict[str, Entry | None], list[Entry]]) -> None:
        after = self.snapshot(keys)
        if after != before:
            self.past.append(Step(keys, before, after))
            self.future.clear()

    def travel(self, origin: list[Step], other: list[Step], *, back: bool) -> None:
        if not origin:
            return
        step = origin.pop()
        other.append(step)
        entries, groups = copy.deepcopy(step.before if back else step.after)
        for key, entry in entries.items():
            if entry is None:
                self.edits.pop(key, None)
            else:
                self.edits[key] = entry
        self.groups = groups

    def undo(self) -> None:
        self.travel(self.past, self.future, back=True)

    def redo(self) -> None:
        self.travel(self.future, self.past, back=False)

    def reload(self) -> None:
        """Only the way back is lost."""
        self.past.clear()
        self.future.clear()

    def write(self, key: str, text: str, end: str) -> list[str]:
        """Types a text; `end` is Enter, Control+Enter, Escape, leave or reload. Gives the rows that are offered it."""
        before = self.snapshot([key])
        was, said = self.target(key), str(self.entry(key).get("state", ""))
        self.put(key, "target", text)
        self.put(key, "state", said if text == was else "draft")
        if end == "reload":
            self.reload()
            return []
        if end == "Escape":
            before = self.snapshot([key])
            self.put(key, "target", was)
            self.put(key, "state", said)
        elif end == "Control+Enter":
            if not self.untranslated(key):
                self.put(key, "state", "approved")
        elif text != was or (end == "Enter" and said == "draft"):
            self.put(key, "state", "edited" if self.changed(key) else "")
        self.remember([key], before)
        finished = end in ("Enter", "Control+Enter") and text != was and not self.untranslated(key)
        return self.equal(key) if finished and self.group(key) is None else []

    def equal(self, key: str) -> list[str]:
        """Other rows with the same French and another English."""
        return [
            other
            for other in self.names()
            if other != key
            and self.group(other) is None
            and self.units[other].source == self.units[key].source
            and self.target(other) != self.target(key)
        ]

    def rewrite(self, texts: dict[str, str]) -> None:
        """Gives rows new texts in one step."""
        before = self.snapshot(list(texts))
        for key, text in texts.items():
            self.put(key, "target", text)
            self.put(key, "state", "edited" if self.changed(key) else "")
        self.remember(list(texts), before)

    def approve(self, key: str) -> None:
        """Approves a row, or takes the approval back."""
        before = self.snapshot([key])
        if self.state(key) == "approved":
            self.put(key, "state", "edited" if self.changed(key) else "")
        elif not self.untranslated(key):
            self.put(key, "state", "approved")
        self.remember([key], before)

    def comment(self, key: str, text: str) -> None:
        before = self.snapshot([key])
        if text.strip():
            self.put(key, "comment", "\n\n".join(filter(None, (self.entry(key).get("comment"), text.strip()))))
        self.remember([key], before)

    def revert(self, key: str) -> None:
        before = self.snapshot([key])
        if (group := self.group(key)) is not None:
            self.groups.remove(group)
        else:
            self.put(key, "target", self.units[key].target)
            self.put(key, "state", "")
        self.remember([key], before)

    def merge(self, key: str) -> None:
        """Joins a row and the one below; the last has none."""
        keys = self.names()
        if keys.index(key) + 1 == len(keys):
            return
        both = [key, keys[keys.index(key) + 1]]
        joined = " ".join(text for each in both if (text := self.target(each)).strip())
        segment = {"source": " ".join(map(self.source, both)), "target": joined, "state": "edited"}
        if remark := "\n\n".join(filter(None, (self.entry(each).get("comment") for each in both))):
            segment["comment"] = remark
        self.cut(*both, [segment])

    def split(self, key: str, source: int, target: int) -> None:
        """Cuts a row in two at these offsets; not where a part of the French would be empty."""
        halves = [
            (text[:at].rstrip(), text[at:].lstrip())
            for text, at in ((self.source(key), source), (self.target(key), target))
        ]
        if not all(halves[0]):
            return
        segments: list[Entry] = [
            {"source": fr, "target": en, "state": "edited"} for fr, en in zip(*halves, strict=True)
        ]
        if remark := self.entry(key).get("comment"):
            segments[0]["comment"] = remark
        self.cut(key, key, segments)

    def cut(self, first: str, last: str, segments: list[Entry]) -> None:
        """Puts segments in the place of these rows; the groups that they belonged to become one with them."""
        keys = self.names()
        groups = [group for each in (first, last) if (group := self.group(each)) is not None]
        touched = [each for each in keys if each in (first, last) or self.group(each) in groups]
        places = [self.place(each) for each in touched]
        ids = [i for k, place in zip(touched, places, strict=True) for i in (place[0]["ids"] if place else [k])]
        before = self.snapshot([*touched, *ids])
        head, tail = touched[: touched.index(first)], touched[touched.index(last) + 1 :]
        made = [*map(self.segment, head), *segments, *map(self.segment, tail)]
        for each in made:
            settle(each)
        self.groups = [group for group in self.groups if group not in groups]
        self.groups.append({"ids": list(dict.fromkeys(ids)), "segments": made})
        for each in ids:
            self.edits.pop(each, None)
        self.remember([*touched, *ids], before)

    def segment(self, key: str) -> Entry:
        """What stands in a row, as a segment of a group."""
        made = {"source": self.source(key), "target": self.target(key), "state": self.state(key) or "edited"}
        remark = self.entry(key).get("comment")
        return made | ({"comment": remark} if remark else {})

    def rows(self) -> list[list[str]]:
        """Name, English, state and comment of each row of the page."""
        return [[key, self.target(key), self.state(key), self.entry(key).get("comment", "")] for key in self.names()]
