"""Right answers by people who had seen the exercise alone."""

import io
import torch
from PIL import Image
from torch.utils.data import Dataset
from torchvision import transforms

from torchdojo.grading import right


@right(
    "Reads all bytes of the file first: nothing of it is open when Pillow begins.",
    seen="full marks",
)
class ImageDataset(Dataset):
    def __init__(self, files, labels, transform=None):
        if len(files) != len(labels):
            raise ValueError(f"as many labels as files are needed: {len(labels)} and {len(files)}")
        self.files, self.labels, self.transform = list(files), list(labels), transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        label = self.labels[index]
        picture = Image.open(io.BytesIO(self.files[index].read_bytes())).convert("RGB")
        return (picture if self.transform is None else self.transform(picture)), label


@right(
    "Keeps pairs; zip itself raises the ValueError, and the file is opened and closed by Python.",
    seen="full marks",
)
class ImageDataset(Dataset):
    def __init__(self, files, labels, transform=None):
        self.pairs = list(zip(files, labels, strict=True))
        self.transform = (lambda picture: picture) if transform is None else transform

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        file, label = self.pairs[index]
        with file.open("rb") as stream, Image.open(stream) as image:
            picture = image.convert("RGB")
        return self.transform(picture), label


@right("PILToTensor and ConvertImageDtype, the two halves of ToTensor.", seen="full marks")
def make_transform(height, width):
    resize = transforms.Resize(size=(height, width))
    return transforms.Compose(
        [resize, transforms.PILToTensor(), transforms.ConvertImageDtype(torch.float32)]
    )
