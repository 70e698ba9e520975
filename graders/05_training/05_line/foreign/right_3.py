"""Right answers by people who had seen the exercise alone, of a third round."""

import math

from torchdojo.grading import right


@right("One measurement after the other, in plain Python numbers.", seen="full marks")
def rmse(model, x, y, x_scale, y_scale):
    (x_mean, x_std), (y_mean, y_std) = x_scale, y_scale
    weight, bias = model.weight.item(), model.bias.item()
    squares = []
    for load, length in zip(x.tolist(), y.tolist(), strict=True):
        scaled = weight * (load - x_mean) / x_std + bias
        squares.append((y_mean + y_std * scaled - length) ** 2)
    return math.sqrt(math.fsum(squares) / len(squares))
