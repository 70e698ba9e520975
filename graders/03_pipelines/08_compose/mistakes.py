"""What goes wrong between a picture and a tensor."""

from collections.abc import Callable

import numpy as np
import torch
from PIL import Image
from torchvision import transforms
from torchvision.transforms.functional import resize as torchvision_resize

from torchdojo.grading import mistake, slip

slip(
    "The steps run from the last to the first; `Compose` runs them as one reads, the first step first.",
    loses=["runs_steps_in_order", "works_without_torchvision"],
    edits=[("for step in self.steps:", "for step in reversed(self.steps):")],
    id="Compose-c63d7230",
)

slip(
    "Every step is given the picture that came in first: give it what the step before returned.",
    loses=["runs_steps_in_order", "works_without_torchvision"],
    edits=[
        ("for step in self.steps:", "result = x\nfor step in self.steps:"),
        ("x = step(x)", "result = step(x)"),
        ("return x", "return result"),
    ],
    id="Compose-ad3e34c2",
)

slip(
    "Only the first step runs: the `return` stands inside the loop.",
    loses=["runs_steps_in_order", "works_without_torchvision"],
    edits=[("x = step(x)", "return step(x)")],
    id="Compose-3242ec51",
)

slip(
    "The caller's own list, or generator, is kept: a list changes later, a generator is used up "
    "by the first picture; keep `list(steps)`.",
    loses=["runs_steps_in_order"],
    edits=[("list(steps)", "steps")],
    id="Compose-d7e85c6f",
)


@mistake(
    "torchvision does part of the work; here the chain, `resize` and `to_tensor` are yours to write.",
    loses=["works_without_torchvision"],
)
def to_tensor(image: Image.Image) -> torch.Tensor:
    if image.mode not in ("RGB", "L"):
        raise ValueError("another mode")
    return transforms.ToTensor()(image)


@mistake(
    "The channels stand last, as in NumPy; a network wants them first: `permute(2, 0, 1)`.",
    loses=["makes_tensors", "refuses_other_modes", "works_without_torchvision"],
)
def to_tensor(image: Image.Image) -> torch.Tensor:
    if image.mode not in ("RGB", "L"):
        raise ValueError("another mode")
    pixels = np.array(image).reshape(image.height, image.width, -1)
    return torch.from_numpy(pixels).float() / 255


slip(
    "`reshape` leaves the numbers in their old order, so the colours are shuffled: `permute` moves dimensions.",
    loses=["makes_tensors", "refuses_other_modes", "works_without_torchvision"],
    edits=[
        ('f"the picture\'s mode is {image.mode}, expected RGB or L"', '"another mode"'),
        (
            "np.array(image).reshape(image.height, image.width, len(image.getbands()))",
            "torch.from_numpy(np.array(image))",
        ),
        (
            "torch.from_numpy(pixels).permute(2, 0, 1)",
            "pixels.reshape(-1, image.height, image.width)",
        ),
    ],
)


@mistake(
    "The picture lies on its side: height and width have changed places; it is `permute(2, 0, 1)`.",
    loses=["makes_tensors", "refuses_other_modes", "works_without_torchvision"],
)
def to_tensor(image: Image.Image) -> torch.Tensor:
    if image.mode not in ("RGB", "L"):
        raise ValueError("another mode")
    pixels = np.array(image).reshape(image.height, image.width, -1)
    return torch.from_numpy(pixels).permute(2, 1, 0).float() / 255


@mistake(
    "A grey picture has lost its channel: it must have shape (1, height, width), like any other picture.",
    loses=["makes_tensors", "refuses_other_modes", "works_without_torchvision"],
)
def to_tensor(image: Image.Image) -> torch.Tensor:
    if image.mode not in ("RGB", "L"):
        raise ValueError("another mode")
    pixels = torch.from_numpy(np.array(image)).float() / 255
    return pixels if pixels.dim() == 2 else pixels.permute(2, 0, 1)


slip(
    "A grey picture comes out with three equal channels; it has one, so its shape is (1, height, width).",
    loses=["makes_tensors", "refuses_other_modes", "works_without_torchvision"],
    edits=[
        ('f"the picture\'s mode is {image.mode}, expected RGB or L"', '"another mode"'),
        (
            "np.array(image).reshape(image.height, image.width, len(image.getbands()))",
            'torch.from_numpy(np.array(image.convert("RGB")))',
        ),
        ("torch.from_numpy(pixels)", "pixels"),
    ],
)


@mistake(
    "The values go up to 255: divide by 255.",
    loses=["makes_tensors", "refuses_other_modes", "works_without_torchvision"],
)
def to_tensor(image: Image.Image) -> torch.Tensor:
    if image.mode not in ("RGB", "L"):
        raise ValueError("another mode")
    pixels = np.array(image).reshape(image.height, image.width, -1)
    return torch.from_numpy(pixels).permute(2, 0, 1).float()


@mistake(
    "Dividing by 256 never reaches 1: the largest of 256 values is 255.",
    loses=["makes_tensors", "refuses_other_modes", "works_without_torchvision"],
)
def to_tensor(image: Image.Image) -> torch.Tensor:
    if image.mode not in ("RGB", "L"):
        raise ValueError("another mode")
    pixels = np.array(image).reshape(image.height, image.width, -1)
    return torch.from_numpy(pixels).permute(2, 0, 1).float() / 256


@mistake(
    "Every picture is divided by its own largest value, so dark ones become bright: divide by 255.",
    loses=["makes_tensors", "refuses_other_modes", "works_without_torchvision"],
)
def to_tensor(image: Image.Image) -> torch.Tensor:
    if image.mode not in ("RGB", "L"):
        raise ValueError("another mode")
    pixels = np.array(image).reshape(image.height, image.width, -1)
    tensor = torch.from_numpy(pixels).permute(2, 0, 1).float()
    return tensor / tensor.max()


@mistake(
    "The tensor is float64: NumPy divides whole numbers in double precision, networks want float32.",
    loses=["makes_tensors", "refuses_other_modes", "works_without_torchvision"],
)
def to_tensor(image: Image.Image) -> torch.Tensor:
    if image.mode not in ("RGB", "L"):
        raise ValueError("another mode")
    pixels = np.array(image).reshape(image.height, image.width, -1) / 255
    return torch.from_numpy(pixels).permute(2, 0, 1)


@mistake(
    "Pictures in any mode are taken, also those whose numbers are no brightness, such as P: refuse them.",
    loses=["refuses_other_modes"],
)
def to_tensor(image: Image.Image) -> torch.Tensor:
    pixels = np.array(image).reshape(image.height, image.width, -1)
    return torch.from_numpy(pixels).permute(2, 0, 1).float() / 255


slip(
    "Other modes are converted in silence; the contract asks for ValueError.",
    loses=["refuses_other_modes"],
    edits=[
        ('image.mode not in ("RGB", "L")', 'image.mode != "L"'),
        (
            'raise ValueError(f"the picture\'s mode is {image.mode}, expected RGB or L")',
            'image = image.convert("RGB")',
        ),
        ("len(image.getbands())", "-1"),
    ],
)

slip(
    "Height and width have changed places: Pillow's `resize` takes the width first.",
    loses=["resizes_to_height_and_width", "works_without_torchvision"],
    edits=[("(width, height)", "(height, width)")],
)

slip(
    "Pillow's `resize` is bicubic unless it is told otherwise; the contract wants `BILINEAR`.",
    loses=["resizes_to_height_and_width", "works_without_torchvision"],
    edits=[
        (
            "image.resize((width, height), Image.Resampling.BILINEAR)",
            "image.resize((width, height))",
        )
    ],
)

slip(
    "`NEAREST` picks single pixels and drops the rest; the contract wants `BILINEAR`.",
    loses=["resizes_to_height_and_width", "works_without_torchvision"],
    edits=[("Image.Resampling.BILINEAR", "Image.Resampling.NEAREST")],
)


@mistake(
    "`thumbnail` changes the caller's picture, keeps its proportions and never enlarges: use `resize`.",
    loses=["resizes_to_height_and_width", "works_without_torchvision"],
)
def resize(height: int, width: int) -> Callable[[Image.Image], Image.Image]:
    def step(image: Image.Image) -> Image.Image:
        image.thumbnail((width, height), Image.Resampling.BILINEAR)
        return image

    return step


@mistake(
    "`resize` does not change a picture, it returns a new one: return that, not the old one.",
    loses=["resizes_to_height_and_width", "works_without_torchvision"],
)
def resize(height: int, width: int) -> Callable[[Image.Image], Image.Image]:
    def step(image: Image.Image) -> Image.Image:
        image.resize((width, height), Image.Resampling.BILINEAR)
        return image

    return step


slip(
    "The picture lies on its side: `permute(2, 1, 0)` and `.T` also swap height and width.",
    loses=["lays_out_for_imshow", "shows_any_values"],
    edits=[
        ('f"the shape is {tuple(tensor.shape)}, expected (3, H, W) or (1, H, W)"', '"no picture"'),
        (
            "return tensor.detach().cpu().clamp(0, 1).permute(1, 2, 0).squeeze(-1).numpy()",
            "picture = tensor.detach().cpu().clamp(0, 1)\n"
            "return (picture[0] if len(picture) == 1 else picture.permute(2, 1, 0)).numpy()",
        ),
    ],
)

slip(
    "`reshape` cuts the old row of numbers anew and shuffles the colours: `permute(1, 2, 0)` moves dimensions.",
    loses=["lays_out_for_imshow", "shows_any_values"],
    edits=[
        ('f"the shape is {tuple(tensor.shape)}, expected (3, H, W) or (1, H, W)"', '"no picture"'),
        (
            "return tensor.detach().cpu().clamp(0, 1).permute(1, 2, 0).squeeze(-1).numpy()",
            "picture = tensor.detach().cpu().clamp(0, 1)\n"
            "return (picture[0] if len(picture) == 1 else picture.reshape(*picture.shape[1:], 3)).numpy()",
        ),
    ],
)

slip(
    "The channels still stand first; matplotlib wants them last: `permute(1, 2, 0)`.",
    loses=["lays_out_for_imshow", "shows_any_values"],
    edits=[
        ('f"the shape is {tuple(tensor.shape)}, expected (3, H, W) or (1, H, W)"', '"no picture"'),
        (
            "return tensor.detach().cpu().clamp(0, 1).permute(1, 2, 0).squeeze(-1).numpy()",
            "picture = tensor.detach().cpu().clamp(0, 1)\n"
            "return (picture[0] if len(picture) == 1 else picture).numpy()",
        ),
    ],
)


@mistake(
    "A picture of one channel keeps it, shape (H, W, 1): the contract wants (H, W).",
    loses=["lays_out_for_imshow"],
)
def for_imshow(tensor: torch.Tensor) -> np.ndarray:
    if tensor.dim() != 3 or len(tensor) not in (1, 3):
        raise ValueError("no picture")
    return tensor.detach().cpu().clamp(0, 1).permute(1, 2, 0).numpy()


@mistake(
    "`squeeze()` without a dimension also drops a height or width of 1: drop the channel alone.",
    loses=["lays_out_for_imshow"],
)
def for_imshow(tensor: torch.Tensor) -> np.ndarray:
    if tensor.dim() != 3 or len(tensor) not in (1, 3):
        raise ValueError("no picture")
    return tensor.detach().cpu().clamp(0, 1).permute(1, 2, 0).squeeze().numpy()


slip(
    "Values below 0 and above 1 are left as they are: clip them.",
    loses=["shows_any_values"],
    edits=[
        ('f"the shape is {tuple(tensor.shape)}, expected (3, H, W) or (1, H, W)"', '"no picture"'),
        (
            "return tensor.detach().cpu().clamp(0, 1).permute(1, 2, 0).squeeze(-1).numpy()",
            "picture = tensor.detach().cpu()\n"
            "return (picture[0] if len(picture) == 1 else picture.permute(1, 2, 0)).numpy()",
        ),
    ],
)


@mistake(
    "The values are stretched to fill 0 to 1, which changes every picture's colours: clip them instead.",
    loses=["lays_out_for_imshow", "shows_any_values"],
)
def for_imshow(tensor: torch.Tensor) -> np.ndarray:
    if tensor.dim() != 3 or len(tensor) not in (1, 3):
        raise ValueError("no picture")
    picture = tensor.detach().cpu()
    picture = (picture - picture.min()) / (picture.max() - picture.min())
    return (picture[0] if len(picture) == 1 else picture.permute(1, 2, 0)).numpy()


slip(
    "`clamp_` writes into the caller's tensor: `clamp` makes a new one.",
    loses=["shows_any_values"],
    edits=[
        ('f"the shape is {tuple(tensor.shape)}, expected (3, H, W) or (1, H, W)"', '"no picture"'),
        (
            "return tensor.detach().cpu().clamp(0, 1).permute(1, 2, 0).squeeze(-1).numpy()",
            "picture = tensor.detach().cpu().clamp_(0, 1)\n"
            "return (picture[0] if len(picture) == 1 else picture.permute(1, 2, 0)).numpy()",
        ),
    ],
)

slip(
    "A tensor that needs a gradient has no `numpy()`: `detach()` it first.",
    loses=["shows_any_values"],
    edits=[
        ('f"the shape is {tuple(tensor.shape)}, expected (3, H, W) or (1, H, W)"', '"no picture"'),
        (
            "return tensor.detach().cpu().clamp(0, 1).permute(1, 2, 0).squeeze(-1).numpy()",
            "picture = tensor.cpu().clamp(0, 1)\n"
            "return (picture[0] if len(picture) == 1 else picture.permute(1, 2, 0)).numpy()",
        ),
    ],
)


@mistake(
    "Any shape is taken, also a batch or a picture whose channels stand last: raise ValueError.",
    loses=["shows_any_values"],
)
def for_imshow(tensor: torch.Tensor) -> np.ndarray:
    picture = tensor.detach().cpu().clamp(0, 1)
    return (picture[0] if len(picture) == 1 else picture.movedim(0, -1)).numpy()


slip(
    "Your own `Compose` is not torchvision's: this function uses `transforms.Compose` and its steps.",
    loses=["builds_torchvisions_own"],
    edits=[
        ("size = transforms.Resize((height, width))", ""),
        (
            "transforms.Compose([size, transforms.ToTensor(), transforms.Normalize(mean, std)])",
            "Compose([resize(height, width), to_tensor, transforms.Normalize(mean, std)])",
        ),
    ],
)

slip(
    "Height and width have changed places: torchvision's `Resize` takes the height first, unlike Pillow.",
    loses=["builds_torchvisions_own"],
    edits=[
        (
            "size = transforms.Resize((height, width))",
            "steps = [transforms.Resize((width, height)), transforms.ToTensor()]",
        ),
        (
            "[size, transforms.ToTensor(), transforms.Normalize(mean, std)]",
            "[*steps, transforms.Normalize(mean, std)]",
        ),
    ],
)

slip(
    "`Resize` with a single number keeps the proportions, so pictures of different shapes stay different.",
    loses=["builds_torchvisions_own"],
    edits=[
        (
            "size = transforms.Resize((height, width))",
            "steps = [transforms.Resize(height), transforms.ToTensor()]",
        ),
        (
            "[size, transforms.ToTensor(), transforms.Normalize(mean, std)]",
            "[*steps, transforms.Normalize(mean, std)]",
        ),
    ],
)

slip(
    "The order is wrong: resize the picture first, then make a tensor of it; the values differ.",
    loses=["builds_torchvisions_own"],
    edits=[
        (
            "size = transforms.Resize((height, width))",
            "steps = [transforms.ToTensor(), transforms.Resize((height, width))]",
        ),
        (
            "[size, transforms.ToTensor(), transforms.Normalize(mean, std)]",
            "[*steps, transforms.Normalize(mean, std)]",
        ),
    ],
)

slip(
    "`Normalize` needs a tensor: it comes after `ToTensor`.",
    loses=["builds_torchvisions_own"],
    edits=[
        (
            "size = transforms.Resize((height, width))",
            "steps = [transforms.Resize((height, width)), transforms.Normalize(mean, std)]",
        ),
        (
            "[size, transforms.ToTensor(), transforms.Normalize(mean, std)]",
            "[*steps, transforms.ToTensor()]",
        ),
    ],
)

slip(
    "Mean and standard deviation have changed places: `Normalize(mean, std)`.",
    loses=["builds_torchvisions_own"],
    edits=[
        (
            "size = transforms.Resize((height, width))",
            "steps = [transforms.Resize((height, width)), transforms.ToTensor()]",
        ),
        (
            "[size, transforms.ToTensor(), transforms.Normalize(mean, std)]",
            "[*steps, transforms.Normalize(std, mean)]",
        ),
    ],
)

slip(
    "The last step is missing: nothing is normalised.",
    loses=["builds_torchvisions_own"],
    edits=[
        ("size = transforms.Resize((height, width))", ""),
        (
            "[size, transforms.ToTensor(), transforms.Normalize(mean, std)]",
            "[transforms.Resize((height, width)), transforms.ToTensor()]",
        ),
    ],
)

slip(
    "A step that returns None is passed over: give what comes back to the next step, None as well.",
    loses=["runs_steps_in_order"],
    edits=[("x = step(x)", "result = step(x)\nif result is not None:\n    x = result")],
    id="Compose-ff851b7a",
)

slip(
    "The chain ends at the first None: give what comes back to the next step, None as well.",
    loses=["runs_steps_in_order"],
    edits=[("x = step(x)", "if x is None:\n    break\nx = step(x)")],
    id="Compose-2d14e266",
)


@mistake(
    "The number of channels is looked at instead of the mode: P has one as L has, HSV three as RGB.",
    loses=["refuses_other_modes"],
)
def to_tensor(image: Image.Image) -> torch.Tensor:
    pixels = np.array(image, dtype=np.float32)
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    if pixels.shape[2] not in (1, 3):
        raise ValueError("another number of channels")
    return torch.from_numpy(pixels).permute(2, 0, 1) / 255


@mistake(
    "A picture that has the size already is returned itself, so painting one paints both: make a copy.",
    loses=["resizes_to_height_and_width"],
)
def resize(height: int, width: int) -> Callable[[Image.Image], Image.Image]:
    def step(image: Image.Image) -> Image.Image:
        if image.size == (width, height):
            return image
        return image.resize((width, height), Image.Resampling.BILINEAR)

    return step


slip(
    "The result is always RGB: a picture keeps its own mode when it is resized.",
    loses=["resizes_to_height_and_width", "works_without_torchvision"],
    edits=[
        (
            "image.resize((width, height), Image.Resampling.BILINEAR)",
            'image.convert("RGB").resize((width, height), Image.Resampling.BILINEAR)',
        )
    ],
)

slip(
    "Without steps there is no first one, so `Compose([])` raises: start the loop with x itself.",
    loses=["runs_steps_in_order"],
    edits=[("for step in self.steps:", "x = self.steps[0](x)\nfor step in self.steps[1:]:")],
    id="Compose-dafd392b",
)


@mistake(
    "Only the number of dimensions is compared: a tensor with two or four channels must raise "
    "ValueError, too.",
    loses=["shows_any_values"],
)
def for_imshow(tensor: torch.Tensor) -> np.ndarray:
    if tensor.dim() != 3:
        raise ValueError("the shape must be (3, H, W) or (1, H, W)")
    picture = tensor.detach().cpu().clamp(0, 1)
    return (picture[0] if len(picture) == 1 else picture.permute(1, 2, 0)).numpy()


@mistake(
    "A tensor comes back: `for_imshow` returns a NumPy array, which `numpy()` makes.",
    loses=["lays_out_for_imshow", "shows_any_values"],
)
def for_imshow(tensor: torch.Tensor) -> np.ndarray:
    if tensor.dim() != 3 or len(tensor) not in (1, 3):
        raise ValueError("the shape must be (3, H, W) or (1, H, W)")
    return tensor.detach().cpu().clamp(0, 1).permute(1, 2, 0).squeeze(-1)


@mistake(
    "The array is always float32: it keeps the dtype of the tensor.",
    loses=["lays_out_for_imshow"],
)
def for_imshow(tensor: torch.Tensor) -> np.ndarray:
    if tensor.dim() != 3 or len(tensor) not in (1, 3):
        raise ValueError("the shape must be (3, H, W) or (1, H, W)")
    return tensor.detach().cpu().float().clamp(0, 1).permute(1, 2, 0).squeeze(-1).numpy()


slip(
    "The steps are your own `resize` and `to_tensor`: this function uses torchvision's `Resize` and "
    "`ToTensor`.",
    loses=["builds_torchvisions_own"],
    edits=[
        (
            "size = transforms.Resize((height, width))",
            "steps = [resize(height, width), to_tensor, transforms.Normalize(mean, std)]",
        ),
        ("[size, transforms.ToTensor(), transforms.Normalize(mean, std)]", "steps"),
    ],
)


@mistake(
    "`resize` hands the work to torchvision's function, imported by its name: a step of your own asks Pillow.",
    loses=["works_without_torchvision"],
)
def resize(height: int, width: int) -> Callable[[Image.Image], Image.Image]:
    return lambda image: torchvision_resize(image.copy(), [height, width])
