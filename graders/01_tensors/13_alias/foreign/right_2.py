"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("Sets of byte addresses in plain Python.", seen="full marks")
def share_memory(a, b):
    def bytes_of(t):
        offsets = {0}
        for size, stride in zip(t.shape, t.stride()):
            offsets = {offset + i * stride for offset in offsets for i in range(size)}
        width, first = t.element_size(), t.data_ptr()
        return {first + offset * width + k for offset in offsets for k in range(width)}

    return not bytes_of(a).isdisjoint(bytes_of(b))


@right("One row after the other, as often as it is listed.", seen="full marks")
def plus_rows_(t, rows, number):
    for row in rows:
        t.select(0, row).add_(number)
    return t
