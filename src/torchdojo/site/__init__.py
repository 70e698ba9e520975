"""A static site of a collection: its lessons, its documents, and what goes wrong, to be searched.

Everything is written as MyST Markdown first (`torchdojo.site.pages`), from the same sources that
the commands use, and Sphinx makes HTML of it. Neither that nor what it makes needs a network.
"""

from torchdojo.site.building import build_site, need_packages
from torchdojo.site.drawing import Drawing, bars, curve, grid, picture

__all__ = ["Drawing", "bars", "build_site", "curve", "grid", "need_packages", "picture"]
