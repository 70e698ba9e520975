"""Other right ways to get slopes."""

import torch

from torchdojo.grading import alternative


@alternative("backward to a copy and to nothing else, with a gradient of ones")
def slope_at(f, t: torch.Tensor) -> torch.Tensor:
    copy = t.detach().clone().requires_grad_(True)
    result = f(copy)
    result.backward(torch.ones_like(result), inputs=[copy])
    return copy.grad


@alternative("forward mode, with a tangent of ones")
def slope_at(f, t: torch.Tensor) -> torch.Tensor:
    plain = t.detach()
    return torch.func.jvp(f, (plain,), (torch.ones_like(plain),))[1].detach()


@alternative("backward on fresh leaves, whose .grad is then taken")
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    mine = [v.detach().clone().requires_grad_() for v in (w, b)]
    loss = torch.nn.functional.mse_loss(x.matmul(mine[0]) + mine[1], y)
    loss.backward()
    return mine[0].grad, mine[1].grad


@alternative("torch.func.grad of a loss of both")
def grad_wb(w: torch.Tensor, b: torch.Tensor, x: torch.Tensor, y: torch.Tensor):
    def loss(w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return (x @ w + b - y).square().mean()

    return torch.func.grad(loss, argnums=(0, 1))(w.detach(), b.detach())
