"""Where links between files of the repository lead on the site."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from torchdojo.site.texts import fenced, rewrite

_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>[^)\s]+)\)")


@dataclass(frozen=True)
class Links:
    """The pages of the site by the paths of the files that they stand for."""

    pages: Mapping[str, str]

    def resolved(self, text: str, file: str, page: str) -> str:
        """`text` of `file` as it stands on `page`; what has no page is named, not linked."""
        return rewrite(
            text,
            lambda prose: _LINK.sub(lambda found: self._link(found, file, page), prose),
            lambda block, _: fenced(*block),
        )

    def _link(self, found: re.Match[str], file: str, page: str) -> str:
        target, _, part = found["target"].partition("#")
        if ":" in target or not target:
            return found[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
        where = self.pages.get(path)
        if where is None:
            return found["text"]
        return f"[{found['text']}]({relative(where, page)}{'#' + part if part else ''})"


def relative(target: str, page: str) -> str:
    """The path from one page's file to another one's."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")
