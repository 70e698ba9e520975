"""Other right tests of softmax."""

import math

import torch

from torchdojo.grading import alternative


@alternative("the formula on paper, one group at a time")
def test_softmax(softmax):
    z = torch.randn(2, 3, 4, dtype=torch.float64, requires_grad=True)
    kept = z.tolist()
    got = softmax(z, -2)
    assert got.shape == z.shape and got.dtype == z.dtype
    for i in range(2):
        for k in range(4):
            powers = [math.exp(z[i, j, k]) for j in range(3)]
            for j in range(3):
                assert math.isclose(got[i, j, k], powers[j] / sum(powers), rel_tol=1e-7)
    assert z.tolist() == kept
    (slope,) = torch.autograd.grad(got[1, 0, 2], z)
    p, q, r = got[1, :, 2].tolist()
    for j, right in enumerate([p * (1 - p), -p * q, -p * r]):
        assert math.isclose(slope[1, j, 2], right, rel_tol=1e-7)
    far = torch.tensor([[-1000.0, 1000.0], [-1001.0, 1001.0]])
    low, high = 1 / (1 + math.e), math.e / (1 + math.e)
    across = torch.tensor([[high, low], [low, high]])
    assert torch.allclose(softmax(far, 0), across, atol=1e-3)
    assert torch.equal(softmax(far, 1), torch.tensor([[0.0, 1.0], [0.0, 1.0]]))
    assert far.tolist() == [[-1000, 1000], [-1001, 1001]]


@alternative("one helper that compares everything, and a list of cases")
def test_softmax(softmax):
    torch.manual_seed(3)
    near = torch.randn(4, 2, 3)
    both = torch.cat([near + 2000, near - 2000])
    for scores, dim in [(near.double(), -2), (near - 900, 2), (both, 1), (both, 0)]:
        exact = scores.dtype == torch.float64
        z = scores.clone().requires_grad_(exact)
        got, right = softmax(z, dim), torch.softmax(z, dim)
        assert got.dtype == right.dtype and got.shape == right.shape
        assert torch.equal(z, scores)
        assert (got - right).abs().max() < (1e-9 if exact else 2e-3)
        if exact:
            weights = torch.arange(24.0).view(4, 2, 3).double()
            (got * weights).sum().backward()
            mine, z.grad = z.grad, None
            (right * weights).sum().backward()
            assert (mine - z.grad).abs().max() < 1e-9


@alternative("through NumPy, with the gradient from its formula, and shifts that change nothing")
def test_softmax(softmax):
    z = torch.randn(2, 3, dtype=torch.float64)
    powers = z.exp().numpy()
    right = torch.from_numpy(powers / powers.sum(1, keepdims=True))
    torch.testing.assert_close(softmax(z, 1), right)
    torch.testing.assert_close(softmax(z.T.unsqueeze(0), -2)[0].T, right)
    moved = z.clone().requires_grad_()
    upstream = torch.tensor([[1.0, 2.0, -5.0], [4.0, 3.0, 0.5]], dtype=torch.float64)
    softmax(moved, 1).backward(upstream)
    total = (upstream * right).sum(1, keepdim=True)
    torch.testing.assert_close(moved.grad, right * (upstream - total))
    for shift in (1000.0, -1000.0):
        scores = z.float() + torch.tensor([[shift], [0.0]])
        for dim in (1, 0):
            exact, kept = torch.softmax(scores.double(), dim).float(), scores.numpy().copy()
            torch.testing.assert_close(softmax(scores, dim), exact, rtol=1e-3, atol=1e-3)
            assert (scores.numpy() == kept).all()
