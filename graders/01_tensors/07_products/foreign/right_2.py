"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("Names the dimensions and lets einsum sum the missing one.", seen="full marks")
def linear(x, weight, bias):
    return torch.einsum("...d,kd->...k", x, weight) + bias


@right("Adds up the outer products of the examples, in float64.", seen="full marks")
def gram_features(x):
    features = x.shape[1]
    total = torch.zeros(features, features, dtype=torch.float64, device=x.device)
    for example in x.double():
        total = total + torch.outer(example, example)
    return total.to(x.dtype)
