"""Paths."""

from pathlib import Path

Path("a").touch()
Path("a").touch()
Path("a").chmod(0o600)
Path("b").symlink_to("a")
Path("c").hardlink_to("a")
Path("a").rename("d")
assert sorted(Path().iterdir())
Path("b").readlink()
