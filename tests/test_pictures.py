"""Pictures of a failed check: what is in them, and that they can be read without colour."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
import torch

from torchdojo.feedback.evidence import Answered
from torchdojo.feedback.pictures import Picture, as_svg, as_text, picture_from
from torchdojo.feedback.pictures.describing import picture_of

TABLE = torch.arange(6.0).reshape(3, 2) + 0.5


def drawn(got: object, expected: object, *args: object) -> Picture:
    """The picture of a question about a function of these arguments; there must be one."""
    picture = picture_of(Answered("f", args, got, expected))
    assert picture is not None
    return picture


def test_a_picture_shows_given_yours_and_expected_with_their_numbers() -> None:
    """Beside each other where there is room, below each other where there is none."""
    picture = drawn(TABLE.reshape(2, 3), TABLE.T, TABLE)
    assert [grid.role for grid in picture.grids] == ["given", "yours", "expected"]
    wide, narrow = as_text(picture, 120), as_text(picture, 30)
    assert "expected: float32 (2, 3)" in wide.splitlines()[0]
    assert narrow.splitlines()[0] == "given: argument 1 float32 (3, 2)"
    assert all(len(line) <= 120 for line in wide.splitlines())
    for value in TABLE.flatten().tolist():
        assert wide.count(f"{value:g}") == 3


def test_wrong_cells_are_marked_by_more_than_colour() -> None:
    """By a star, in text and in SVG."""
    picture = drawn(torch.tensor([1, 5, 3]), torch.tensor([1, 2, 3]), torch.tensor([7, 8]))
    assert re.findall(r"\d+\*", as_text(picture)) == ["5*"]
    assert (
        "\x1b" not in as_text(picture)
        and "\x1b" in as_text(drawn(TABLE, TABLE + 1, TABLE), colour=True) + "\x1b"
    )
    assert "5*" in as_svg(picture) and "2*" not in as_svg(picture)


def test_rows_keep_the_colour_of_where_they_come_from() -> None:
    """If the answer only moves numbers, and each is there once; else a colour would tell a lie."""
    _, yours, expected = drawn(TABLE.reshape(2, 3), TABLE.T, TABLE).grids
    assert expected.origins == ((0, 1, 2), (0, 1, 2))
    assert yours.origins == ((0, 0, 1), (1, 2, 2))
    twice = torch.ones(3, 2)
    assert not any(grid.origins for grid in drawn(twice.T, twice.T + 1, twice).grids)
    assert not any(grid.origins for grid in drawn(TABLE * 2, TABLE * 3, TABLE).grids)


def test_a_list_of_tensors_is_drawn_whole() -> None:
    """Also if there are too few of them."""
    picture = drawn([TABLE[:2]], [TABLE[:2], TABLE[2:]], TABLE, 2)
    assert [grid.title for grid in picture.grids[1:]] == [
        "[0] float32 (2, 2)",
        "[0] float32 (2, 2)",
        "[1] float32 (1, 2)",
    ]


def test_three_dimensions_are_drawn_slice_by_slice() -> None:
    """Each slice says which one it is."""
    x = torch.arange(12).reshape(2, 3, 2)
    picture = drawn(x.reshape(3, 2, 2), x.transpose(0, 1), x)
    assert picture.grids[1].title == "argument 1[1] of int64 (2, 3, 2)"
    assert len(picture.grids) == 2 + 3 + 3


def test_losses_are_drawn_as_curves() -> None:
    """Yours dashed."""
    picture = drawn([3.0, 2.5, 2.4, 2.4], [3.0, 2.0, 1.0, 0.5])
    assert [curve.role for curve in picture.curves] == ["yours", "expected"]
    assert "yours: from 3 to 2.4 in 4 values\n█▇▆▆" in as_text(picture)
    assert as_svg(picture).count("<polyline") == 2


@pytest.mark.parametrize(
    ("got", "expected", "args"),
    [
        (torch.zeros(100), torch.ones(100), ()),
        (torch.zeros(2, 2, 2, 2), torch.ones(2, 2, 2, 2), ()),
        (torch.zeros(3, device="meta"), torch.ones(3), ()),
        ("a text", torch.ones(3), ()),
        (1.0, 2.0, (TABLE,)),
        ({"a": 1}, {"b": 1}, ()),
    ],
)
def test_what_is_too_large_or_no_picture_is_not_drawn(
    got: object, expected: object, args: tuple[object, ...]
) -> None:
    """The words say it."""
    assert picture_of(Answered("f", args, got, expected)) is None


def test_of_a_long_list_the_first_part_that_differs_is_drawn() -> None:
    """It says where it stands."""
    picture = drawn([TABLE] * 20, [TABLE] * 9 + [TABLE + 1] * 11)
    assert [grid.title for grid in picture.grids] == ["[9] float32 (3, 2)"] * 2


def test_large_arguments_are_left_out_and_the_answer_is_still_drawn() -> None:
    """What differs matters most."""
    assert [g.role for g in drawn(TABLE, TABLE + 1, torch.zeros(50, 50)).grids] == [
        "yours",
        "expected",
    ]


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (torch.zeros(0), torch.ones(2)),
        (torch.tensor([float("nan"), float("inf")]), torch.tensor([1.0, -1.0])),
        (torch.tensor([True, False]), torch.tensor([False, False])),
        (torch.tensor([1e30, -1e-30]), torch.tensor([1.0, 2.0])),
        (torch.zeros(2, 0), torch.ones(1, 2)),
    ],
)
def test_odd_numbers_are_drawn_as_well(got: torch.Tensor, expected: torch.Tensor) -> None:
    """As text, and as SVG that is well formed."""
    picture = drawn(got, expected, torch.tensor([1.0, 2.0]))
    assert "expected" in as_text(picture)
    ElementTree.fromstring(as_svg(picture))


def test_a_picture_travels_as_plain_data() -> None:
    """A report carries it; what is none is refused."""
    picture = drawn(TABLE.reshape(2, 3), TABLE.T, TABLE)
    assert picture_from(picture.as_data()) == picture
    for wrong in ({}, {"grids": [{"role": "given"}], "curves": []}, {"grids": [1], "curves": []}):
        with pytest.raises(ValueError, match="no picture"):
            picture_from(wrong)


def test_what_a_program_names_is_escaped() -> None:
    """Keys of a student's dict stand in titles."""
    name = "<script>alert(1)</script>"
    picture = drawn({name: TABLE}, {name: TABLE + 1})
    assert "<script" not in as_svg(picture)


@pytest.mark.parametrize("shape", [(10**9, 0, 1), (2**40, 0, 1), (0, 10**9), (10**9, 0)])
def test_a_tensor_without_elements_costs_nothing_whatever_its_shape(shape: tuple[int, ...]) -> None:
    """A program chooses the shape, and slices would be made in the referee."""
    empty = torch.empty(shape)
    for got, expected in ((empty, TABLE), ([empty, empty], [TABLE, TABLE])):
        picture = picture_of(Answered("f", (), got, expected))
        assert picture is None or len(picture.grids) <= 12


def test_what_differs_in_no_number_is_not_drawn() -> None:
    """An argument was changed, or the kind is another: the words say it."""
    assert picture_of(Answered("f", (TABLE,), TABLE, TABLE.clone())) is None
    assert picture_of(Answered("f", (TABLE,), TABLE.double(), TABLE)) is not None


def test_stars_stand_where_the_comparison_finds_a_difference() -> None:
    """With its own tolerance, and never beside a number that reads the same."""
    got, right = torch.tensor([1.0, 5.0, 9.0]), torch.tensor([1.01, 5.0, 9.9])
    assert as_text(drawn(got, right)).count("*") == 2
    picture = picture_of(Answered("f", (), got, right, rtol=0.01))
    assert picture is not None and as_text(picture).count("*") == 1
    near = drawn(torch.tensor([1234.5, 0.0]), torch.tensor([1234.9, 0.0]).double().float())
    assert near.grids[0].rows[0][0] != near.grids[1].rows[0][0]
    assert "10001*" in as_text(drawn(torch.tensor([10001, 3]), torch.tensor([10002, 3])))


def test_large_numbers_of_both_signs_are_drawn_as_a_curve() -> None:
    """Their distance is no float."""
    picture = drawn([1e308, -1e308, 1e308, 0.0], [0.0, 0.0, 0.0, 0.0])
    assert "█" in as_text(picture) and "nan" not in as_svg(picture)
