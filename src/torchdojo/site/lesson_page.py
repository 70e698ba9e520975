"""The page of an exercise: lesson, contract, stub, hints, and what is checked."""

import ast
import json
import re
from collections.abc import Sequence
from pathlib import Path

from torchdojo.catalog import Exercise
from torchdojo.catalog.checks import Check
from torchdojo.catalog.gates import checks_of
from torchdojo.learner.lessons import lesson, stub_text
from torchdojo.site.drawing import Drawing
from torchdojo.site.inline import inline
from torchdojo.site.links import relative
from torchdojo.site.places import SENTENCES, anchor, html_of, page_of
from torchdojo.site.sessions import drawing_of
from torchdojo.site.signatures import signatures
from torchdojo.site.texts import Block, fenced, rewrite

_TITLE = re.compile(r"\A# .*\n")
_NEXT_SECTION = re.compile(r"^## Contract\n.*?(?=^## )", re.M | re.S)
_FORMS = {"module": "a module", "notebook": "a notebook"}
_STARTS = {
    "empty": "Replace each `raise NotImplementedError`.",
    "solved": "There is nothing to write here: it shows how an exercise works.",
    "buggy": "This code has a fault, and you find it.",
}


def lesson_page(exercise: Exercise, by_hand: Drawing | None = None) -> str:
    """The page in Markdown."""
    source = exercise.source
    stub = code_of(stub_text(exercise), exercise.file)
    parts = [
        f"# {source.title}",
        facts(exercise),
        illustrated(_TITLE.sub("", lesson(exercise)).strip(), by_hand),
        "## Signatures",
        *(one.markdown() for one in signatures(stub)),
        "## Start here",
        f"{_STARTS[source.start]} The lesson stands above this code in the file.",
        f"```python\n{stub}\n```",
        "## Hints",
        folded(source.hints),
        "## What is checked",
        requirements(exercise),
    ]
    return "\n\n".join(parts) + "\n"


def facts(exercise: Exercise) -> str:
    """Difficulty, time and form in one line."""
    source = exercise.source
    file = inline(f"`exercises/{exercise.file}`")
    return (
        f'<p class="dojo-facts">{difficulty(source.difficulty)} · {source.minutes} minutes · '
        f"{_FORMS[source.form]}: {file}</p>"
    )


def difficulty(level: int) -> str:
    """Dots for the eye, words for the ear."""
    dots = "●" * level + "○" * (4 - level)
    return f'<span role="img" aria-label="difficulty {level} of 4">{dots}</span>'


def illustrated(text: str, by_hand: Drawing | None) -> str:
    """The lesson with pictures: of its examples below them, and one drawn by hand."""

    def code(block: Block, source: str) -> str:
        del source
        language, body = block
        drawn = drawing_of(body) if language == "python" else None
        shown = fenced(*block)
        return f"{shown}\n\n{drawn.html()}\n" if drawn else shown

    text = rewrite(text, lambda prose: prose, code)
    if by_hand is None:
        return text
    section = f"## In a picture\n\n{by_hand.html()}\n\n"
    if _NEXT_SECTION.search(text):
        return _NEXT_SECTION.sub(lambda found: found[0] + section, text, count=1)
    return f"{text}\n\n{section}"


def has_picture(exercise: Exercise, by_hand: Drawing | None) -> bool:
    """Whether anything is drawn in the lesson."""
    return "<figure" in illustrated(lesson(exercise), by_hand)


def code_of(stub: str, file: str) -> str:
    """The stub's code without the lesson; of a notebook its code cells, in percent format."""
    if Path(file).suffix == ".ipynb":
        cells = json.loads(stub)["cells"]
        work = [c for c in cells if c["cell_type"] == "code" and "check" not in _tags(c)]
        return "\n\n\n".join("# %%\n" + "".join(c["source"]).strip() for c in work)
    first = ast.parse(stub).body[0]
    return "\n".join(stub.splitlines()[first.end_lineno or 0 :]).strip()


def _tags(cell: dict[str, dict[str, list[str]]]) -> list[str]:
    return cell["metadata"].get("tags", [])


def folded(hints: Sequence[str]) -> str:
    """Each hint inside the one before it, so that they unfold one after the other."""
    text = ""
    for number, hint in reversed(list(enumerate(hints, 1))):
        text = (
            f'<details class="dojo-hint"><summary>Hint {number} of {len(hints)}</summary>'
            f"<p>{inline(hint)}</p>{text}</details>"
        )
    return text


def requirements(exercise: Exercise) -> str:
    """The visible requirements with their points; of hidden ones only that there are some."""
    checks = checks_of(exercise)
    items = "".join(f"<li>{_requirement(check)}</li>" for check in checks if not check.hidden)
    more = ""
    if exercise.released or any(check.hidden for check in checks):
        more = (
            "There are hidden checks as well; they ask for nothing that the contract does not say."
        )
    sentences = html_of(relative(SENTENCES, page_of(exercise)))
    return (
        f'<ul class="dojo-checks">{items}</ul>\n\n{more}\n\n'
        f'<p>What feedback may name here: <a href="{sentences}#{anchor(exercise)}">'
        "the sentences of this exercise</a>.</p>"
    )


def _requirement(check: Check) -> str:
    points = {0.0: "no points, but all others depend on it", 1.0: "1 point"}
    return f"{inline(check.requirement)} ({points.get(check.points, f'{check.points:g} points')})"
