"""Firefox for the tests of the review page, driven over WebDriver BiDi, which it speaks by itself.

Found, or the tests are skipped with the reason; BITEXTE_BROWSER=required makes a missing browser a failure.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

_KEYS = {
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Control": "\ue009",
    "Shift": "\ue008",
    "Alt": "\ue00a",
    "Home": "\ue011",
    "Space": " ",
}
_PREFERENCES = {
    "browser.download.folderList": 2,
    "browser.shell.checkDefaultBrowser": False,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "remote.active-protocols": 1,
}
_STARTED = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_PATIENCE = 60  # seconds


class Firefox:
    """One tab. `faults` are the errors that the page logged."""

    def __init__(self, socket: ClientConnection, downloads: Path) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._downloads = downloads
        self.faults: list[str] = []
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        self._tab = self._ask("browsingContext.getTree")["contexts"][0]["context"]

    def _ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(timeout=_PATIENCE))
            entry = answer.get("params", {})
            if answer.get("method") == "log.entryAdded" and entry.get("level") == "error":
                self.faults.append(entry["text"])
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def open(self, place: Path | str) -> None:
        """Loads a file or an address and waits until it is there."""
        self._leave("browsingContext.navigate", url=place if isinstance(place, str) else place.as_uri())

    def reload(self) -> None:
        """Loads the page again."""
        self._leave("browsingContext.reload")

    def _leave(self, method: str, **params: Any) -> None:
        """Goes to another document; what Firefox calls complete may still be the one before it, or none."""
        self.evaluate("(() => { window.left = true; })()")
        self._ask(method, context=self._tab, wait="complete", **params)
        deadline = time.monotonic() + _PATIENCE
        there = "document.readyState === 'complete' && location.protocol !== 'about:' && window.left === undefined"
        while not self.evaluate(there):
            assert time.monotonic() < deadline, "the page does not come"
            time.sleep(0.02)

    def evaluate(self, expression: str) -> Any:
        """The value of an expression, through JSON."""
        wrapped = f"(async () => JSON.stringify(await ({expression})) ?? 'null')()"
        target = {"context": self._tab}
        answer = self._ask("script.evaluate", expression=wrapped, target=target, awaitPromise=True)
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, `Control+Enter` together."""
        for key in keys:
            names = key.split("+") if len(key) > 1 else [key]
            values = [_KEYS.get(name, name) for name in names]
            actions = [{"type": "keyDown", "value": value} for value in values]
            actions += [{"type": "keyUp", "value": value} for value in reversed(values)]
            source = {"type": "key", "id": "keyboard", "actions": actions}
            self._ask("input.performActions", context=self._tab, actions=[source])

    def type(self, text: str) -> None:
        """Types a text where the focus is."""
        self.press(*("Space" if letter == " " else letter for letter in text))

    def download(self, expression: str) -> Path:
        """The file that an expression makes the browser save."""
        before = set(self._downloads.iterdir())
        self.evaluate(expression)
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            # Firefox makes the final name, removes it and moves the finished `.part` over it.
            for each in sorted(set(self._downloads.iterdir()) - before):
                with suppress(FileNotFoundError):
                    if each.suffix != ".part" and each.stat().st_size:
                        return each
            time.sleep(0.05)
        raise AssertionError("nothing was saved")


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """A headless Firefox with its profile in `folder`; skips the calling test where there is none."""
    path = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
    if path is None:
        reason = "no firefox on the PATH: `make browser` installs what the tests of the pages need"
        if os.environ.get("BITEXTE_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    from websockets.sync.client import connect

    profile, downloads = folder / "profile", folder / "downloads"
    profile.mkdir()
    downloads.mkdir()
    preferences = {**_PREFERENCES, "browser.download.dir": str(downloads)}
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())
    (profile / "user.js").write_text("".join(lines))
    command = [path, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with subprocess.Popen(
        [*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as run:
        try:
            assert run.stderr is not None
            address = next(match[1] for line in run.stderr if (match := _STARTED.search(line)))
            with connect(f"{address}/session", max_size=None) as socket:
                yield Firefox(socket, downloads)
        finally:
            run.kill()
