"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import wrong


@wrong(
    "Only the first byte of each number is compared: the second byte of an int32, seen as uint8, belongs to both tensors and is missed.",
    seen="named",
)
def share_memory(a, b):
    def starts(t):
        places = torch.zeros(t.shape, dtype=torch.int64)
        for dim, (size, stride) in enumerate(zip(t.shape, t.stride())):
            shape = [1] * t.dim()
            shape[dim] = size
            places = places + (torch.arange(size) * stride).view(shape)
        return set((places * t.element_size() + t.data_ptr()).flatten().tolist())

    return bool(starts(a) & starts(b))


@wrong(
    "Two entries are guessed wrong: flatten() of a tensor in one piece is a view, and to() returns t itself where the dtype is already right.",
    seen="caught",
)
def predict():
    copies = {
        "t[[1, 2]]",
        "t[t > 5]",
        "t.T.reshape(12)",
        "t.T.contiguous()",
        "t.flatten()",
        "t.repeat(2, 1)",
        "t.to(torch.float32)",
        "t.to(torch.float64)",
        "t.clone()",
        "t + 0",
        "torch.cat([t])",
    }
    return {text: text not in copies for text in EXPRESSIONS}


@wrong(
    "Assigning to .data gives t new memory: t shows the sum, but what t was a view of stays as it was.",
    seen="named",
)
def plus_(t, number):
    t.data = t.data + number
    return t


@wrong(
    "`t[rows] += number` reads, adds and writes each row once, so a row that is listed twice gets the number only once.",
    seen="named",
)
def plus_rows_(t, rows, number):
    t[rows] += number
    return t
