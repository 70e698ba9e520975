"""What differing answers have in common: said where it holds everywhere, and silent otherwise."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import torch

from torchdojo.feedback.evidence import Answered
from torchdojo.feedback.relations import related

Function = Callable[..., Any]


def _draw(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=torch.float64).to(dtype)


ROWS = [(_draw(5, 4, seed=1),), (_draw(7, 6, seed=2),)]
WHOLE = [(torch.arange(12).reshape(3, 4) * 3,), (torch.arange(20).reshape(5, 4) * 7 - 20,)]


def _said(
    wrong: Function, right: Function, questions: Sequence[tuple[Any, ...]] = ROWS
) -> str | None:
    answers = [Answered("f", args, wrong(*args), right(*args)) for args in questions]
    found = related(answers)
    return None if found is None else found.sentence


def _nothing(x: Any) -> Any:
    return x


def _windows(x: torch.Tensor) -> list[torch.Tensor]:
    return [x[i : i + 2] for i in range(3)]


CASES: dict[str, tuple[Function, Function, str]] = {
    "a mean for a sum": (
        lambda x: x.mean(0),
        lambda x: x.sum(0),
        "Everything is what is expected divided by the number of rows of argument 1.",
    ),
    "a sum for a mean": (
        lambda x: x.sum(1),
        lambda x: x.mean(1),
        "Everything is what is expected times the number of columns of argument 1.",
    ),
    "divided by n - 1": (
        lambda x: x.var(0),
        lambda x: x.var(0, correction=0),
        "Everything is what is expected times n / (n - 1), with n the number of rows of argument",
    ),
    "scores divided by D": (
        lambda x: x @ x.T / x.shape[1],
        lambda x: x @ x.T / x.shape[1] ** 0.5,
        "Everything is what is expected divided by the square root of the number of columns",
    ),
    "a factor of 2 forgotten": (
        lambda x: 2 * x,
        lambda x: 4 * x,
        "Everything is what is expected divided by 2.",
    ),
    "the other sign": (lambda x: -x * 3, lambda x: x * 3, "opposite sign"),
    "absolute": (lambda x: (2 * x).abs(), lambda x: 2 * x, "absolute value"),
    "one too large": (lambda x: x.softmax(0) + 1, lambda x: x.softmax(0), "larger than expected"),
    "transposed": (lambda x: x.T * 2, lambda x: 2 * x, "Dimensions 0 and 1 are swapped"),
    "kept dimension": (
        lambda x: x.sum(1, keepdim=True),
        lambda x: x.sum(1),
        "in one dimension of size 1 too many",
    ),
    "flat": (lambda x: (2 * x).flatten(), lambda x: 2 * x, "in another shape"),
    "the last row missing": (lambda x: 2 * x[:-1], lambda x: 2 * x, "The end is missing: one item"),
    "the first row missing": (lambda x: 2 * x[1:], lambda x: 2 * x, "The beginning is missing"),
    "not summed": (lambda x: x * 2, lambda x: (x * 2).sum(0), "summed over dimension 0 still"),
    "averaged over everything": (
        lambda x: x.mean(),
        lambda x: x.mean(0),
        "averaged over dimension 0",
    ),
    "a factor of its own": (
        lambda x: 0.37 * x,
        lambda x: x * 1.0,
        "Everything is 0.37 times what is expected.",
    ),
    "the argument": (_nothing, lambda x: x.sigmoid() + x, "argument 1 as it was given"),
    "another order": (lambda x: 2 * x.flip(0), lambda x: 2 * x, "the right rows in another order"),
    "rounded": (lambda x: x.half().float() * 1.0, lambda x: x * 1.0, "rounded to float16"),
    "a bias for each column": (
        lambda x: x * 2 + torch.arange(x.shape[1]),
        lambda x: x * 2,
        "Each column is off by a number of its own",
    ),
    "not divided by the deviation": (
        lambda x: x - x.mean(0),
        lambda x: (x - x.mean(0)) / x.std(0),
        "Each column is off by a factor of its own",
    ),
    "nan": (lambda x: x / 0 * 0, lambda x: x * 2, "NaN came back everywhere"),
    "zeros": (torch.zeros_like, lambda x: x * 2, "Zero came back everywhere"),
    "an epsilon": (lambda x: 2 * x * 1.0005, lambda x: 2 * x, "within 0.1 %"),
    "one tensor for all": (
        lambda x: [_windows(x)[-1]] * 3,
        _windows,
        "Every item holds what only the last should",
    ),
    "one step late": (
        lambda x: [_windows(x)[max(i - 1, 0)] for i in range(3)],
        _windows,
        "Each item that differs is what the one before it should be",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_holds_everywhere_is_said(case: str) -> None:
    """Each relation, on two questions whose sizes differ."""
    wrong, right, words = CASES[case]
    said = _said(wrong, right)
    assert said is not None and words in said, said


@pytest.mark.parametrize("case", CASES)
def test_of_a_hidden_check_no_number_is_told(case: str) -> None:
    """A program chooses factors and sizes; it could spell out by them what it was given."""
    wrong, right, _ = CASES[case]
    found = related([Answered("f", args, wrong(*args), right(*args)) for args in ROWS])
    assert found is not None
    words = found.told
    for known in ("0 / 0", "0 * inf", "float16", "0.1 %", "argument 1", "size 1"):
        words = words.replace(known, "")
    assert not any(sign.isdigit() for sign in words)


def test_whole_numbers_are_one_too_large() -> None:
    """Indices that count from 1, for instance."""
    assert _said(lambda x: x + 1, _nothing, WHOLE) == "Each number is one too large."
    assert _said(lambda x: x + 2, _nothing, WHOLE) is None


def test_a_size_is_named_only_where_it_could_be_told_apart() -> None:
    """Of one question only the number is known; of two with other sizes, whose it is."""
    said = _said(lambda x: x.mean(0), lambda x: x.sum(0), ROWS[:1])
    assert said == "Everything is what is expected divided by 5."


@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_said_of_what_is_only_wrong(seed: int) -> None:
    """Answers that have nothing to do with the expected ones: tensors, numbers, lists, sizes."""
    shapes: Sequence[tuple[int, ...]] = [(), (1,), (3,), (2, 3), (2, 2, 2)]
    mine, right = (
        [_draw(*shapes[(seed + i) % 5], seed=100 * seed + 10 * i + side) for i in range(3)]
        for side in (0, 1)
    )
    questions = [(_draw(3, seed=seed + i),) for i in range(3)]
    answers = [Answered("f", a, g, w) for a, g, w in zip(questions, mine, right, strict=True)]
    assert related(answers) is None
    assert related([Answered("f", (1,), mine, right)]) is None
    assert (
        related(
            [Answered("f", (2,), m.tolist(), r.tolist()) for m, r in zip(mine, right, strict=True)]
        )
        is None
    )


def test_one_wrong_number_is_no_relation() -> None:
    """A single value is half of what is expected by chance; so is a label."""
    assert _said(lambda x: x[0, 0] / 2, lambda x: x[0, 0], ROWS[:1]) is None
    assert _said(lambda x: int(x.sum()) + 1, lambda x: int(x.sum()), WHOLE[:1]) is None


def test_what_holds_only_sometimes_is_not_said() -> None:
    """One question is off by a factor, the other by something else."""
    answers = [
        Answered("f", args, wrong(*args), args[0] * 3)
        for args, wrong in zip(ROWS, (lambda x: x * 6, lambda x: x.cos()), strict=True)
    ]
    assert related(answers) is None
    assert related(answers[:1]) is not None


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ("a", "b"),
        (None, torch.ones(3)),
        ([1, 2], [1, 2, 3]),
        ({"a": 1}, {"b": 1}),
        (True, False),
        (torch.ones(2, dtype=torch.complex64), torch.zeros(2, dtype=torch.complex64)),
        (torch.ones(2, 2, device="meta"), torch.ones(2, 3, device="meta")),
        (torch.tensor(float("inf")), torch.tensor(1.0)),
        (2**80, 3),
        (torch.zeros(0), torch.zeros(3)),
        ([[[]]], [[[1.0]]]),
    ],
)
def test_answers_of_any_kind_are_borne(got: Any, expected: Any) -> None:
    """What has no values to compare has no relation, and nothing breaks."""
    assert related([Answered("f", (), got, expected)] * 2) is None
