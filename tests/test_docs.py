"""Every command and option is documented, and what the documentation shows exists."""

import re

import click
import pytest
from conftest import ROOT

from pipeline.cli.app import application

COMMANDS_PAGE = ROOT / "docs" / "commands.md"


def commands(group=application, path=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


ALL = list(commands())


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) for path, _ in ALL])
def test_every_command_and_option_is_documented(path, command):
    page = COMMANDS_PAGE.read_text()
    title = f"## `bitexte {' '.join(path)}"
    assert title in page
    section = page.split(title, 1)[1].split("\n## ", 1)[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            for option in (*parameter.opts, *parameter.secondary_opts):
                assert f"`{option}" in section, f"{option} of {' '.join(path)}"
    assert command.help


def test_no_option_is_documented_that_does_not_exist():
    known = {
        option
        for _, command in ALL
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    } | {
        "--help",
        "--version",
        "--limit",
        "--safe-cells",
    }
    assert set(re.findall(r"`(--[a-z][a-z0-9-]*)", COMMANDS_PAGE.read_text())) <= known


def test_links_between_pages_lead_somewhere():
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_names_the_readme_imports_exist():
    import pipeline

    for names in re.findall(r"from pipeline import ([^\n]+)", (ROOT / "README.md").read_text()):
        for name in names.split(","):
            assert hasattr(pipeline, name.strip())


def test_every_check_is_described():
    from pipeline.quality.registry import CHECKS

    page = (ROOT / "docs" / "checks.md").read_text()
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (\w+)", page, re.MULTILINE))
    for code, check in CHECKS.items():
        assert rows[code] == check.severity.value, code


def test_what_the_page_on_copying_shows_is_copied():
    from pipeline.text.spans import protected_spans, without_spans

    page = (ROOT / "docs" / "copying.md").read_text()
    rows = re.findall(r"^\| (?:addresses|files) \| (.*) \|$", page, re.MULTILINE)
    shown = [example for row in rows for example in re.findall(r"`([^`]+)`", row)]
    assert len(shown) > 6
    for example in shown:
        assert protected_spans(f"Voir {example} ici."), example
        assert without_spans(f"Voir {example} ici.").split() == ["Voir", "ici."], example
