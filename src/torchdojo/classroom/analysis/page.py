"""The page about a class: one HTML file that needs no other, in which nobody's code runs."""

from collections.abc import Iterator, Sequence

from torchdojo.classroom.analysis.drawing import STATES, WORDS, bar, scatter, stacked
from torchdojo.classroom.analysis.figures import FEWEST, CheckFigures
from torchdojo.classroom.analysis.findings import Findings
from torchdojo.classroom.analysis.looking import alike_section
from torchdojo.classroom.analysis.markup import figure, prose, section, table, text
from torchdojo.classroom.analysis.style import STYLE

_SHOWN = 30
_PAIRS = 20


def page(found: Findings) -> str:
    """The whole page."""
    numbered = list(enumerate(found.checks, 1))
    body = "".join(
        (
            f"<h1>{_count(len(found.class_), 'student')}, "
            f"{_count(len(found.exercises), 'exercise')}</h1>",
            section("What to look at first", _list(_first(found))),
            section("Exercises", _exercises(found)),
            section("Checks", _checks(numbered)),
            section("Checks that tell nobody apart", _flat(found)),
            section("Mistakes", _mistakes(found)),
            section("Mistakes that go together", _together(found)),
            section("Students who need help", _students(found)),
            section("Programs that are alike", alike_section(found.compared)),
        )
    )
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'>"
        "<meta name='color-scheme' content='light dark'>"
        "<meta http-equiv='Content-Security-Policy' "
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Class analysis</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _list(sentences: Iterator[str]) -> str:
    items = "".join(f"<li>{one}</li>" for one in sentences)
    return f"<ul>{items}</ul>" if items else "<p>Nothing stands out.</p>"


def _first(found: Findings) -> Iterator[str]:
    if found.mistakes:
        one = found.mistakes[0]
        count = _count(len(one.students), "student")
        yield f"The commonest mistake, by {count}: {prose(one.sentence)} ({text(one.exercise)})"
    if hard := sorted((c for c in found.checks if c.lost > 0.5), key=lambda c: -c.lost):
        yield f"The hardest check: {prose(hard[0].requirement)} ({text(hard[0].exercise)}, " + (
            f"{hard[0].lost:.0%} lost)"
        )
    if found.backwards:
        count = _count(len(found.backwards), "check")
        yield f"{count} failed rather by those who do well otherwise: read again what is asked."
    undone = [s for s in found.in_need if s.untouched]
    if undone:
        yield f"{_count(len(undone), 'student')} with exercises that were not started or handed in."
    pairs = found.compared.pairs if found.compared else ()
    if pairs:
        yield f"{_count(len(pairs), 'pair')} of students whose programs are alike."
    if any(one.open for one in found.exercises):
        yield "Some scores are open, because a grader failed: grade the class again."


def _exercises(found: Findings) -> str:
    legend = "".join(f"<span><i class='{s}'></i>{WORDS[s]}</span>" for s in STATES)
    rows = [
        (
            text(one.id),
            stacked(one),
            *(str(getattr(one, state)) for state in STATES),
            "–" if one.mean is None else f"{one.mean:.0%}",
        )
        for one in found.exercises
    ]
    heads = ("exercise", "", *(WORDS[state] for state in STATES), "mean")
    return f"<p class='legend'>{legend}</p>" + table(heads, rows, numbers=range(2, 8))


def _checks(numbered: Sequence[tuple[int, CheckFigures]]) -> str:
    hardest = sorted(numbered, key=lambda one: (-one[1].lost, one[0]))
    about = (
        "<p>Points lost by the students who began the exercise; <em>r</em>, the discrimination, is "
        "the correlation of a check with the rest of the score (point-biserial): about 0.2 or "
        "more is usual; below 0, those fail it who do well otherwise. With fewer than "
        f"{FEWEST} students it says nothing. Hollow: hidden checks.</p>"
    )
    heads = ("no.", "exercise", "requirement", "students", "lost", "", "r", "seconds")
    rows = [_check_row(number, check) for number, check in hardest]
    shown = table(heads, rows[:_SHOWN], numbers=(0, 3, 4, 6, 7))
    rest = table(heads, rows[_SHOWN:], numbers=(0, 3, 4, 6, 7))
    more = f"<details><summary>{len(rows) - _SHOWN} more</summary>{rest}</details>"
    return about + figure(scatter(numbered)) + shown + (more if rows[_SHOWN:] else "")


def _check_row(number: int, check: CheckFigures) -> tuple[str, ...]:
    r = "–" if check.discrimination is None else f"{check.discrimination:.2f}"
    hidden = "" if check.visible else " <small>(hidden)</small>"
    lost = (str(check.students), f"{check.lost:.0%}", bar(check.lost))
    what = prose(check.requirement) + hidden
    return (str(number), text(check.exercise), what, *lost, r, f"{check.seconds:.2f}")


def _flat(found: Findings) -> str:
    parts = (("Nobody passes", found.failed_by_all), ("Everybody passes", found.failed_by_none))
    return "".join(_names(title, checks) for title, checks in parts)


def _names(title: str, checks: Sequence[CheckFigures]) -> str:
    if not checks:
        return f"<p>{title}: no check.</p>"
    rows = [(text(c.exercise), prose(c.requirement), str(c.students)) for c in checks]
    listed = table(("exercise", "requirement", "students"), rows, numbers=(2,))
    opened = " open" if len(rows) <= 10 else ""
    summary = f"<summary>{title}: {_count(len(rows), 'check')}</summary>"
    return f"<details{opened}>{summary}{listed}</details>"


def _mistakes(found: Findings) -> str:
    if not found.mistakes:
        return "<p>No recorded mistake was recognised.</p>"
    most = len(found.mistakes[0].students)
    rows = [
        (
            str(len(one.students)),
            str(len(one.unsure) or ""),
            bar(len(one.students) / most),
            prose(one.sentence),
            text(one.exercise),
        )
        for one in found.mistakes
    ]
    heads = ("students", "unsure", "", "mistake", "exercise")
    rest = table(heads, rows[_SHOWN:], numbers=(0, 1))
    more = f"<details><summary>{len(rows) - _SHOWN} more</summary>{rest}</details>"
    about = "<p>Unsure: students in whose work another recorded mistake fits as well.</p>"
    shown = table(heads, rows[:_SHOWN], numbers=(0, 1))
    return about + shown + (more if rows[_SHOWN:] else "")


def _together(found: Findings) -> str:
    if not found.together:
        return "<p>No two mistakes were made by the same three students.</p>"
    about = (
        "<p>φ is 1 where the same students made both and nobody only one of them, 0 where one "
        "says nothing about the other. Only students count who began both exercises; few of "
        "them make it uncertain.</p>"
    )
    rows = [
        (
            f"{pair.phi or 0:.2f}",
            *map(str, (pair.both, pair.only_first, pair.only_second, pair.neither)),
            f"{prose(pair.first.sentence)} <small>({text(pair.first.exercise)})</small>",
            f"{prose(pair.second.sentence)} <small>({text(pair.second.exercise)})</small>",
        )
        for pair in found.together[:_PAIRS]
    ]
    heads = ("φ", "both", "first only", "second only", "neither", "first", "second")
    return about + table(heads, rows, numbers=range(5))


def _students(found: Findings) -> str:
    if not found.in_need:
        return "<p>Everybody began everything and has more than half of the points.</p>"
    rows = [
        (
            text(s.name),
            f"{s.reached:g} of {s.most:g}",
            f"{s.lost:g}",
            str(s.begun),
            str(s.untouched),
        )
        for s in found.in_need[:_SHOWN]
    ]
    heads = ("student", "points", "lost", "in progress", "not done")
    rest = len(found.in_need) - len(rows)
    more = f"<p>{rest} more are in <code>students.csv</code>.</p>" if rest else ""
    about = (
        "<p>Half of the points lost or more, or exercises that were not started or handed in.</p>"
    )
    return about + table(heads, rows, numbers=range(1, 5)) + more
