"""Probes of `share`, `copy` and `as_float`: who sees it when an array changes."""

import numpy as np
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


def untouched(module, function, a):
    """Makes a tensor of an array, adds 1 to the array in place, and counts what stays in it"""
    a = np.array(a)
    t = getattr(module, function)(a)
    before = t.clone()
    a += 1
    return {f"elements of {function} that stay": int((t == before).sum())}


def write_table(module, function, table):
    """Makes a tensor of `table.T[1:, ::2]`, adds 1 to the whole table, looks at the tensor again"""
    table = np.array(table)
    t = getattr(module, function)(table.T[1:, ::2])
    before = t.clone()
    table += 1
    return {f"tensor of {function} at first": before, f"tensor of {function} afterwards": t}


def flipped(module, image, *axes):
    """Calls `copy(np.flip(image, axes))`, with an array that is read backwards"""
    return module.copy(np.flip(np.array(image), axes))


def with_another_default(module, data):
    """Sets torch's default dtype to float64, then converts the number 0 and other data"""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        return {"as_float(0)": module.as_float(0), "as_float of other data": module.as_float(data)}
    finally:
        torch.set_default_dtype(before)
