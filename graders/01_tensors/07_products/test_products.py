"""Checks of `hadamard`, `scores`, `linear`, `gram_rows` and `gram_features`."""

import pytest
import torch

from torchdojo import probing


def growth(module, few, many):
    """Calls `scores` on few batch entries, then on many, and counts the operations on top"""
    counts = []
    for queries, keys in (few, many):
        with probing.operations() as seen:
            result = module.scores(queries, keys)
        counts.append(len(seen))
    return {"scores": result, "more operations for more entries": counts[1] - counts[0]}


def detours(module, queries, keys):
    """Calls `scores`, and notes the operations whose result is larger than factors and scores"""
    with probing.operations() as made:
        result = module.scores(queries, keys)
    largest = max(t.numel() for t in (queries, keys, result))
    tensors = [o for o in made if isinstance(o.result, torch.Tensor)]
    larger = [o.name for o in tensors if o.result.numel() > largest]
    return {"scores": result, "operations with a larger result": ", ".join(larger) or "none"}


def wide(draw, *shape):
    """Numbers in float64, so that every digit counts."""
    return draw.normal(*shape, dtype=torch.float64)


@pytest.mark.points(2)
def test_multiplies_element_by_element(agree, draw):
    """`hadamard` sums nothing, and raises ValueError for shapes that differ but would broadcast."""
    for shape in ((3, 4), (2, 3, 2), (3, 3)):
        agree.call("hadamard", wide(draw, *shape), wide(draw, *shape))
    for shape in ((4,), (3, 1), (1, 3, 4), (4, 3)):
        agree.error("hadamard", draw.normal(3, 4), draw.normal(*shape))


@pytest.mark.points(2)
def test_scores_all_pairs(agree, draw, device):
    """`scores` has the dot product of query i and key j of the same batch entry at [b, i, j]."""
    agree.call("scores", wide(draw, 2, 4, 3), wide(draw, 2, 5, 3))
    agree.call("scores", draw.normal(3, 1, 4), draw.normal(3, 2, 4))


@pytest.mark.hidden
def test_scores_with_any_leading_dimensions(agree, draw):
    """`scores` takes matrices without a batch, and batches with heads."""
    agree.call("scores", wide(draw, 4, 3), wide(draw, 2, 3))
    agree.call("scores", wide(draw, 2, 3, 5, 4), wide(draw, 2, 3, 6, 4))


@pytest.mark.points(2)
def test_computes_a_linear_layer(agree, draw, device):
    """`linear` multiplies by the weight the right way round, and adds the bias to every example."""
    agree.call("linear", wide(draw, 5, 3), wide(draw, 2, 3), wide(draw, 2))
    agree.call("linear", wide(draw, 4, 3), wide(draw, 3, 3), wide(draw, 3))


@pytest.mark.hidden
def test_computes_a_linear_layer_anywhere(agree, draw):
    """`linear` takes one example alone, and sequences of a batch."""
    agree.call("linear", wide(draw, 4), wide(draw, 2, 4), wide(draw, 2))
    agree.call("linear", wide(draw, 2, 5, 4), wide(draw, 3, 4), wide(draw, 3))


@pytest.mark.points(2)
def test_compares_examples(agree, draw, device):
    """`gram_rows` has the dot product of examples i and j at [i, j]."""
    agree.call("gram_rows", wide(draw, 5, 2))
    agree.call("gram_rows", wide(draw, 3, 3) + 1)


@pytest.mark.points(2)
def test_compares_features(agree, draw, device):
    """`gram_features` has the dot product of features i and j at [i, j]."""
    agree.call("gram_features", wide(draw, 5, 2))
    agree.call("gram_features", wide(draw, 3, 3) + 1)


@pytest.mark.hidden
def test_takes_the_short_way(agree, draw):
    """`scores` needs no loop over the batch, and writes nothing larger than what it must."""
    few, many = ([draw.normal(n, 4, 3), draw.normal(n, 2, 3)] for n in (2, 20))
    agree.run(growth, few, many)
    agree.run(detours, draw.normal(2, 7, 5), draw.normal(2, 6, 5))
