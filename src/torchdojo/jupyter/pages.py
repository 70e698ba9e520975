"""The feedback page of nbgrader, with the requirements' own words in its list and headings."""

from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from nbconvert.exporters import HTMLExporter

from torchdojo.catalog.checks import Check, read_checks
from torchdojo.errors import DojoError, GraderError
from torchdojo.jupyter.course import Course, course_of
from torchdojo.jupyter.ids import checks_by_id


class FeedbackPage(HTMLExporter):
    """Belongs into ``c.GenerateFeedback.exporter_class``; `torchdojo course init` writes it."""

    def from_notebook_node(
        self, nb: Any, resources: Any = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page; its test cells are called by what they require."""
        html, resources = super().from_notebook_node(nb, resources, **kw)
        return _worded(html, _checks(resources)), resources


def _checks(resources: Any) -> dict[str, Check]:
    """The checks of the notebook's exercise by the ids of their cells; none if it is no such."""
    told = resources["nbgrader"]
    try:
        folder = course_of(Path(resources["metadata"]["path"]), told["student"], told["assignment"])
        course = Course.read(folder)
    except (DojoError, GraderError):
        return {}
    exercise = course.exercise(told["assignment"], told["notebook"])
    if exercise is None:
        return {}
    return checks_by_id(exercise, read_checks(Path(course.collection) / "graders" / exercise))


def _worded(html: str, checks: dict[str, Check]) -> str:
    page = BeautifulSoup(html, features="html.parser")
    for link in page.select("#toc a"):
        check = checks.get(str(link.get("href", "")).removeprefix("#"))
        if check is not None:
            _call(link, check.requirement, page)
    for label in page.select("span.nbgrader-label"):
        code = label.find("code")
        check = checks.get(code.get_text()) if code else None
        if check is not None:
            _call(label, check.requirement, page)
    return str(page)


def _call(tag: Tag, requirement: str, page: BeautifulSoup) -> None:
    """Put the requirement's words into `tag`; what stands between backticks is code."""
    tag.clear()
    for number, part in enumerate(requirement.split("`")):
        tag.append(page.new_tag("code", string=part) if number % 2 else part)
