"""Checks of `Compose`, `to_tensor`, `resize`, `for_imshow` and `make_transform`."""

import numpy as np
import pytest
from PIL import Image
from torchvision import transforms
from torchvision.transforms import functional

from torchdojo import probing


def composed(module, factor, shift, x):
    """Calls chains of steps such as "times FACTOR" and "plus SHIFT" twice each"""

    def times(x):
        return x * factor

    def plus(x):
        return x + shift

    steps = [times, plus]
    ordered, turned = module.Compose(steps), module.Compose((plus, times, plus))
    once = module.Compose(step for step in (times, plus, times))
    nested = module.Compose([times, module.Compose([plus, times]), plus])
    steps.append(times)
    runs = {"times, plus": ordered, "plus, times, plus": turned, "from a generator": once}
    runs |= {"nested": nested, "no steps": module.Compose([])}
    return {name: (run(x), run(x)) for name, run in runs.items()}


def converted(module, pictures):
    """Calls `to_tensor` on pictures in RGB and L, and looks at the pictures afterwards"""
    images = [Image.fromarray(pixels) for pixels in pictures]
    tensors = [module.to_tensor(image) for image in images]
    return {"tensors": tensors, "pictures afterwards": [np.array(image) for image in images]}


def refused(module, pixels, modes):
    """Calls `to_tensor` on one picture in several modes and notes what becomes of each"""
    found = {}
    for mode in modes:
        found[mode] = probing.outcome(module.to_tensor, Image.fromarray(pixels).convert(mode))
    return found


def resized(module, height, width, pictures):
    """Calls `resize` once, applies what it returns to pictures, and looks at them afterwards"""
    step = module.resize(height, width)
    images = [Image.fromarray(pixels) for pixels in pictures]
    results = [step(image) for image in images]
    shown = [(image.mode, np.array(image)) for image in results]
    return {"results": shown, "pictures afterwards": [np.array(image) for image in images]}


def laid_out(module, tensor, tracked):
    """Calls `for_imshow` on a tensor, tracked by autograd or not, and looks at it afterwards"""
    picture = module.for_imshow(tensor.requires_grad_(tracked))
    return {"picture": picture, "tensor afterwards": tensor.detach()}


def on_their_own(module, pictures, height, width):
    """Runs your `Compose`, `resize` and `to_tensor` while torchvision's notes who calls it"""
    calls = []

    def noted(real):
        def call(*args, **kwargs):
            calls.append(real)
            return real(*args, **kwargs)

        return call

    places = [(transforms.Compose, "__call__"), (transforms.Resize, "forward")]
    places += [(transforms.ToTensor, "__call__"), (transforms.PILToTensor, "__call__")]
    places += [(functional, name) for name in ("resize", "to_tensor", "pil_to_tensor")]
    before = [getattr(place, name) for place, name in places]
    try:
        for (place, name), real in zip(places, before, strict=True):
            setattr(place, name, noted(real))
        run = module.Compose([module.resize(height, width), module.to_tensor])
        results = [run(Image.fromarray(pixels)) for pixels in pictures]
    finally:
        for (place, name), real in zip(places, before, strict=True):
            setattr(place, name, real)
    return {"results": results, "calls torchvision": bool(calls)}


def built(module, height, width, mean, std, pictures):
    """Calls `make_transform` and applies what it returns to RGB pictures of several sizes"""
    run = module.make_transform(height, width, mean, std)
    kind = isinstance(run, transforms.Compose)
    return {"is Compose": kind, "results": [run(Image.fromarray(p)) for p in pictures]}


def pixels(draw, *shape):
    """Random colours, as an array of `shape`."""
    return draw.integers(0, 256, *shape).numpy().astype(np.uint8)


@pytest.mark.points(2)
def test_runs_steps_in_order(agree, draw):
    """`Compose` gives each step what the one before returned, the first step first, every time."""
    agree.run(composed, draw.int(3, 7), draw.int(11, 19), draw.int(2, 9))


@pytest.mark.points(2)
def test_makes_tensors(agree, draw):
    """`to_tensor` gives float32 from 0 to 1, (3, height, width), or (1, height, width) for grey."""
    dark = pixels(draw, 3, 4, 3) // 3
    agree.run(converted, [pixels(draw, 2, draw.int(4, 6), 3), dark, pixels(draw, 5, 3)])


@pytest.mark.hidden
def test_refuses_other_modes(agree, draw):
    """`to_tensor` raises ValueError for pictures that are neither RGB nor L."""
    modes = draw.shuffled(["P", "RGBA", "CMYK", "1", "I", "LA", "YCbCr"])
    agree.run(refused, pixels(draw, 4, 5, 3), ["RGB", "L", *modes])


@pytest.mark.points(2)
def test_resizes_to_height_and_width(agree, draw):
    """`resize` makes new pictures of this height and width, bilinearly, in their own mode."""
    pictures = [pixels(draw, 30, 40, 3), pixels(draw, 24, 20), pixels(draw, 5, 4, 3)]
    agree.run(resized, draw.int(6, 9), draw.int(12, 20), pictures)


@pytest.mark.points(2)
def test_lays_out_for_imshow(agree, draw, device):
    """`for_imshow` gives an array (H, W, 3), or (H, W) for a single channel."""
    agree.run(laid_out, draw.uniform(3, 4, draw.int(5, 7)), False)
    agree.run(laid_out, draw.uniform(1, 6, 2), False)
    agree.run(laid_out, draw.uniform(3, 1, 2), False)
    agree.run(laid_out, draw.uniform(1, 1, 3), False)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_shows_any_values(agree, draw, device):
    """`for_imshow` clips, takes tensors that need a gradient, and refuses other shapes."""
    agree.run(laid_out, draw.normal(3, 5, 4, mean=0.5), False)
    agree.run(laid_out, draw.uniform(3, 2, 4), True)
    for shape in [(1, 3, 4, 5), (4, 5, 3), (2, 4, 5), (3, 4), (4, 3, 2)]:
        agree.error("for_imshow", draw.uniform(*shape))


@pytest.mark.points(1)
def test_works_without_torchvision(agree, draw):
    """Your `Compose`, `resize` and `to_tensor` work together, and call nothing of torchvision."""
    agree.run(on_their_own, [pixels(draw, 9, 14, 3), pixels(draw, 12, 8)], 5, draw.int(6, 8))


@pytest.mark.points(2)
def test_builds_torchvisions_own(agree, draw):
    """`make_transform` is torchvision's `Compose`: resize, tensor, then normalise each channel."""
    mean, std = draw.shuffled([0.3, 0.45, 0.6]), draw.shuffled([0.2, 0.25, 0.35])
    pictures = [pixels(draw, 30, 24, 3), pixels(draw, 16, 40, 3)]
    agree.run(built, draw.int(6, 9), draw.int(12, 20), mean, std, pictures)
