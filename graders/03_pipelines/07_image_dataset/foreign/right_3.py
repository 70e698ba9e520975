"""Right answers by people who had seen the exercise alone, of a third round."""

import io

from PIL import Image
from torch.utils.data import Dataset

from torchdojo.grading import right


@right(
    "Reads the bytes of the file first, which closes it, and decodes them from memory.",
    seen="full marks",
)
class ImageDataset(Dataset):
    def __init__(self, files, labels, transform=None):
        if len(files) != len(labels):
            raise ValueError(f"{len(labels)} labels for {len(files)} files")
        self.table = [(file, label) for file, label in zip(files, labels, strict=True)]
        self.transform = (lambda picture: picture) if transform is None else transform

    def __len__(self):
        return len(self.table)

    def __getitem__(self, index):
        file, label = self.table[index]
        data = io.BytesIO(file.read_bytes())
        with Image.open(data) as image:
            image.load()
            picture = image.convert("RGB")
        return self.transform(picture), label
