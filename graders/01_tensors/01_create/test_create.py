"""Checks of `share`, `copy` and `as_float`."""

import numpy as np
import pytest
import torch

from . import probes


@pytest.mark.points(2)
def test_shares_memory(agree, draw):
    """What is written to the array shows in the tensor of `share`, and the other way round."""
    for a in (draw.normal(3, 2, dtype=torch.float64).numpy(), draw.integers(1, 9, 5).int().numpy()):
        agree.run(probes.write_array, "share", a)
        agree.run(probes.write_tensor, "share", a)


@pytest.mark.hidden
def test_shares_parts_of_arrays(agree, draw):
    """`share` uses the memory of the whole table where it gets a part of a transposed one."""
    agree.run(probes.write_array, "share", draw.normal(5, 4).numpy())
    agree.run(probes.write_table, "share", draw.normal(5, 4).numpy())


def test_refuses_lists(agree, draw):
    """`share` raises TypeError for lists, and for all else that is not an array."""
    agree.error("share", [1.0, 2.0])
    agree.error("share", [[1, 2], [3, 4]])
    for other in (2.5, (1.0, 2.0), draw.normal(3), None):
        agree.error("share", other)


@pytest.mark.points(2)
def test_copies_memory(agree, draw):
    """What is written to the array does not show in the tensor of `copy` or `as_float`."""
    agree.run(probes.write_table, "copy", draw.normal(5, 4).numpy())
    agree.run(probes.untouched, "as_float", np.array(0))
    a = draw.normal(2, 3).numpy()
    for function in ("copy", "as_float"):
        agree.run(probes.write_array, function, a)
        agree.run(probes.write_tensor, function, a)
    agree.run(probes.write_table, "as_float", draw.normal(5, 4).numpy())


@pytest.mark.hidden
def test_copies_flipped_arrays(agree, draw):
    """`copy` takes arrays that are read backwards, as after flipping an image."""
    agree.run(probes.write_table, "copy", draw.normal(5, 4).numpy())
    for axes in ((1,), (0,), (0, 1)):
        agree.run(probes.flipped, draw.integers(0, 256, 2, 5).byte().numpy(), *axes)


@pytest.mark.points(2)
def test_keeps_dtypes(agree, draw):
    """`share`, `copy` keep shape and dtype: float64 (all digits), float16, int32, uint8, bool."""
    values = draw.normal(2, 3, std=50.0, mean=100.0, dtype=torch.float64).numpy().clip(0, 255)
    for dtype in ("float64", "float16", "int32", "uint8", "bool"):
        agree.call("share", values.astype(dtype))
        agree.call("copy", values.astype(dtype))
    for shape in ((), (1,), (0, 3)):
        agree.call("share", draw.normal(*shape).numpy())
        agree.call("copy", draw.normal(*shape).numpy())


@pytest.mark.points(2)
def test_converts_to_float32(agree, draw):
    """`as_float` makes float32 of lists and arrays of any dtype, whatever torch's default is."""
    values = draw.normal(3, 2, dtype=torch.float64).numpy()
    agree.call("as_float", values)
    agree.call("as_float", values.tolist())
    agree.call("as_float", draw.integers(-9, 9, 2, 1, 3).int().numpy())
    agree.call("as_float", draw.integers(-9, 9, 4).tolist())
    agree.call("as_float", [[True, False, True]])
    for numbers in draw.amid([1, 2], 0.5):
        agree.call("as_float", numbers)
    for dtype in ("float16", "int64", "uint8", "bool"):
        agree.call("as_float", values.clip(0, 9).astype(dtype))
    agree.run(probes.with_another_default, [0.5, 1.5])
    agree.run(probes.with_another_default, values)


@pytest.mark.hidden
def test_converts_numbers(agree, draw):
    """`as_float` makes the shape () of a single number, and (0,) of an empty list."""
    agree.call("as_float", 0)
    agree.call("as_float", 2.5)
    agree.call("as_float", np.array(draw.int(3, 9)))
    agree.call("as_float", [])
