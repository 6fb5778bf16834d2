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
        heads = {group["ids"][0]: f"{group['ids'][0]}+" for group in self.groups}
        held = {each for group in self.groups for each in group["ids"]}
        return [heads.get(each, each) for each in self.units if each in heads or each not in held]

    def group(self, key: str) -> Entry | None:
        return next((group for group in self.groups if f"{group['ids'][0]}+" == key), None)

    def entry(self, key: str) -> Entry:
        group = self.group(key)
        return self.edits.get(key, {}) if group is None else group["segments"][0]

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
        if (group := self.group(key)) is not None:
            group["segments"][0][name] = value
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
        self.put(key, "comment", text.strip())
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
        groups = [self.group(each) for each in both]
        ids = [each for k, group in zip(both, groups, strict=True) for each in (group["ids"] if group else [k])]
        joined = " ".join(text for each in both if (text := self.target(each)).strip())
        segment = {"source": " ".join(map(self.source, both)), "target": joined, "state": "edited"}
        if remark := "\n".join(filter(None, (self.entry(each).get("comment") for each in both))):
            segment["comment"] = remark
        before = self.snapshot([*both, *ids])
        self.groups = [group for group in self.groups if group not in groups]
        self.groups.append({"ids": ids, "segments": [segment]})
        for each in ids:
            self.edits.pop(each, None)
        self.remember([*both, *ids], before)

    def rows(self) -> list[list[str]]:
        """Name, English, state and comment of each row of the page."""
        return [[key, self.target(key), self.state(key), self.entry(key).get("comment", "")] for key in self.names()]
