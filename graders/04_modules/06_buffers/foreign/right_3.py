"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Feature by feature, the deviation as the root of the mean square, constants found by their extremes.",
    seen="full marks",
)
class Standardize(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        for name, value in (("mean", 0.0), ("std", 1.0)):
            self.register_buffer(name, torch.full((num_features,), value))

    def fit(self, x):
        wanted = self.mean.numel()
        if x.dim() != 2:
            raise ValueError(f"two dimensions are needed, not {x.dim()}")
        rows, columns = x.shape
        if rows < 1 or columns != wanted:
            raise ValueError(f"the shape must be (N, {wanted}), not {tuple(x.shape)}")
        with torch.no_grad():
            for i in range(columns):
                feature = x[:, i].double()
                center = feature.sum() / rows
                self.mean[i] = center
                if feature.min() == feature.max():
                    self.std[i] = 1.0
                else:
                    self.std[i] = ((feature - center).square().sum() / rows).sqrt()

    def forward(self, x):
        return x.sub(self.mean).div(self.std)

    def inverse(self, z):
        return z.mul(self.std).add(self.mean)
