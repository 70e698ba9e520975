"""Other right tests of an all-reduce."""

import math

import torch

from torchdojo.grading import alternative


@alternative("numbers chosen by hand, with the sums beside them")
def test_all_reduce(all_reduce):
    large = [torch.tensor([2**40 + 1, 5]), torch.tensor([2**41, -7]), torch.tensor([2, 0])]
    got = all_reduce(large)
    assert [t.tolist() for t in got["tensors"]] == [[3 * 2**40 + 3, -2]] * 3
    assert max(got["sent"]) <= 4
    ragged = [torch.tensor([0.5, 0.25, 3.0, -1.0, 2.0]) * 10**rank for rank in range(3)]
    got = all_reduce(ragged)
    assert len(got["tensors"]) == 3
    for t in got["tensors"]:
        for number, right in zip(t.tolist(), [55.5, 27.75, 333.0, -111.0, 222.0], strict=True):
            assert math.isclose(number, right, rel_tol=1e-6)
    assert all(count <= 2 * 2 * 2 for count in got["sent"])
    thirds = torch.full((3, 3), 1 / 3).double()
    got = all_reduce([thirds, thirds * 1.1, thirds * 1.3, thirds * 1.7], by_columns=True)
    assert torch.equal(torch.stack(got["tensors"]), got["tensors"][3].expand(4, 3, 3))
    assert (got["tensors"][0] - thirds * 5.1).abs().max() < 1e-12
    assert all_reduce([torch.tensor(2.5)])["tensors"] == [2.5]


@alternative("every combination of a few shapes and numbers of ranks, spread over the calls")
def test_all_reduce(all_reduce):
    torch.manual_seed(1)
    shapes = {1: (2, 2), 2: (7,), 3: (), 4: (3, 3), 5: (2, 3)}
    for world, shape in shapes.items():
        exact = world % 2 == 1
        if exact:
            tensors = [torch.randint(-(2**50), 2**50, shape) for _ in range(world)]
        else:
            tensors = [torch.randn(shape) for _ in range(world)]
        answer = all_reduce(tensors, by_columns=not exact)
        results, total = answer["tensors"], sum(tensors)
        assert all(t.shape == total.shape and t.dtype == total.dtype for t in results)
        assert all(torch.equal(t, results[0]) for t in results)
        assert torch.allclose(results[0], total, rtol=0 if exact else 1e-4, atol=1e-5)
        most = 2 * (world - 1) * math.ceil(math.prod(shape) / world)
        assert all(sent <= most for sent in answer["sent"])


@alternative("one helper, and the sum looked up in a table of powers of ten")
def test_all_reduce(all_reduce):
    def check(tensors, total, by_columns):
        got = all_reduce(tensors, by_columns)
        first = got["tensors"][0]
        torch.testing.assert_close(first, total)
        for other in got["tensors"][1:]:
            assert torch.equal(other, first)
        world, size = len(tensors), total.nelement()
        for numbers in got["sent"]:
            assert numbers <= 2 * (world - 1) * ((size + world - 1) // world)

    powers = [torch.arange(3) * 10 ** (3 * rank) for rank in range(5)]
    check(powers, torch.arange(3) * 1001001001001, False)
    waves = [torch.sin(torch.arange(1.0, 15.0) * (rank + 1)).view(2, 7) for rank in range(4)]
    check(waves, waves[0] + waves[1] + waves[2] + waves[3], True)
    check(waves[:1], waves[0], True)
