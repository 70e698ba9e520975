"""What sets calls that went wrong apart: an observation, made only where one can be made."""

from typing import Any

import pytest
import torch

from torchdojo.feedback.contrast import Call, contrasted, lightly, properties

TABLE, ROW = torch.ones(3, 4), torch.ones(4)


def _calls(good: list[Any], bad: list[Any], wants: str = "value") -> list[Call]:
    return [
        Call("f", args if isinstance(args, tuple) else (args,), wants, well)
        for well, group in ((True, good), (False, bad))
        for args in group
    ]


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ([TABLE, TABLE, TABLE], [ROW], "argument 1 has 1 dimension"),
        ([TABLE, TABLE[:2]], [TABLE[:0], TABLE[:0]], "argument 1 is empty"),
        ([(TABLE, 2), (TABLE, 3)], [(TABLE, 0)], "argument 2 is 0"),
        ([(TABLE, 0.5), (TABLE, 1.0)], [(TABLE, -0.5)], "argument 2 is negative"),
        ([TABLE, TABLE * 2], [TABLE * torch.nan], "argument 1 holds NaN"),
        ([TABLE, TABLE], [TABLE.double()], "argument 1 is float64"),
        ([([1], [2]), ([1, 2], [2, 3])], [([1, 2], [2])], "argument 1 is longer than argument 2"),
        ([(1, 3), (2, 3)], [(3, 3)], "argument 1 equals argument 2"),
        ([[TABLE], [TABLE]], [[TABLE, TABLE[:0]]], "argument 1 holds an empty tensor"),
    ],
)
def test_the_one_that_differs_is_told(good: list[Any], bad: list[Any], words: str) -> None:
    """By what only the calls that raised have."""
    said = contrasted(_calls(good, bad))
    assert said.startswith(("Only the call in which ", "Only the 2 calls in which "))
    assert words in said and said.endswith(f" raised; {len(good)} others were answered.")


def test_errors_that_are_missing_are_told_apart_too() -> None:
    """Of inputs that must be refused, the one that is let through."""
    said = contrasted(_calls([(TABLE, 9), (TABLE, 8)], [(TABLE, -1)], wants="error"))
    assert said == (
        "Only the call in which argument 2 is -1 and argument 2 is negative was let through; "
        "2 others were refused."
    )


@pytest.mark.parametrize(
    "calls",
    [
        _calls([TABLE], [ROW]),
        _calls([TABLE, ROW], [TABLE]),
        _calls([], [TABLE]),
        _calls([(ROW, 5, 5.0), (ROW, 5, 5.0)], [(TABLE[:0].double(), 0, -1.5)]),
        [*_calls([TABLE, TABLE], [ROW]), Call("f", (TABLE,), "value", True)],
        [*_calls([TABLE, TABLE], []), Call("g", (ROW,), "value", False)],
    ],
)
def test_otherwise_nothing_is_said(calls: list[Call]) -> None:
    """With too few others, with none or too many properties, of another function, of a success."""
    assert contrasted(calls) == ""


def test_large_tensors_are_not_kept() -> None:
    """Their shape and dtype are, and properties of any argument can be asked for."""
    (kept, small) = lightly((torch.ones(100, 100), ROW))
    assert kept.device.type == "meta" and small is ROW
    assert "argument 1 has 2 dimensions" in properties((kept, small))
    strange = (
        None,
        True,
        "",
        b"x",
        object(),
        {"a": 1},
        float("nan"),
        2**80,
        ROW.to(torch.complex64),
    )
    assert properties((*strange, [None, [], ""]))
