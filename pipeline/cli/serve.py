"""`bitexte serve`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pipeline.files.extras import extra

_FILE = click.Path(path_type=Path)


def _data_folder() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "bitexte" / "server"


@click.command("serve", short_help="A page to translate on, and LibreTranslate's and DeepL's interfaces.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(0, 65535), default=5000, show_default=True, help="The port; 0 for any.")
@click.option("--name", "names", multiple=True, help="A further host name of the server, such as a proxy's.")
@click.option("--allow-origin", "origins", multiple=True, help="A site whose pages may ask here; * for all sites.")
@click.option("--api-keys", type=_FILE, metavar="FILE", help="Who may ask: names and hashes of keys.")
@click.option("--new-key", metavar="NAME", help="Print a new key, put its hash into --api-keys, and end.")
@click.option("--glossary", "glossaries", type=_FILE, multiple=True, help="As for `bitexte translate`.")
@click.option("--no-default-glossary", is_flag=True, help="Only the glossaries given by --glossary.")
@click.option("--model", metavar="PATH|NAME", help="A translation package.")
@click.option("--memory", type=_FILE, metavar="FILE", help="A memory whose approved pairs are used first.")
@click.option("--data", type=_FILE, metavar="DIR", help="Where jobs and glossaries are kept.  [default: user's data]")
@click.option("--workers", type=click.IntRange(1), help="Cores that the model uses.  [default: all]")
@click.option("--char-limit", type=click.IntRange(-1), default=100_000, show_default=True, help="Characters a request.")
@click.option("--req-limit", type=click.IntRange(-1), default=-1, show_default=True, help="Requests a minute.")
@click.option("--batch-limit", type=click.IntRange(-1), default=1_000, show_default=True, help="Texts in a request.")
@click.option(
    "--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Of the log."
)
def serve_command(
    host: str,
    port: int,
    names: tuple[str, ...],
    origins: tuple[str, ...],
    api_keys: Path | None,
    new_key: str | None,
    glossaries: tuple[Path, ...],
    no_default_glossary: bool,
    model: str | None,
    memory: Path | None,
    data: Path | None,
    workers: int | None,
    char_limit: int,
    req_limit: int,
    batch_limit: int,
    log_format: str,
) -> None:
    """Serve a page to translate on, and answer programs as LibreTranslate and DeepL do; no network is asked.

    Open the address that is printed, or give it to a program.
    Nothing is encrypted and, without --api-keys, everybody who reaches the address
    may ask: on --host other than this machine, use keys and a network that you trust, or a proxy before it.
    """
    from pipeline.api.keys import Keys, add_key, read_keys
    from pipeline.errors import OptionError
    from pipeline.glossary.finding.glossary import default_paths
    from pipeline.workflow.recipe import Recipe

    if new_key is not None:
        if api_keys is None:
            raise OptionError("--new-key: --api-keys FILE says where its hash is kept")
        click.echo(add_key(api_keys, new_key))
        return
    with extra("serve", "bitexte serve"):
        import python_multipart  # noqa: F401 - which reads uploads, and is loaded late
        import uvicorn  # noqa: F401

        from pipeline.api.call import Limits
        from pipeline.api.server import ApiServer, Settings, log_requests

    defaults = [] if no_default_glossary else default_paths()
    recipe = Recipe(model=model, glossaries=(*defaults, *glossaries), memory=memory, threads=workers)
    settings = Settings(
        data=data or _data_folder(),
        host=host,
        port=port,
        names=names,
        origins=origins,
        keys=read_keys(api_keys) if api_keys is not None else Keys(),
        requests_a_minute=max(0, req_limit),
        limits=Limits(characters=max(0, char_limit), batch=max(0, batch_limit)),
    )
    log_requests(log_format)
    server = ApiServer(recipe, settings)
    click.echo(server.url)
    server.serve()
