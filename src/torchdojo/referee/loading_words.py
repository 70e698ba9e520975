"""What became of a program while it was loaded, in the student's words.

A player names what it saw by a word from a list; the sentences are here.
"""

import re
import sys
from collections.abc import Iterable, Sequence

from torchdojo.feedback.wording import clean
from torchdojo.players import absence, oddities
from torchdojo.players.account import COMMAND, ENDED, RAISED, RUNNING, SWITCHED, Fate, Place
from torchdojo.players.replies import ERRORS, At

_INDENT = 4
"""What every line after the first of a piece of feedback is moved by."""
_UNREADABLE = {
    oddities.MERGE: "{place} is a marker of a merge conflict (`{text}`): keep one of the two "
    "versions and delete the three markers.",
    oddities.FENCE: "{place} is a Markdown fence (`{text}`), pasted along with the code: delete "
    "the fences.",
    oddities.PROMPT: "{place} begins with a prompt (`{text}`), pasted along with the code: delete "
    "the prompts.",
    oddities.NUMBERS: "its lines begin with line numbers, pasted along with the code: delete them.",
    oddities.NOTEBOOK: "it is a notebook under a name that ends in `.py`: rename it so that it "
    "ends in `.ipynb`, or export it as a script.",
    oddities.HTML: "it is a web page (HTML), no Python: download or save the file itself.",
    oddities.COMMAND: "{place} is a command of IPython's (`{text}`), which only notebooks know: "
    "remove it.",
}
_WAITS = {
    oddities.DEBUGGER: "A debugger stops the program there and waits for commands, which nobody "
    "gives while it is graded: remove the call.",
    oddities.INPUT: "`input` waits for somebody to type, and nobody does while it is graded: "
    'remove it, or move it under `if __name__ == "__main__":`.',
}
_UNUSABLE = {
    oddities.MAGIC: "`{text}` is not known here, so its cell did not run: remove that line.",
    oddities.NOT_FIRST: "A line that begins with `%%` has to be the first one of its cell: move "
    "it there, or remove it.",
    oddities.FILE: "There is no such file or folder where your work is graded: only what was "
    "handed in in the same folder, or in one below it, is there.",
}
_NO_PACKAGE = "There is no `{name}` where your work is graded: "
_NO_NEED = {
    True: "if your functions do not need it, remove the import or move it to a cell of its own",
    False: "if your functions do not need it, remove the import or move it below them",
}
_NEWER = (3, 12)
_NEW_SYNTAX = re.compile(
    r"""^\s*type\s+\w+\s*(?:\[.*\])?\s*=|^\s*(?:async\s+)?(?:def|class)\s+\w+\[|"""
    r"""\bf(?:"[^"]*\{[^"}]*"[^"]*"[^"}]*\}|'[^']*\{[^'}]*'[^']*'[^'}]*\})"""
)
"""Statements `type X = ...`, type parameters, and quotes inside an f-string's own."""
_NEW_NAME = re.compile(r"cannot import name '(?:override|TypeAliasType|batched|Buffer)'")
_NO_MODULE = re.compile(r"No module named '([\w.]+)'")
_SWITCHED = {
    "gradients": "switches gradients off",
    "inference mode": "switches inference mode on",
    "anomaly detection": "switches anomaly detection on",
    "autocast": "switches autocast on",
}
_ELSEWHERE = {
    absence.CLASS: "it is in class `{text}` ({place}): move it out of the class.",
    absence.FUNCTION: "it is inside `{text}` ({place}): move it out, to the left margin.",
    absence.MAIN: "it is in the block `if {text}:` ({place}), which is not run here: move it out.",
    absence.BRANCH: "it is in a block that was not run, under `{text}` ({place}): move it out.",
    absence.DELETED: "{place} removes it: `{text}`.",
    absence.COMMENT: "{place} is a comment: `{text}`. Remove the `#`.",
    absence.MARKDOWN: "it is in a Markdown cell (`{text}`): turn that cell into a code cell.",
    absence.RAW: "it is in a cell of type Raw (`{text}`): turn that cell into a code cell.",
    "near": "your file defines `{text}`: is it that, with a slip of the pen?",
}


def unreadable(fate: Fate) -> list[str]:
    """Why nothing of a file, or of a cell, could be run, and where."""
    which = f"Cell {fate.cell}" if fate.cell else "Your file"
    text = _code(fate)
    if fate.hint in _UNREADABLE:
        what = _UNREADABLE[fate.hint].format(place=f"line {fate.line}", text=text[:60])
        return [f"{which} cannot be loaded: {what}"]
    message = clean(fate.message) or "invalid syntax"
    first = f"{which} cannot be loaded: {clean(fate.error, 60)}: {message}"
    return [*_newer(fate), first, _pointed(fate)]


def _newer(fate: Fate) -> list[str]:
    """A sentence if a statement is written for a Python that is newer than the one here."""
    here = sys.version_info[:2]
    if here >= _NEWER or not (_NEW_SYNTAX.search(fate.text) or _NEW_NAME.search(fate.message)):
        return []
    here_, needed = (".".join(map(str, version)) for version in (here, _NEWER))
    return [f"It is graded with Python {here_}; this line seems to need {needed}."]


def _pointed(fate: Fate) -> str:
    """The line of a syntax error, with a caret below the place."""
    start = f"At {fate.place}: "
    line = f"{start}{_code(fate)}"
    if len(fate.columns) != 2:
        return line
    indent = len(fate.text) - len(fate.text.lstrip())
    first, last = fate.columns
    if not indent < first <= len(fate.text) + 1:
        return line
    under = "^" * max(1, min(last, len(fate.text) + 1) - first + 1)
    return f"{line}\n{' ' * (len(start) + first - 1 - indent - _INDENT)}{under}"


def stopped(fate: Fate) -> list[str]:
    """What a statement did that raised, ended the program or never ended, and where."""
    text = _code(fate)
    if fate.what == RUNNING:
        return [
            f"{_capital(fate.place)} was still running at the time limit, and was left out: "
            f'`{text}`. Move it under `if __name__ == "__main__":`, or make it shorter.'
        ]
    if fate.what == ENDED:
        return [f"{_capital(fate.place)} ends the program, `{text}`: remove it."]
    if fate.error.endswith(("SyntaxError", "IndentationError", "TabError")) and not fate.frames:
        return unreadable(fate)
    which = f"Cell {fate.cell} stopped with" if fate.cell else "Your file cannot be loaded:"
    first = f"{which} {clean(fate.error, 60)}: {clean(fate.message)}{meant(fate.suggestion)}"
    where = [f"At {clean(frame)}" for frame in reversed(fate.frames)] or [
        f"At {fate.place}: {text}"
    ]
    return [*_mended(fate), *_newer(fate), first, *where]


def _mended(fate: Fate) -> list[str]:
    """What to do where a statement needs something, or somebody, that is not there."""
    if fate.hint in _WAITS:
        return [_WAITS[fate.hint]]
    if fate.hint in _UNUSABLE:
        return [_UNUSABLE[fate.hint].format(text=_code(fate))]
    name = _NO_MODULE.search(fate.message) if fate.hint == oddities.PACKAGE else None
    if name is None:
        return []
    what = _NO_PACKAGE.format(name=name[1]) + _NO_NEED[fate.cell > 0]
    package = name[1].partition(".")[0]
    own = f"; if it is a file of yours, hand in `{package}.py` in the same folder"
    return [f"{what}{'' if package == 'google' else own}."]


def waiting(kind: str, frames: Sequence[str]) -> list[str]:
    """A line that says so where code waits for somebody who is not there."""
    if kind == "BdbQuit":
        return [_WAITS[oddities.DEBUGGER]]
    asks = kind == "EOFError" and any(oddities.asks(frame) for frame in frames)
    return [_WAITS[oddities.INPUT]] if asks else []


def meant(suggestion: str) -> str:
    """Python's own suggestion."""
    return f". Did you mean `{clean(suggestion, 80)}`?" if suggestion else ""


def told_of(fate: Fate) -> str:
    """What became of a statement, in words that no program can choose."""
    if fate.what == RUNNING:
        return "A statement outside of functions was still running at the time limit."
    if fate.what == ENDED:
        return "A statement outside of functions ends the program."
    known = fate.nearest in ERRORS and fate.nearest != "Exception"
    kind = fate.nearest if known else "an error"
    if fate.cell:
        return f"A cell of your notebook stopped with {kind}."
    return f"Your file cannot be loaded: {kind}."


def absent(name: str, fate: Fate | None, elsewhere: Place | None) -> list[str]:
    """Why the file does not define `name`."""
    if fate is not None:
        return [*stopped(fate), f"`{name}` is not defined in your file, because of that."]
    first = f"`{name}` is not defined in your file"
    words = _elsewhere(elsewhere)
    return [f"{first}: {words or 'keep its name as it was in the exercise.'}"]


def _elsewhere(found: Place | None) -> str:
    if found is None or found.kind not in _ELSEWHERE:
        return ""
    place = _place(found.cell, found.line)
    return _ELSEWHERE[found.kind].format(place=place, text=clean(found.text, 80))


def commands(account: Iterable[Fate]) -> list[str]:
    """A line for commands that do nothing here, where that may be why something is missing."""
    found = [fate for fate in account if fate.what == COMMAND]
    shown = ", ".join(dict.fromkeys(f"`{clean(f.message, 60)}` ({f.place})" for f in found[:3]))
    return [f"Not carried out while it is graded: {shown}."] if found else []


def switched(fate: Fate) -> str:
    """Which line has changed which of torch's switches, where that is why a check is lost."""
    what = " and ".join(
        _SWITCHED.get(one, "changes " + clean(one, 60)) for one in fate.switches[:3]
    )
    return (
        f"{_capital(fate.place)} {what} for the whole program, `{_code(fate)}`: without it, the "
        "answer here is a different one. Remove it."
    )


def notes(account: Iterable[Fate]) -> list[str]:
    """What is worth saying of a program's statements whether it lost points or not."""
    told = [
        fate
        for fate in account
        if fate.what in (ENDED, RUNNING) or (fate.what == RAISED and not fate.cell)
    ]
    return [" ".join(stopped(fate)[:2]) for fate in told]


def switches(account: Iterable[Fate]) -> list[Fate]:
    """The statements that have changed switches."""
    return [fate for fate in account if fate.what == SWITCHED]


def ends(account: Iterable[Fate]) -> list[Fate]:
    """The statement at which a module stopped, if it did."""
    return [fate for fate in account if fate.what == RAISED and not fate.cell]


def running(at: At) -> str:
    """Which statement ran when there was no more to be heard of a program."""
    return f"{_capital(_place(at.cell, at.line))} was running: `{clean(at.text, 120)}`"


def _place(cell: int, line: int) -> str:
    return f"cell {cell}, line {line}" if cell else f"line {line}"


def _code(fate: Fate) -> str:
    return clean(fate.text.strip().replace("\t", " "), 120)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
