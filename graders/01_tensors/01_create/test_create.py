"""Checks of `share`, `copy` and `as_float`."""

import numpy as np
import pytest
import torch


def write_array(module, function, a):
    """Makes a tensor of an array, adds 1 to the array in place, and looks at the tensor again"""
    a = np.array(a)
    t = getattr(module, function)(a)
    before = t.clone()
    a += 1
    return {f"tensor of {function} at first": before, f"tensor of {function} afterwards": t}


def write_tensor(module, function, a):
    """Makes a tensor of an array, doubles the tensor in place, and looks at the array again"""
    a = np.array(a)
    t = getattr(module, function)(a)
    t *= 2
    return {f"tensor of {function}, doubled": t, "the array afterwards": a}


def write_table(module, function, table):
    """Makes a tensor of `table.T[1:, ::2]`, adds 1 to the whole table, looks at the tensor again"""
    table = np.array(table)
    t = getattr(module, function)(table.T[1:, ::2])
    before = t.clone()
    table += 1
    return {f"tensor of {function} at first": before, f"tensor of {function} afterwards": t}


def flipped(module, image):
    """Calls `copy(image[:, ::-1])`, with an array that is read backwards"""
    return module.copy(np.array(image)[:, ::-1])


@pytest.mark.points(2)
def test_shares_memory(agree, draw):
    """What is written to the array shows in the tensor of `share`, and the other way round."""
    for a in (draw.normal(3, 2, dtype=torch.float64).numpy(), draw.integers(1, 9, 5).int().numpy()):
        agree.run(write_array, "share", a)
        agree.run(write_tensor, "share", a)


@pytest.mark.hidden
def test_shares_parts_of_arrays(agree, draw):
    """`share` uses the memory of the whole table where it gets a part of a transposed one."""
    agree.run(write_table, "share", draw.normal(5, 4).numpy())


def test_refuses_lists(agree):
    """`share` raises TypeError for a list: there is no memory to share."""
    agree.error("share", [1.0, 2.0])
    agree.error("share", [[1, 2], [3, 4]])


@pytest.mark.points(2)
def test_copies_memory(agree, draw):
    """What is written to the array does not show in the tensor of `copy` or `as_float`."""
    agree.run(write_table, "copy", draw.normal(5, 4).numpy())
    a = draw.normal(2, 3).numpy()
    for function in ("copy", "as_float"):
        agree.run(write_array, function, a)
        agree.run(write_tensor, function, a)


@pytest.mark.hidden
def test_copies_flipped_arrays(agree, draw):
    """`copy` takes arrays that are read backwards, as after flipping an image."""
    agree.run(flipped, draw.integers(0, 256, 2, 5).byte().numpy())


@pytest.mark.points(2)
def test_keeps_dtypes(agree, draw):
    """`share` and `copy` keep float64 with all its digits, float16, int32, uint8 and bool."""
    values = draw.normal(2, 3, std=50.0, mean=100.0, dtype=torch.float64).numpy().clip(0, 255)
    for dtype in ("float64", "float16", "int32", "uint8", "bool"):
        agree.call("share", values.astype(dtype))
        agree.call("copy", values.astype(dtype))


@pytest.mark.points(2)
def test_converts_to_float32(agree, draw):
    """`as_float` makes float32 of lists and arrays of any dtype, and keeps the shape."""
    values = draw.normal(3, 2, dtype=torch.float64).numpy()
    agree.call("as_float", values)
    agree.call("as_float", values.tolist())
    agree.call("as_float", draw.integers(-9, 9, 2, 1, 3).int().numpy())
    agree.call("as_float", draw.integers(-9, 9, 4).tolist())
    agree.call("as_float", [[True, False, True]])


@pytest.mark.hidden
def test_converts_numbers(agree, draw):
    """`as_float` makes a tensor of shape () of a single number."""
    agree.call("as_float", 0)
    agree.call("as_float", 2.5)
    agree.call("as_float", np.array(draw.int(3, 9)))
