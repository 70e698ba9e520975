"""Checks of `hadamard`, `scores`, `linear`, `gram_rows` and `gram_features`."""

import pytest
import torch

from torchdojo import probing


def growth(module, few, many):
    """Calls `scores` on small factors, then on larger ones, and counts the operations of both"""
    counts = []
    for queries, keys in (few, many):
        with probing.operations() as seen:
            result = module.scores(queries, keys)
        counts.append(len(seen))
    added = "some" if counts[1] > counts[0] else "none"
    return {"scores": result, "operations that more data add": added}


def detours(module, queries, keys):
    """Calls `scores`, and notes the operations whose result is larger than factors and scores"""
    with probing.operations() as made:
        result = module.scores(queries, keys)
    largest = max(t.numel() for t in (queries, keys, result))
    tensors = [o for o in made if isinstance(o.result, torch.Tensor)]
    larger = [o.name for o in tensors if o.result.numel() > largest]
    return {"scores": result, "operations with a larger result": ", ".join(larger) or "none"}


def of_a_long_one(module, function, x):
    """Calls `FUNCTION` with one vector that is very long, and looks at its products with others"""
    return getattr(module, function)(x)[0, 1:]


def wide(draw, *shape):
    """Numbers in float64, so that every digit counts."""
    return draw.normal(*shape, dtype=torch.float64)


@pytest.mark.points(2)
def test_multiplies_element_by_element(agree, draw):
    """`hadamard` sums nothing, and raises ValueError for shapes that differ but would broadcast."""
    for shape in ((3, 4), (2, 3, 2), (3, 3)):
        agree.call("hadamard", wide(draw, *shape), wide(draw, *shape))
    for shape in ((1,), (4,), (1, 4), (3, 1), (1, 3, 4), (4, 3), ()):
        agree.error("hadamard", draw.normal(3, 4), draw.normal(*shape))
    for shape in ((2, 0), ()):
        agree.call("hadamard", draw.normal(*shape), draw.normal(*shape))


@pytest.mark.points(2)
def test_scores_all_pairs(agree, draw, device):
    """`scores` has the dot product of query i and key j of the same batch entry at [b, i, j]."""
    agree.call("scores", wide(draw, 2, 4, 3), wide(draw, 2, 5, 3))
    agree.call("scores", draw.normal(3, 1, 4), draw.normal(3, 2, 4))
    agree.call("scores", wide(draw, 2, 3, 2) * 1e10, wide(draw, 2, 4, 2))


@pytest.mark.hidden
def test_scores_with_any_leading_dimensions(agree, draw):
    """`scores` takes matrices without a batch, batches with heads, and batches without entries."""
    agree.call("scores", wide(draw, 4, 3), wide(draw, 2, 3))
    agree.call("scores", wide(draw, 2, 3, 5, 4), wide(draw, 2, 3, 6, 4))
    agree.call("scores", wide(draw, 0, 5, 4), wide(draw, 0, 6, 4))


@pytest.mark.points(2)
def test_computes_a_linear_layer(agree, draw, device):
    """`linear` multiplies by the weight the right way round, and adds the bias to every example."""
    agree.call("linear", wide(draw, 5, 3), wide(draw, 2, 3), wide(draw, 2))
    agree.call("linear", draw.normal(4, 3), draw.normal(3, 3), draw.normal(3))


@pytest.mark.hidden
def test_computes_a_linear_layer_anywhere(agree, draw):
    """`linear` takes one example alone, no example at all, and sequences of a batch."""
    agree.call("linear", wide(draw, 4), wide(draw, 2, 4), wide(draw, 2))
    agree.call("linear", wide(draw, 2, 5, 4), wide(draw, 3, 4), wide(draw, 3))
    agree.call("linear", wide(draw, 0, 4), wide(draw, 2, 4), wide(draw, 2))


@pytest.mark.points(2)
def test_compares_examples(agree, draw, device):
    """`gram_rows` has the dot product of examples i and j at [i, j], however long or short."""
    agree.call("gram_rows", wide(draw, 5, 2))
    agree.call("gram_rows", wide(draw, 3, 3) + 1)
    for n in (1, 0):
        agree.call("gram_rows", draw.normal(n, 3))
    x = wide(draw, 4, 3)
    x[0] *= 1e12
    agree.run(of_a_long_one, "gram_rows", x)


@pytest.mark.points(2)
def test_compares_features(agree, draw, device):
    """`gram_features` has the dot product of features i and j at [i, j], however long or short."""
    agree.call("gram_features", wide(draw, 5, 2))
    agree.call("gram_features", wide(draw, 3, 3) + 1)
    for n in (1, 0):
        agree.call("gram_features", draw.normal(n, 3))
    x = wide(draw, 3, 4)
    x[:, 0] *= 1e12
    agree.run(of_a_long_one, "gram_features", x)


@pytest.mark.hidden
def test_takes_the_short_way(agree, draw):
    """`scores` needs no loop of any kind, and writes nothing larger than what it must."""
    few = [draw.normal(2, 4, 3), draw.normal(2, 3, 3)]
    for b, t, s, d in ((20, 4, 3, 3), (2, 20, 3, 3), (2, 4, 20, 3), (2, 4, 3, 20)):
        agree.run(growth, few, [draw.normal(b, t, d), draw.normal(b, s, d)])
    agree.run(detours, draw.normal(2, 7, 5), draw.normal(2, 6, 5))
