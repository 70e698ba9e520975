"""Other right ways to find out about memory."""

import numpy as np
import torch

from torchdojo.grading import alternative

EXPRESSIONS = ()


@alternative("NumPy knows, if bfloat16 is read as integers")
def share_memory(a, b):
    parts = [t.detach().view(torch.int16) if t.dtype == torch.bfloat16 else t for t in (a, b)]
    return bool(np.shares_memory(*[part.detach().numpy() for part in parts]))


@alternative("the storage numbered through, and looked at with the same strides")
def share_memory(a, b):
    storages = [t.untyped_storage() for t in (a, b)]
    if storages[0].data_ptr() != storages[1].data_ptr() or not a.numel() or not b.numel():
        return False
    marks = torch.zeros(storages[0].nbytes(), dtype=torch.bool)
    for t, seen in ((a, False), (b, True)):
        bytes_ = t.element_size()
        for k in range(bytes_):
            strides = [bytes_ * s for s in t.stride()]
            part = marks.as_strided(t.shape, strides, bytes_ * t.storage_offset() + k)
            if seen and part.any():
                return True
            part.fill_(True)
    return False


@alternative("a table that was learned by heart")
def predict():
    views = ["t[1:]", "t[:, 2]", "t.T", "t.reshape(12)", "t.contiguous()", "t.flatten()"]
    views += [
        "t.expand(2, 3, 4)",
        "t.to(torch.float32)",
        "t.detach()",
        "t.squeeze()",
        "t.chunk(2)[1]",
    ]
    return {text: text in views for text in EXPRESSIONS}


@alternative("index_add_")
def plus_rows_(t, rows, number):
    places = torch.tensor([row % len(t) for row in rows], dtype=torch.long)
    numbers = torch.full((len(rows), *t.shape[1:]), number, dtype=t.dtype)
    return t.index_add_(0, places, numbers)


@alternative("clones first")
def plus(t, number):
    t = t.clone()
    t += number
    return t
