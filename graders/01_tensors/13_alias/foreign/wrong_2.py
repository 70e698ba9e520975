"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Two stretches of memory may overlap without a common number: columns 0 and 1 of a matrix are interleaved, and you say they share.",
    seen="named",
)
def share_memory(a, b):
    if a.numel() == 0 or b.numel() == 0:
        return False

    def span(t):
        last = sum((size - 1) * stride for size, stride in zip(t.shape, t.stride()))
        return t.data_ptr(), t.data_ptr() + (last + 1) * t.element_size()

    (a0, a1), (b0, b1) = span(a), span(b)
    return a0 < b1 and b0 < a1


@wrong(
    "You compare where the numbers begin; a byte in the middle of a float32, seen through view(torch.uint8), belongs to both and is missed.",
    seen="named",
)
def share_memory(a, b):
    def starts(t):
        places = torch.zeros(t.shape, dtype=torch.int64)
        for dim, (size, stride) in enumerate(zip(t.shape, t.stride())):
            steps = torch.arange(size) * stride
            places += steps.reshape([-1 if d == dim else 1 for d in range(t.dim())])
        return set((places * t.element_size() + t.data_ptr()).flatten().tolist())

    return not starts(a).isdisjoint(starts(b))


@wrong(
    "Two mistakes: contiguous() and to() return the very tensor where nothing is to do, so both share for this t.",
    seen="caught",
)
def predict():
    shares = {
        "t[1:]",
        "t[:, 2]",
        "t.T",
        "t.reshape(12)",
        "t.flatten()",
        "t.expand(2, 3, 4)",
        "t.detach()",
        "t.squeeze()",
        "t.chunk(2)[1]",
    }
    return {expression: expression in shares for expression in EXPRESSIONS}


@wrong(
    "There is nothing to add for 0, but the result must be a new tensor all the same; yours is t itself.",
    seen="named",
)
def plus(t, number):
    return t + number if number else t


@wrong(
    "With an index tensor += reads, adds and writes once: a row that is listed twice is changed only once.",
    seen="named",
)
def plus_rows_(t, rows, number):
    index = torch.tensor(rows, dtype=torch.int64)
    t[index] += number
    return t
