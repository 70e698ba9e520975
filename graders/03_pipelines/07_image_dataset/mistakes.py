"""What goes wrong on the way from a folder of pictures to a dataset."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from PIL import Image, ImageFile
from torch.utils.data import Dataset
from torchvision import transforms

from torchdojo.grading import mistake

SUFFIXES = {".jpg", ".jpeg", ".png"}  # as in the solution, over which these are laid


@mistake(
    "The list is not sorted: the order in which `glob` finds files differs between machines.",
    loses=["finds_images"],
)
def list_images(folder: Path) -> list[Path]:
    return [p for p in folder.glob("*") if p.suffix.lower() in SUFFIXES and p.is_file()]


@mistake(
    "Suffixes in capital letters are lost: `.JPG` is not in the set, `suffix.lower()` is.",
    loses=["finds_images"],
)
def list_images(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*") if p.suffix in SUFFIXES and p.is_file())


@mistake(
    "Only files in `.jpg` are found; `.jpeg` and `.png` are pictures as well.",
    loses=["finds_images", "leaves_out_the_rest"],
)
def list_images(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*.[jJ][pP][gG]") if p.is_file())


@mistake(
    "A folder can be called `drafts.jpg`, too: keep only what `is_file()`.",
    loses=["leaves_out_the_rest"],
)
def list_images(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES)


@mistake(
    "`rglob`, like the pattern `**/*`, also looks into folders within the folder.",
    loses=["leaves_out_the_rest"],
)
def list_images(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())


@mistake(
    "`.jpg` somewhere in a name makes no picture, see `dog.jpg.txt`: look at the suffix.",
    loses=["leaves_out_the_rest"],
)
def list_images(folder: Path) -> list[Path]:
    found = [p for p in folder.glob("*") if any(s in p.name.lower() for s in SUFFIXES)]
    return sorted(path for path in found if path.is_file())


@mistake(
    "The paths are strings; the contract asks for `Path`s.",
    loses=["finds_images", "leaves_out_the_rest"],
)
def list_images(folder: Path) -> list[Path]:
    paths = [p for p in folder.glob("*") if p.suffix.lower() in SUFFIXES and p.is_file()]
    return sorted(map(str, paths))


@mistake(
    "The names have lost their folder, so nobody else can open the files: `folder / name` is a path.",
    loses=["finds_images", "leaves_out_the_rest"],
)
def list_images(folder: Path) -> list[Path]:
    paths = [p for p in folder.glob("*") if p.suffix.lower() in SUFFIXES and p.is_file()]
    return sorted(Path(path.name) for path in paths)


@mistake(
    "The folder's name is searched as well, and `cat_dog_images` holds a dog: look at `path.name`.",
    loses=["labels_by_name"],
)
def label_of(path: Path) -> int:
    if "dog" in str(path).lower():
        return 1
    if "cat" in str(path).lower():
        return 0
    raise ValueError(path.name)


@mistake(
    "Names in capital letters are not known: compare `path.name.lower()`.",
    loses=["labels_by_name"],
)
def label_of(path: Path) -> int:
    if path.name.startswith("dog"):
        return 1
    if path.name.startswith("cat"):
        return 0
    raise ValueError(path.name)


@mistake(
    "`hotdog.jpg` is taken for a dog: the name must begin with the animal, not hold it somewhere.",
    loses=["labels_by_name"],
)
def label_of(path: Path) -> int:
    if "dog" in path.name.lower():
        return 1
    if "cat" in path.name.lower():
        return 0
    raise ValueError(path.name)


@mistake(
    "Whatever is no dog is called a cat: other names must raise ValueError.",
    loses=["labels_by_name"],
)
def label_of(path: Path) -> int:
    return int(path.name.lower().startswith("dog"))


@mistake(
    "The labels are swapped: a cat is 0, a dog is 1.",
    loses=["labels_by_name"],
)
def label_of(path: Path) -> int:
    for label, animal in enumerate(["dog", "cat"]):
        if path.name.lower().startswith(animal):
            return label
    raise ValueError(path.name)


@mistake(
    "`__init__` opens every file; a lazy dataset keeps the paths and opens one file in `__getitem__`.",
    loses=["reads_only_when_asked", "passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        self.images = [Image.open(file).convert("RGB") for file in files]
        self.labels, self.transform = labels, transform

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        image = self.images[index]
        return (self.transform(image) if self.transform else image), self.labels[index]


@mistake(
    "Every picture that was read is kept, so memory fills up and changed files go unnoticed: "
    "read the file each time.",
    loses=["reads_only_when_asked"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        self.files, self.labels, self.transform = files, labels, transform
        self.read: dict[int, Image.Image] = {}

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        if index not in self.read:
            self.read[index] = Image.open(self.files[index]).convert("RGB")
        image = self.read[index]
        return (self.transform(image) if self.transform else image), self.labels[index]


@mistake(
    "Grey and transparent pictures stay as they are, with one or four channels: `convert('RGB')`.",
    loses=["gives_rgb_pairs"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            image.load()
        return (self.transform(image) if self.transform else image), self.labels[index]


@mistake(
    "Only grey pictures are converted; those with an alpha channel or a palette need `convert('RGB')` too.",
    loses=["gives_rgb_pairs"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            image.load()
        if image.mode == "L":
            image = image.convert("RGB")
        return (self.transform(image) if self.transform else image), self.labels[index]


@mistake(
    "The file of an RGB picture stays open: `Image.open` reads only its beginning, and here nothing "
    "reads the rest; use `with`, and `convert` inside it.",
    loses=["reads_only_when_asked", "passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        image = Image.open(self.files[index])
        if image.mode != "RGB":
            image = image.convert("RGB")
        return (self.transform(image) if self.transform else image), self.labels[index]


@mistake(
    "The file is closed before its pixels are read: `Image.open` reads only its beginning, so "
    "`convert` belongs inside the `with` block.",
    loses=["gives_rgb_pairs", "reads_only_when_asked", "passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            label = self.labels[index]
        image = image.convert("RGB")
        return (self.transform(image) if self.transform else image), label


@mistake(
    "Without a transform `self.transform` is None, which cannot be called: return the picture as it is.",
    loses=["gives_rgb_pairs", "reads_only_when_asked", "passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            return self.transform(image.convert("RGB")), self.labels[index]


@mistake(
    "The transform is kept but never applied.",
    loses=["gives_rgb_pairs"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            return image.convert("RGB"), self.labels[index]


@mistake(
    "A file that cannot be read becomes a black picture, and the network learns from it: let the error pass.",
    loses=["passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        file, label = self.files[index], self.labels[index]
        try:
            with Image.open(file) as image:
                picture = image.convert("RGB")
        except OSError:
            picture = Image.new("RGB", (64, 64))
        return (self.transform(picture) if self.transform else picture), label


@mistake(
    "`LOAD_TRUNCATED_IMAGES` lets half a picture pass as a whole one; the contract asks for the error.",
    loses=["passes_errors_on"],
)
class ImageDataset(Dataset):
    def __init__(
        self,
        files: Sequence[Path],
        labels: Sequence[int],
        transform: Callable[[Image.Image], Any] | None = None,
    ) -> None:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        with Image.open(self.files[index]) as image:
            picture = image.convert("RGB")
        return (self.transform(picture) if self.transform else picture), self.labels[index]


@mistake(
    "Height and width have changed places: `Resize` takes the height first, unlike Pillow's `size`.",
    loses=["resizes_then_scales"],
)
def make_transform(height: int, width: int) -> transforms.Compose:
    return transforms.Compose([transforms.Resize((width, height)), transforms.ToTensor()])


@mistake(
    "`Resize` with a single number keeps the proportions, so pictures of different shapes stay different.",
    loses=["resizes_then_scales"],
)
def make_transform(height: int, width: int) -> transforms.Compose:
    return transforms.Compose([transforms.Resize(height), transforms.ToTensor()])


@mistake(
    "The order is wrong: resize the picture first, then make a tensor of it; the values differ.",
    loses=["resizes_then_scales"],
)
def make_transform(height: int, width: int) -> transforms.Compose:
    return transforms.Compose([transforms.ToTensor(), transforms.Resize((height, width))])


@mistake(
    "The values are whole numbers from 0 to 255: `PILToTensor` does not divide, `ToTensor` does.",
    loses=["resizes_then_scales"],
)
def make_transform(height: int, width: int) -> transforms.Compose:
    return transforms.Compose([transforms.Resize((height, width)), transforms.PILToTensor()])


@mistake(
    "`make_transform` returns a function of its own; put the steps into a `transforms.Compose`.",
    loses=["resizes_then_scales"],
)
def make_transform(height: int, width: int) -> transforms.Compose:
    resize, convert = transforms.Resize((height, width)), transforms.ToTensor()
    return lambda image: convert(resize(image))


@mistake(
    "`list(items)` reads everything before the list is cut: a whole data set for k examples.",
    loses=["takes_only_k"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    return list(items)[:k]


@mistake(
    "One item too many is read: the loop asks for item k before it notices that it has enough.",
    loses=["takes_only_k"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    taken = []
    for number, item in enumerate(items):
        if number == k:
            break
        taken.append(item)
    return taken


@mistake(
    "`items[i]` needs something that can be indexed and has at least k items; a loader can only be looped over.",
    loses=["takes_only_k"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    return [items[i] for i in range(k)]


@mistake(
    "One item is missing: `islice(items, k - 1)` stops after k - 1 items.",
    loses=["takes_only_k"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    return list(islice(items, max(k - 1, 0)))


@mistake(
    "An iterator came back instead of a list: nothing is read until somebody loops over it.",
    loses=["takes_only_k"],
)
def take(items: Iterable[Any], k: int) -> list[Any]:
    return (item for _, item in zip(range(k), items))
