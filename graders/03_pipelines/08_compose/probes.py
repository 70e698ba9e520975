"""Probes of `Compose`, `to_tensor`, `resize`, `for_imshow` and `make_transform`."""

import sys
from contextlib import suppress

import numpy as np
import torch
from PIL import Image
from torchvision import transforms

from torchdojo import probing


def composed(module, factor, shift, x):
    """Calls chains of steps such as "times FACTOR" and "plus SHIFT" twice each, also on 0"""

    def times(x):
        return x * factor

    def plus(x):
        return x + shift

    def lost(x):
        return None

    def known(x):
        return shift if x is None else x

    steps = [times, plus]
    ordered, turned = module.Compose(steps), module.Compose((plus, times, plus))
    once = module.Compose(step for step in (times, plus, times))
    nested = module.Compose([times, module.Compose([plus, times]), plus])
    steps.append(times)
    runs = {"times, plus": ordered, "plus, times, plus": turned, "from a generator": once}
    runs |= {"nested": nested, "no steps": module.Compose([])}
    found = {name: (run(x), run(x), run(0)) for name, run in runs.items()}
    found["a step returns None"] = module.Compose([times, lost, known, plus])(x)
    return found | {"the last step returns None": module.Compose([plus, lost])(x)}


def converted(module, pictures):
    """Calls `to_tensor` on pictures in RGB and L, and looks at the pictures afterwards"""
    images = [Image.fromarray(pixels) for pixels in pictures]
    tensors = [module.to_tensor(image) for image in images]
    return {"tensors": tensors, "pictures afterwards": [np.array(image) for image in images]}


def refused(module, pixels, modes):
    """Calls `to_tensor` on one picture in several modes and notes what becomes of each"""
    found = {}
    for mode in modes:
        came = probing.outcome(module.to_tensor, Image.fromarray(pixels).convert(mode))
        found[f"mode {mode}"] = came.get("raised", came.get("returned"))
    return found


def resized(module, height, width, pictures):
    """Calls `resize` once, applies what it returns to pictures, paints the results, looks at all"""
    step = module.resize(height, width)
    images = [Image.fromarray(pixels) for pixels in pictures]
    results = [step(image) for image in images]
    shown = [(image.mode, np.array(image)) for image in results]
    for image in results:
        image.paste(0, (0, 0, *image.size))
    return {"results": shown, "pictures afterwards": [np.array(image) for image in images]}


def laid_out(module, tensor, tracked):
    """Calls `for_imshow` on a tensor, tracked by autograd or not, and looks at it afterwards"""
    picture = module.for_imshow(tensor.requires_grad_(tracked))
    return {"picture": picture, "tensor afterwards": tensor.detach()}


def on_their_own(module, pictures, height, width):
    """Runs `Compose`, `resize`, `to_tensor`, `for_imshow` and notes what of torchvision runs"""
    calls = set()

    def noted(frame, event, argument):
        if event == "call" and frame.f_globals.get("__name__", "").startswith("torchvision"):
            calls.add(frame.f_code.co_name)

    images = [Image.fromarray(pixels) for pixels in pictures]
    sys.setprofile(noted)
    try:
        run = module.Compose([module.resize(height, width), module.to_tensor])
        results = [run(image) for image in images]
        with suppress(Exception):  # what it returns is asked elsewhere
            module.for_imshow(torch.rand(3, 4, 5))
    finally:
        sys.setprofile(None)
    return {"results": results, "what of torchvision runs": sorted(calls)}


def built(module, height, width, mean, std, pictures):
    """Calls `make_transform` and applies what it returns to RGB pictures of several sizes"""
    run = module.make_transform(height, width, mean, std)
    kind = isinstance(run, transforms.Compose)
    own = [type(step).__module__.split(".")[0] for step in getattr(run, "transforms", [])]
    return {
        "is Compose": kind,
        "packages of the steps": sorted(set(own)),
        "results": [run(Image.fromarray(p)) for p in pictures],
    }
