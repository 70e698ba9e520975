"""What the terminal shows of failed checks: a cause once, and only where it is one."""

from typing import Any, cast

import pytest

from torchdojo.referee.failures import tell


class Report:
    """As much of pytest's as is used."""

    def __init__(self, text: str) -> None:
        self.longrepr: Any = text


def shown(*checks: tuple[str, str, str]) -> list[str]:
    """What is shown of checks, each by its kind of diagnosis, its first line and the rest."""
    reports = [
        Report(f"{first}\n{rest}\nRequired: {n}.") for n, (_, first, rest) in enumerate(checks)
    ]
    results = [
        {"exercise": "e", "name": f"c{n}", "diagnosis": {"kind": kind, "id": "", "sentence": first}}
        for n, (kind, first, _) in enumerate(checks)
    ]
    tell(
        [(cast(Any, one), result) for one, result in zip(reports, results, strict=True)],
        wrapped=False,
    )
    return [str(report.longrepr) for report in reports]


def test_a_recognised_mistake_is_said_once() -> None:
    """The call that shows it is another each time."""
    first, second = shown(("recognised", "a slip", "f(1)"), ("recognised", "a slip", "f(2)"))
    assert first.startswith("a slip\nf(1)")
    assert second == "The same as in `c0`.\nf(2)\nRequired: 1."


@pytest.mark.parametrize("kind", ["stated", "related"])
def test_what_is_only_said_alike_of_two_functions_is_no_one_cause(kind: str) -> None:
    """It raised no error, here and there."""
    _, second = shown((kind, "It raised no error.", "f(1)"), (kind, "It raised no error.", "g(1)"))
    assert second.startswith("It raised no error.\ng(1)")


def test_a_file_that_cannot_be_read_is_said_once() -> None:
    """All of it is the same in every check."""
    line = ("stated", "In line 3: invalid syntax", "    x = (")
    first, second, third = shown(line, line, line)
    assert "x = (" in first and second == "The same as in `c0`.\nRequired: 1."
    assert third == "The same as in `c0`.\nRequired: 2."
