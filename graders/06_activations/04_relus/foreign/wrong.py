"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "nan > 0 is False, so where puts a 0 in the place of every nan, and the accident is hidden.",
    seen="named",
)
def relu(z):
    return torch.where(z > 0, z, torch.zeros_like(z))


@wrong("-inf times 0 is nan: for an input of -inf the value is nan instead of 0.", seen="named")
def relu(z):
    return z * (z > 0)


@wrong(
    "maximum takes the larger of z and slope * z, which is the wrong one for slopes above 1; and at 0 both share the slope.",
    seen="named",
)
def leaky_relu(z, slope=0.01):
    return torch.maximum(z, slope * z)


@wrong(
    "Normal.cdf checks its arguments and raises ValueError for a nan, but a nan has to stay nan.",
    seen="caught",
)
def gelu(z):
    return z * torch.distributions.Normal(0.0, 1.0).cdf(z)


@wrong(
    "model.train(was) puts one mode on all modules; a layer that alone was frozen in evaluation mode is not as it was.",
    seen="named",
)
def dead_units(model, batches):
    alive, handles = {}, []

    def watch(name):
        def hook(module, args, output):
            now = (output != 0).any(dim=0)
            alive[name] = alive[name] | now if name in alive else now

        return hook

    was = model.training
    model.eval()
    try:
        for name, module in model.named_modules():
            if isinstance(module, nn.ReLU):
                handles.append(module.register_forward_hook(watch(name)))
        with torch.no_grad():
            for x in batches:
                model(x)
    finally:
        for handle in handles:
            handle.remove()
        model.train(was)
    return {name: ~units for name, units in alive.items()}


@wrong(
    "The batches are walked through once for each ReLU: an iterator is empty after the first, and the others see nothing.",
    seen="full marks",
)
def dead_units(model, batches):
    modes = {module: module.training for module in model.modules()}
    result = {}
    model.eval()
    try:
        for name, module in model.named_modules():
            if not isinstance(module, nn.ReLU):
                continue
            outputs = []
            handle = module.register_forward_hook(
                lambda module, args, output, outputs=outputs: outputs.append(output)
            )
            try:
                with torch.no_grad():
                    for x in batches:
                        model(x)
            finally:
                handle.remove()
            result[name] = (torch.cat(outputs) == 0).all(dim=0)
    finally:
        for module, mode in modes.items():
            module.training = mode
    return result


@wrong(
    "A unit whose output is nan is not above 0 either, so it is called dead, although its output is not 0.",
    seen="full marks",
)
def dead_units(model, batches):
    modes = {module: module.training for module in model.modules()}
    alive, handles = {}, []
    model.eval()
    try:
        for name, module in model.named_modules():
            if isinstance(module, nn.ReLU):

                def hook(module, args, output, name=name):
                    fires = (output > 0).any(dim=0)
                    alive[name] = alive.get(name, torch.zeros_like(fires)) | fires

                handles.append(module.register_forward_hook(hook))
        with torch.no_grad():
            for x in batches:
                model(x)
    finally:
        for handle in handles:
            handle.remove()
        for module, mode in modes.items():
            module.training = mode
    return {name: ~fires for name, fires in alive.items()}


@wrong(
    "If a batch does not fit and model(x) raises, nobody removes the hooks or puts the modes back: there is no finally.",
    seen="full marks",
)
def dead_units(model, batches):
    modes = [(module, module.training) for module in model.modules()]
    dead, handles = {}, []
    for name, module in model.named_modules():
        if isinstance(module, nn.ReLU):

            def hook(module, args, output, name=name):
                zero = (output == 0).all(dim=0)
                dead[name] = dead[name] & zero if name in dead else zero

            handles.append(module.register_forward_hook(hook))
    model.eval()
    with torch.no_grad():
        for x in batches:
            model(x)
    for handle in handles:
        handle.remove()
    for module, mode in modes:
        module.training = mode
    return dead
