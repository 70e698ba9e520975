"""Wrong answers by people who had seen the exercise alone."""

import numpy as np
from PIL import Image
from torch.utils.data import Dataset
from torchvision import transforms

from torchdojo.grading import wrong


@wrong(
    "A file in RGB already is only opened: without convert its pixels are not read, it stays open, and an error comes later.",
    seen="named",
)
class ImageDataset(Dataset):
    def __init__(self, files, labels, transform=None):
        if len(files) != len(labels):
            raise ValueError(f"{len(files)} files, but {len(labels)} labels")
        self.files = files
        self.labels = labels
        self.transform = transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        picture = Image.open(self.files[index])
        if picture.mode != "RGB":
            picture = picture.convert("RGB")
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.labels[index]


@wrong(
    "Keeps every picture in a dictionary: nothing may be kept, and each dataset[i] has to read its file anew.",
    seen="named",
)
class ImageDataset(Dataset):
    def __init__(self, files, labels, transform=None):
        if len(files) != len(labels):
            raise ValueError(f"{len(files)} files, but {len(labels)} labels")
        self.files = files
        self.labels = labels
        self.transform = transform
        self.seen = {}

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        if index not in self.seen:
            with Image.open(self.files[index]) as image:
                self.seen[index] = image.convert("RGB")
        picture = self.seen[index].copy()
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.labels[index]


@wrong(
    "Instead of a broken file it gives the next good one: the OSError must pass through, and no other file may be read.",
    seen="caught",
)
class ImageDataset(Dataset):
    def __init__(self, files, labels, transform=None):
        if len(files) != len(labels):
            raise ValueError(f"{len(files)} files, but {len(labels)} labels")
        self.files = files
        self.labels = labels
        self.transform = transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        file, label = self.files[index], self.labels[index]
        for step in range(1, len(self.files) + 1):
            try:
                with Image.open(file) as image:
                    picture = image.convert("RGB")
                break
            except OSError:
                if step == len(self.files):
                    raise
                other = (index + step) % len(self.files)
                file, label = self.files[other], self.labels[other]
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, label


@wrong(
    "The way over a NumPy array loses the mode: numbers of palette colours become grey values, CMYK becomes RGBA.",
    seen="caught",
)
class ImageDataset(Dataset):
    def __init__(self, files, labels, transform=None):
        if len(files) != len(labels):
            raise ValueError(f"{len(files)} files, but {len(labels)} labels")
        self.files = files
        self.labels = labels
        self.transform = transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        with Image.open(self.files[index]) as image:
            pixels = np.array(image)
        picture = Image.fromarray(pixels).convert("RGB")
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.labels[index]


@wrong(
    "Only too few labels are refused; more labels than files are lists of different lengths as well.",
    seen="caught",
)
class ImageDataset(Dataset):
    def __init__(self, files, labels, transform=None):
        if len(labels) < len(files):
            raise ValueError("there are files without a label")
        self.files = files
        self.labels = labels
        self.transform = transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        with Image.open(self.files[index]) as image:
            picture = image.convert("RGB")
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.labels[index]


@wrong(
    "The transform gets the picture as the file has it: a grey or transparent one must be RGB before it is transformed.",
    seen="named",
)
class ImageDataset(Dataset):
    def __init__(self, files, labels, transform=None):
        if len(files) != len(labels):
            raise ValueError(f"{len(files)} files, but {len(labels)} labels")
        self.files = files
        self.labels = labels
        self.transform = transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        with Image.open(self.files[index]) as image:
            picture = self.transform(image) if self.transform is not None else image.convert("RGB")
        return picture, self.labels[index]


@wrong(
    "Resize with one number and a crop: the shape is right, but the edges are cut off instead of resized.",
    seen="caught",
)
def make_transform(height, width):
    return transforms.Compose(
        [
            transforms.Resize(max(height, width)),
            transforms.CenterCrop((height, width)),
            transforms.ToTensor(),
        ]
    )


@wrong(
    "Divides by the brightest value of each picture instead of 255: dark pictures become bright, a black one NaN.",
    seen="caught",
)
def make_transform(height, width):
    return transforms.Compose(
        [
            transforms.Resize((height, width)),
            transforms.PILToTensor(),
            transforms.Lambda(lambda pixels: pixels.float() / pixels.max()),
        ]
    )
