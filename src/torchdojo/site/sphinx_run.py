"""Pages to HTML by Sphinx: MyST-Parser reads them, the theme furo shows them."""

import io
from pathlib import Path
from typing import Any

from torchdojo.errors import GraderError

STATIC = Path(__file__).parent / "static"
_SETTINGS: dict[str, Any] = {
    "extensions": ["myst_parser"],
    "language": "en",
    "smartquotes": False,
    "highlight_language": "none",
    "html_theme": "furo",
    "html_static_path": [str(STATIC)],
    "html_css_files": ["dojo.css"],
    "html_js_files": ["dojo.js"],
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "html_show_search_summary": False,
    "html_show_copyright": False,
    "html_use_index": False,
    "html_domain_indices": False,
    "myst_heading_anchors": 4,
    "myst_disable_syntax": ["myst_role", "myst_target", "myst_line_comment", "myst_block_break"],
}
"""The lessons write formulas as code: no renderer of mathematics is needed, and none is loaded."""


def to_html(sources: Path, made: Path, title: str) -> None:
    """Make HTML of the pages in `sources`; raises `GraderError` if Sphinx warns of anything."""
    from sphinx.application import Sphinx
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace

    nocolor()
    warnings = io.StringIO()
    settings = {"project": title, "html_title": title, **_SETTINGS}
    with docutils_namespace():
        app = Sphinx(
            str(sources),
            None,
            str(made),
            str(sources.parent / "doctrees"),
            "html",
            confoverrides=settings,
            status=None,
            warning=warnings,
            warningiserror=True,
        )
        app.build(force_all=True)
    if told := warnings.getvalue().strip():
        lines = told.replace(str(sources), "").splitlines()
        raise GraderError(f"Sphinx warns about the pages: {' '.join(lines[:5])}")
