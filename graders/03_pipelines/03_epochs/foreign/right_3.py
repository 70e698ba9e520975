"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right("Draws all the orders first, then applies each with index_select.", seen="full marks")
def epochs(x, y, count, seed):
    n = x.size(0)
    if y.size(0) != n:
        raise ValueError(f"{n} rows in x, but {y.size(0)} in y")
    generator = torch.Generator()
    generator.manual_seed(seed)
    orders = []
    while len(orders) < count:
        orders.append(torch.randperm(n, generator=generator))

    def rows(tensor, order):
        return torch.index_select(tensor, 0, order.to(tensor.device))

    return [(rows(x, order), rows(y, order)) for order in orders]
