"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "Each loop gets an object of a little iterator class of its own, instead of a function with `yield`.",
    seen="full marks",
)
class MiniLoader:
    class Epoch:
        def __init__(self, dataset, order, batch_size, count):
            self.dataset, self.batch_size, self.left = dataset, batch_size, count
            self.order = iter(order)

        def __iter__(self):
            return self

        def __next__(self):
            if self.left == 0:
                raise StopIteration
            self.left -= 1
            examples = []
            for index in self.order:
                examples.append(self.dataset[index])
                if len(examples) == self.batch_size:
                    break
            return collate(examples)  # noqa: F821

    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if not batch_size >= 1:
            raise ValueError(f"batches of {batch_size} examples")
        self._data = dataset
        self._size = batch_size
        self._shuffle = bool(shuffle)
        self._drop = bool(drop_last)
        self._generator = generator

    def __len__(self):
        batches, rest = divmod(len(self._data), self._size)
        if rest and not self._drop:
            batches += 1
        return batches

    def __iter__(self):
        n = len(self._data)
        if self._shuffle:
            order = torch.randperm(n, generator=self._generator).tolist()
        else:
            order = range(n)
        return self.Epoch(self._data, order, self._size, len(self))
