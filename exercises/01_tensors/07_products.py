"""# Products: which dimension is summed away?

Nearly all the time of a neural network is spent in products of matrices: a linear layer is one,
attention is two, a convolution is one in disguise. Python has two operators for products, `*` and
`@`, torch has half a dozen functions, and on square matrices each of them returns *something* of
the right shape. So choose by what is summed, not by what runs.

## Goal

Write the five products that you will meet in every model.

## Contract

- `hadamard(a, b)`
  - *takes* two tensors of the same shape, any
  - *returns* the products element by element: nothing is summed. `ValueError` if the shapes differ
- `scores(queries, keys)`
  - *takes* `(..., T, D)` and `(..., S, D)` with the same leading dimensions, or none
  - *returns* `(..., T, S)`: element `[..., i, j]` is the dot product of query i and key j of the
    same batch entry
- `linear(x, weight, bias)`
  - *takes* `(..., D)`, `(K, D)` and `(K,)`: torch stores a weight as outputs by inputs
  - *returns* `(..., K)`: what `nn.Linear` with this weight and bias computes
- `gram_rows(x)`
  - *takes* `N` examples of `D` features, `(N, D)`
  - *returns* `(N, N)`: the dot products of all pairs of **examples**
- `gram_features(x)`
  - *takes* the same `(N, D)`
  - *returns* `(D, D)`: the dot products of all pairs of **features**

All tensors of a call have the same floating dtype, and the result has it too. Any size may be 0
or 1. No function changes its arguments. `scores` must work without a Python loop, and without
writing a tensor that is larger than the factors and the result.

## What `@` does

For matrices, `(N, D) @ (D, K)` is `(N, K)`: the inner dimension is summed. Any dimensions may
precede the last two; each entry there is multiplied with its partner:

```python
>>> prices = torch.tensor([[1.0, 2.0, 3.0]])              # (1, 3): one shop, three goods
>>> baskets = torch.tensor([[1.0, 0.0], [1.0, 1.0], [0.0, 2.0]])   # (3, 2): two customers
>>> prices @ baskets
tensor([[3., 8.]])
>>> week = baskets.expand(7, 3, 2)                        # the same baskets on seven days
>>> (prices @ week).shape
torch.Size([7, 1, 2])
```

| call | works on | sums |
|---|---|---|
| `a * b`, `torch.mul` | any shapes that broadcast | nothing |
| `a @ b`, `torch.matmul` | vectors, matrices, batches of any rank | the inner dimension |
| `torch.mm` / `torch.bmm` | exactly 2 / exactly 3 dimensions | the inner dimension |
| `torch.dot` | two vectors | everything |
| `torch.einsum` | what you write | the letters that are missing after the arrow |

## Two Gram matrices

With 5 examples of 2 features, one Gram matrix is 5 by 5 and says which *examples* are alike, the
other is 2 by 2 and says which *features* go together. Kernels and contrastive losses need the
first, covariance and linear regression the second. If your data happen to be square you cannot tell
them apart by shape. The numbers can.

## A detour that costs memory

`(queries[..., :, None, :] * keys[..., None, :, :]).sum(-1)` is right, and it first writes T times S
times D numbers. With 2048 tokens and 64 features that is 268 million, for a result of 4 million.
`@` never writes them.

## Out of scope

Scaling and softmax of the scores, sparse matrices, lower precision of products on a GPU.

## Read more

[torch.matmul](https://docs.pytorch.org/docs/stable/generated/torch.matmul.html),
[torch.Tensor.mT](https://docs.pytorch.org/docs/stable/tensors.html#torch.Tensor.mT),
[torch.einsum](https://docs.pytorch.org/docs/stable/generated/torch.einsum.html),
[nn.Linear](https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html).
Next: sums, means and norms, and the dimension along which they are taken.
"""

import torch


def hadamard(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Multiply `a` and `b` element by element; raises ValueError if their shapes differ.

    >>> hadamard(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0]))
    tensor([3., 8.])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def scores(queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    """Return all dot products of `queries`, (..., T, D), and `keys`, (..., S, D): (..., T, S).

    >>> scores(torch.tensor([[1.0, 2.0]]), torch.tensor([[3.0, 4.0], [0.0, 1.0]]))
    tensor([[11.,  2.]])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """Return what a linear layer makes of `x`, (..., D), with a `weight` (K, D): (..., K).

    >>> linear(torch.tensor([1.0, 2.0]), torch.tensor([[3.0, 4.0]]), torch.tensor([0.5]))
    tensor([11.5000])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def gram_rows(x: torch.Tensor) -> torch.Tensor:
    """Return the dot products of all pairs of rows of `x`, shape (N, D): shape (N, N).

    >>> gram_rows(torch.tensor([[1.0], [2.0]]))
    tensor([[1., 2.],
            [2., 4.]])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def gram_features(x: torch.Tensor) -> torch.Tensor:
    """Return the dot products of all pairs of columns of `x`, shape (N, D): shape (D, D).

    >>> gram_features(torch.tensor([[1.0], [2.0]]))
    tensor([[5.]])
    """
    # YOUR CODE HERE
    raise NotImplementedError


if __name__ == "__main__":
    torch.manual_seed(0)
    square = torch.randn(2, 2)
    print("`*` and `@` both give 2 by 2:", (square * square).tolist(), (square @ square).tolist())
    x = torch.randn(5, 2)
    print("Gram matrices of 5 examples:", tuple(gram_rows(x).shape), tuple(gram_features(x).shape))
    layer = torch.nn.Linear(2, 3)
    difference = (layer(x) - linear(x, layer.weight, layer.bias)).abs().max().item()
    print("largest difference from nn.Linear:", difference)
    print("scores of 4 heads:", tuple(scores(torch.randn(4, 6, 8), torch.randn(4, 7, 8)).shape))
