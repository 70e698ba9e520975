"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn
from torchdojo.grading import right


@right("Merges the channel, which has size one, into the height.", seen="full marks")
def drop_channel(images):
    if images.dim() != 4:
        raise ValueError(f"expected four dimensions, got {images.dim()}")
    if images.size(1) != 1:
        raise ValueError(f"expected one channel, got {images.size(1)}")
    return images.flatten(1, 2)


@right("Stacks a list of one image and unpacks the batch of one answer.", seen="full marks")
def score_one(model, image):
    batch = torch.stack([image])
    (scores,) = model(batch).unbind(0)
    return scores
