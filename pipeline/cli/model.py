"""`bitexte model`: which translation packages there are, and getting another."""

from __future__ import annotations

import click


@click.group("model", short_help="List, inspect, install and test models.")
def model_group() -> None:
    """List, inspect, install and test translation packages (Argos Translate's format)."""


@model_group.command("list")
def list_command() -> None:
    """List the packages at hand; the first is used where --model names none."""
    from pipeline.translation.catalogue import list_packages

    for rank, listing in enumerate(list_packages()):
        package = listing.package
        abilities = [word for word, has in (("terms", package.term_marks), ("alignment", package.alignment)) if has]
        mark = "*" if rank == 0 else " "
        row = f"{mark} {listing.name}\t{package.version}\t{package.size / 1e6:.1f} MB\t{','.join(abilities) or '-'}"
        click.echo(f"{row}\t{package.path}")


@model_group.command("info")
@click.argument("model", metavar="[PATH|NAME]", required=False)
@click.option("--card", is_flag=True, help="Print the package's own README too.")
def info_command(model: str | None, card: bool) -> None:
    """Say what a package is; the default one where none is named."""
    from pipeline.translation.architecture import read_architecture
    from pipeline.translation.catalogue import select_package
    from pipeline.translation.engine import Engine
    from pipeline.translation.package import file_sha256

    package = select_package(model)
    sizes = " + ".join(f"{size:,}" for size in package.vocabulary_sizes())
    rows = {
        "path": package.path,
        "version": package.version,
        "languages": f"{package.from_code} → {package.to_code}",
        "sha256": file_sha256(package.path) if package.archive else "(a folder; see content)",
        "content": package.digest(),
        "architecture": read_architecture(package.read("model/model.bin")) or "unknown",
        "computation": Engine(package, threads=1).compute_type,
        "size": f"{package.size:,} bytes unpacked",
        "vocabulary": f"{sizes or 'unknown'} pieces ({package.tokeniser})",
        "term marks": " ".join(package.term_marks) if package.term_marks else "none",
        "alignment": "supervised head" if package.alignment else "none",
    }
    for name, value in rows.items():
        click.echo(f"{name + ':':<14}{value}")
    if card and (text := package.card()):
        click.echo(f"\n{text.rstrip()}")


@model_group.command("install")
@click.argument("package", metavar="FILE|NAME")
@click.option("--sha256", metavar="HEX", help="Refuse the package unless this is its checksum.")
def install_command(package: str, sha256: str | None) -> None:
    """Install an .argosmodel FILE, or download one by NAME from Argos's index.

    This is the only command that may use the network, and only for a NAME (translate-fr_en).
    """
    from pipeline.translation.catalogue import install_package

    listing = install_package(package, sha256=sha256)
    click.echo(f"installed {listing.name} {listing.package.version} in {listing.package.path}")


@model_group.command("check")
@click.argument("model", metavar="[PATH|NAME]", required=False)
def check_command(model: str | None) -> int:
    """Translate a few fixed sentences and say whether the model can be used."""
    from pipeline.translation.catalogue import select_package
    from pipeline.translation.engine import Engine
    from pipeline.translation.selftest import require_sane, self_test

    engine = Engine(select_package(model))
    for source, target, sane in self_test(engine):
        click.echo(f"{'ok ' if sane else 'BAD'}  {source}  →  {target}")
    require_sane(engine)
    return 0
