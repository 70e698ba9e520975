"""What goes wrong when a model is trained with half the bits."""

import torch

from torchdojo.grading import mistake, slip

slip(
    "Each gradient is clipped by itself, which changes the direction: one norm and one factor for all.",
    loses=[
        "clips_by_the_global_norm",
        "clips_what_has_a_gradient",
        "trains_as_it_should",
        "skips_what_overflows",
        "works_without_scaling",
        "reports_loss_and_norm",
    ],
    edits=[
        ('f"the largest norm must be positive, not {max_norm}"', '"max_norm must be positive"'),
        ("factor = (max_norm / norm).clamp(max=1.0)", ""),
        ("g.mul_(factor)", "g.mul_((max_norm / g.norm()).clamp(max=1.0))"),
    ],
)

slip(
    "The elements are cut off at `max_norm`; clipping by norm makes all of them smaller by one factor.",
    loses=[
        "clips_by_the_global_norm",
        "clips_what_has_a_gradient",
        "trains_as_it_should",
        "skips_what_overflows",
        "works_without_scaling",
        "reports_loss_and_norm",
    ],
    edits=[
        ('f"the largest norm must be positive, not {max_norm}"', '"max_norm must be positive"'),
        ("factor = (max_norm / norm).clamp(max=1.0)", ""),
        ("g.mul_(factor)", "g.clamp_(-max_norm, max_norm)"),
    ],
)

slip(
    "The norms are added up; the norm of a long vector is the root of the sum of squares.",
    loses=[
        "clips_by_the_global_norm",
        "clips_what_has_a_gradient",
        "trains_as_it_should",
        "skips_what_overflows",
        "works_without_scaling",
        "reports_loss_and_norm",
    ],
    edits=[
        ('f"the largest norm must be positive, not {max_norm}"', '"max_norm must be positive"'),
        (
            "torch.stack([g.norm() for g in gradients]).norm()",
            "torch.stack([g.norm() for g in gradients]).sum()",
        ),
    ],
)

slip(
    "Short gradients are made longer: the factor must not be more than 1.",
    loses=["clips_by_the_global_norm", "clips_what_has_a_gradient", "works_without_scaling"],
    edits=[
        ('f"the largest norm must be positive, not {max_norm}"', '"max_norm must be positive"'),
        ("(max_norm / norm).clamp(max=1.0)", "max_norm / norm"),
    ],
)

slip(
    "The norm that is returned is the one *after* clipping; the one before is asked for.",
    loses=["clips_by_the_global_norm", "clips_what_has_a_gradient", "reports_loss_and_norm"],
    edits=[
        ('f"the largest norm must be positive, not {max_norm}"', '"max_norm must be positive"'),
        ("return norm", "return torch.stack([g.norm() for g in gradients]).norm()"),
    ],
)


@mistake(
    "`parameters` may be a generator, which is used up after one pass: make a list of it first.",
    loses=[
        "clips_what_has_a_gradient",
        "trains_as_it_should",
        "skips_what_overflows",
        "works_without_scaling",
        "reports_loss_and_norm",
    ],
)
def clip_gradients(parameters, max_norm):
    if not max_norm > 0:
        raise ValueError("max_norm must be positive")
    norms = [p.grad.norm() for p in parameters if p.grad is not None]
    if not norms:
        return torch.tensor(0.0)
    norm = torch.stack(norms).norm()
    factor = (max_norm / norm).clamp(max=1.0)
    for p in parameters:
        if p.grad is not None:
            p.grad.mul_(factor)
    return norm


slip(
    "A parameter without a gradient is not skipped: its `.grad` is None.",
    loses=["clips_by_the_global_norm", "clips_what_has_a_gradient"],
    edits=[
        ('f"the largest norm must be positive, not {max_norm}"', '"max_norm must be positive"'),
        ("[p.grad for p in parameters if p.grad is not None]", "[p.grad for p in parameters]"),
    ],
)


@mistake(
    "`torch.nn.utils` does the work: here you write what is inside of it.",
    loses=["clips_by_the_global_norm"],
)
def clip_gradients(parameters, max_norm):
    if not max_norm > 0:
        raise ValueError("max_norm must be positive")
    return torch.nn.utils.clip_grad_norm_(parameters, max_norm)


slip(
    "A largest norm of zero or less is not refused: raise ValueError.",
    loses=["clips_what_has_a_gradient"],
    edits=[
        (
            "if not max_norm > 0:\n"
            '    raise ValueError(f"the largest norm must be positive, not {max_norm}")',
            "",
        )
    ],
)


@mistake(
    "Without gradients it returns before `max_norm` is looked at: check that first.",
    loses=["clips_what_has_a_gradient"],
)
def clip_gradients(parameters, max_norm):
    gradients = [p.grad for p in parameters if p.grad is not None]
    if not gradients:
        return torch.tensor(0.0)
    if not max_norm > 0:
        raise ValueError("max_norm must be positive")
    norm = torch.stack([g.norm() for g in gradients]).norm()
    factor = (max_norm / norm).clamp(max=1.0)
    for g in gradients:
        g.mul_(factor)
    return norm


slip(
    "No comparison with nan is true, so `max_norm <= 0` lets it pass: raise the error unless `max_norm > 0`.",
    loses=["clips_what_has_a_gradient"],
    edits=[
        ("not max_norm > 0", "max_norm <= 0"),
        ('f"the largest norm must be positive, not {max_norm}"', '"max_norm must be positive"'),
    ],
)

slip(
    "Without autocast the model runs in float32, at its full cost.",
    loses=["runs_in_bfloat16"],
    edits=[
        (
            "with torch.autocast(x.device.type, dtype=torch.bfloat16):\n    output = model(x)",
            "output = model(x)",
        )
    ],
)

slip(
    "The model itself is turned into bfloat16: weights need their digits, only the operations do not.",
    loses=[
        "runs_in_bfloat16",
        "trains_as_it_should",
        "reports_loss_and_norm",
        "skips_what_overflows",
        "works_without_scaling",
    ],
    edits=[
        ("with torch.autocast(x.device.type, dtype=torch.bfloat16):\n    output = model(x)", ""),
        ("output.float()", "model.bfloat16()(x.bfloat16()).float()"),
    ],
)

slip(
    "The loss function gets bfloat16, with two to three digits: hand it `output.float()`.",
    loses=["keeps_the_loss_precise", "reports_loss_and_norm"],
    edits=[("output.float()", "output")],
)

slip(
    "The loss is turned into float32 when its digits are lost already: turn the output, before the loss.",
    loses=["keeps_the_loss_precise"],
    edits=[("loss_fn(output.float(), y)", "loss_fn(output, y).float()")],
)

slip(
    "The loss function is called inside autocast and gets bfloat16: hand it `output.float()`, outside.",
    loses=["keeps_the_loss_precise"],
    edits=[
        ("output = model(x)", "return loss_fn(model(x), y)"),
        ("return loss_fn(output.float(), y)", ""),
    ],
)

slip(
    "The loss function is called inside autocast: if it multiplies matrices, it does so in bfloat16. Call it outside.",
    loses=["keeps_the_loss_precise"],
    edits=[
        ("output = model(x)", "return loss_fn(model(x).float(), y)"),
        ("return loss_fn(output.float(), y)", ""),
    ],
)

slip(
    "Autocast is not told a dtype and takes the device's default, float16 on a GPU: `dtype=torch.bfloat16`.",
    loses=["runs_in_bfloat16"],
    edits=[
        ("torch.autocast(x.device.type, dtype=torch.bfloat16)", "torch.autocast(x.device.type)")
    ],
)

slip(
    "This is float16, whose largest number is 65,504; bfloat16 is asked for.",
    loses=[
        "runs_in_bfloat16",
        "trains_as_it_should",
        "reports_loss_and_norm",
        "skips_what_overflows",
    ],
    edits=[("torch.bfloat16", "torch.float16")],
)

slip(
    "The gradients are still scaled when they are clipped, and as good as zero afterwards: call `unscale_` before.",
    loses=["trains_as_it_should", "reports_loss_and_norm", "skips_what_overflows"],
    edits=[
        (
            "scaler.scale(loss).backward()",
            "scaler.scale(loss).backward()\nnorm = clip_gradients(model.parameters(), max_norm)",
        ),
        ("norm = clip_gradients(model.parameters(), max_norm)", ""),
    ],
)

slip(
    "The loss is not scaled, but its gradients are divided all the same: `scaler.scale(loss).backward()`.",
    loses=["trains_as_it_should", "reports_loss_and_norm", "skips_what_overflows"],
    edits=[("scaler.scale(loss)", "loss")],
)

slip(
    "`optimizer.step()` also uses gradients that are infinite: leave the decision to `scaler.step(optimizer)`.",
    loses=["skips_what_overflows"],
    edits=[("scaler.step(optimizer)", "optimizer.step()")],
)

slip(
    "`scaler.update()` is missing: the scaler does not know that the next step begins.",
    loses=["trains_as_it_should", "reports_loss_and_norm", "skips_what_overflows"],
    edits=[("scaler.update()", "")],
)

slip(
    "The update is made with gradients that are not clipped yet: clip before `scaler.step(optimizer)`.",
    loses=[
        "trains_as_it_should",
        "skips_what_overflows",
        "works_without_scaling",
        "reports_loss_and_norm",
    ],
    edits=[
        ("scaler.unscale_(optimizer)", "scaler.unscale_(optimizer)\nscaler.step(optimizer)"),
        ("scaler.step(optimizer)", ""),
    ],
)

slip(
    "Whether a step is made is decided here, by the norm or the loss: leave it to the scaler, which hands all through if it is off.",
    loses=["works_without_scaling"],
    edits=[("scaler.step(optimizer)", "if torch.isfinite(norm):\n    scaler.step(optimizer)")],
)


@mistake(
    "`backward()`, or the update, stands inside autocast, which is for the forward pass: end its block before them.",
    loses=["trains_as_it_should", "skips_what_overflows", "works_without_scaling"],
)
def train_step(model, x, y, loss_fn, optimizer, scaler, max_norm):
    optimizer.zero_grad()
    with torch.autocast(x.device.type, dtype=torch.bfloat16):
        loss = forward_loss(model, x, y, loss_fn)
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        norm = clip_gradients(model.parameters(), max_norm)
        scaler.step(optimizer)
        scaler.update()
    return loss.detach(), norm


slip(
    "The loss is returned with its graph, which stays in memory as long as the loss: `loss.detach()`.",
    loses=["reports_loss_and_norm"],
    edits=[("loss.detach()", "loss")],
)

slip(
    "The scaled loss is returned; the loss itself is asked for.",
    loses=["reports_loss_and_norm"],
    edits=[("scaler.scale(loss).backward()", "loss = scaler.scale(loss)\nloss.backward()")],
)

slip(
    "The old gradients are not cleared: `backward()` adds to them.",
    loses=["skips_what_overflows", "works_without_scaling"],
    edits=[("optimizer.zero_grad()", "")],
)

slip(
    "The norm is a Python float: a tensor without dimensions is asked for.",
    loses=["clips_by_the_global_norm", "clips_what_has_a_gradient", "reports_loss_and_norm"],
    edits=[("return norm", "return norm.item()")],
)

slip(
    "Without any gradient there is nothing to stack, and `torch.stack` raises an error: the norm is `torch.tensor(0.0)`.",
    loses=["clips_what_has_a_gradient", "clips_by_the_global_norm"],
    edits=[("if not gradients:\n    return torch.tensor(0.0)", "")],
)

slip(
    "The gradients are clipped while they are scaled, to a scaled `max_norm`: the update is right, but the norm that is returned is that of the scaled ones. Call `unscale_` first.",
    loses=["reports_loss_and_norm"],
    edits=[
        ("scaler.unscale_(optimizer)", ""),
        (
            "clip_gradients(model.parameters(), max_norm)",
            "clip_gradients(model.parameters(), max_norm * scaler.get_scale())",
        ),
    ],
)
