# /// torchdojo
# title = "Compute twice, keep less"
# form = "module"
# start = "empty"
# difficulty = 3
# minutes = 40
# hints = [
#   """For the measuring, read the example with `saved_tensors_hooks`: which of the two \
#   functions sees each tensor that is kept? Tensors that share their memory must not count \
#   twice. For the rest, torch has a function in `torch.utils.checkpoint`; read what its \
#   arguments promise.""",
#   """`t.untyped_storage()` is the memory behind a tensor; `data_ptr()` tells one from the \
#   other, `nbytes()` is the size: a dictionary from the one to the other counts each once. \
#   `checkpoint(block, x, use_reentrant=False)` runs the block, keeps the input alone, and runs \
#   it again in the backward pass.""",
#   """In `Segments`, keep the blocks in an `nn.ModuleList`; in `forward`, go through it in \
#   steps of `every`, make an `nn.Sequential` of each slice, and hand that to `recomputed` if \
#   `self.training`, or call it otherwise. A `lambda` in the loop would see the *last* group \
#   when it is run again.""",
# ]
# ///
"""# Compute twice, keep less

Why does training need so much more memory than using a model? Not for the weights. In the forward
pass, autograd keeps what the backward pass will need: the input of every linear layer, the output
of every tanh. All of it stays until `backward()`, and it grows with the batch and with the depth.
When the device is full, there is a bargain: forget what lies inside a block, keep its input alone,
and in the backward pass run the block *again*. A third more computation buys a model several times
as deep.

## Goal

Measure what autograd keeps, and make it less, with the same gradients.

## Contract

- `saved_bytes(module, x)`
  - *takes* a module, an input
  - *returns* an int: how many bytes autograd keeps for the backward pass of `module(x)`. Each
    storage counts once, with its whole size; the storages of the module's parameters do not count,
    they are there anyway; buffers do
- `recomputed(block, x)`
  - *takes* a module, an input
  - *returns* `block(x)`; autograd keeps `x` alone, besides the parameters, and the block is run
    again during `backward()`, in training and in evaluation mode
- `Segments(blocks, every)`
  - *takes* a list of modules, to be run one after the other, and a number
  - *returns* a module. In training mode, every group of `every` blocks in a row is recomputed (the
    last group may be smaller); in evaluation mode, nothing is

Rules:

- **The gradients are those of the plain model,** for the parameters and for `x`; also when `x`
  itself needs no gradient, as the first input of a model never does.
- **Dropout drops the same elements in both runs,** and later random numbers are the same as without
  recomputing.
- `Segments` keeps the blocks in an attribute `blocks`, an `nn.ModuleList`, so weights have names
  such as `blocks.0.weight`. `ValueError` if `every` is less than 1.

## What autograd keeps

`saved_tensors_hooks(pack, unpack)` calls `pack` for each tensor that is kept, and `unpack` when it
is needed:

```python
>>> def pack(t):
...     print("kept:", tuple(t.shape))
...     return t
>>> x = torch.ones(2, 3, requires_grad=True)
>>> with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
...     y = (x.exp() * 2).sum()
kept: (2, 3)
```

The exponential is its own derivative, so its *result* is kept; the factor 2 and the sum need
nothing. Two operations may keep the same tensor: a tanh keeps its output, and the linear layer
after it its input, which are one and the same. Look at the storages to see it.

## What could go wrong

The second run must be the same as the first. If it draws different random numbers, the dropout of
the backward pass is not that of the forward pass, and the gradients belong to no model at all;
nothing complains. `torch.utils.checkpoint` therefore stores the state of the random number
generators, unless it is told otherwise.

It comes in two variants. The older, *reentrant* one runs the block without a graph, and gives its
output a gradient only if the *input* has one: in the first block of a model, whose input is data,
all weights go without, after no more than a warning. The newer one, `use_reentrant=False`, has no
such condition.

And the second run happens *later*: a function that is defined in a loop, and uses the loop's
variable, finds another value in it then.

## How many groups

One block in each group keeps the input of every block; one group of all keeps a single input, but
the second run then keeps everything at once. For n equal blocks, groups of about √n keep the least
at the worst moment.

## Out of scope

Batch normalisation, whose running statistics would count each batch twice; several inputs; choosing
which operations to repeat.

## Read more

[torch.utils.checkpoint](https://docs.pytorch.org/docs/stable/checkpoint.html),
[Hooks for saved tensors](https://docs.pytorch.org/tutorials/intermediate/autograd_saved_tensors_hooks_tutorial.html),
[torch.autograd.graph.saved_tensors_hooks](https://docs.pytorch.org/docs/stable/autograd.html#torch.autograd.graph.saved_tensors_hooks),
[torch.Tensor.untyped_storage](https://docs.pytorch.org/docs/stable/generated/torch.Tensor.untyped_storage.html).
Next: more than one device, where every process needs its share of the batch.
"""

# %%
import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks
from torch.utils.checkpoint import checkpoint


# %%
def saved_bytes(module: nn.Module, x: torch.Tensor) -> int:
    """Return how many bytes autograd keeps for the backward pass of `module(x)`.

    Each storage counts once; those of the module's parameters do not count.

    >>> saved_bytes(nn.Tanh(), torch.ones(2, 3, requires_grad=True))
    24
    """
    ### BEGIN SOLUTION
    sizes = {}

    def pack(t: torch.Tensor) -> torch.Tensor:
        sizes[t.untyped_storage().data_ptr()] = t.untyped_storage().nbytes()
        return t

    with saved_tensors_hooks(pack, lambda t: t):
        module(x)
    for parameter in module.parameters():
        sizes.pop(parameter.untyped_storage().data_ptr(), None)
    return sum(sizes.values())
    ### END SOLUTION


# %%
def recomputed(block: nn.Module, x: torch.Tensor) -> torch.Tensor:
    """Return `block(x)`; the block is run again in the backward pass, instead of keeping its insides.

    >>> x = torch.zeros(2, requires_grad=True)
    >>> recomputed(nn.Tanh(), x).sum().backward()
    >>> x.grad
    tensor([1., 1.])
    """
    ### BEGIN SOLUTION
    return checkpoint(block, x, use_reentrant=False)
    ### END SOLUTION


# %%
class Segments(nn.Module):
    """Blocks in a row; in training, groups of `every` blocks are recomputed in the backward pass.

    >>> model = Segments([nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 1)], every=2)
    >>> [name for name, _ in model.named_parameters()]
    ['blocks.0.weight', 'blocks.0.bias', 'blocks.2.weight', 'blocks.2.bias']
    """

    def __init__(self, blocks: list[nn.Module], every: int) -> None:
        ### BEGIN SOLUTION
        super().__init__()
        if every < 1:
            raise ValueError(f"a group needs at least one block, not {every}")
        self.blocks = nn.ModuleList(blocks)
        self.every = every
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        for start in range(0, len(self.blocks), self.every):
            group = nn.Sequential(*self.blocks[start : start + self.every])
            x = recomputed(group, x) if self.training else group(x)
        return x
        ### END SOLUTION


# %% tags=["explore"]
torch.manual_seed(1)
blocks = [nn.Sequential(nn.Linear(64, 64), nn.Tanh(), nn.Dropout(0.1)) for _ in range(16)]
x = torch.randn(100, 64)
print("as it is:    ", saved_bytes(nn.Sequential(*blocks), x), "bytes")
for every in (1, 4, 16):
    print(f"groups of {every:2}:", saved_bytes(Segments(blocks, every), x), "bytes")
