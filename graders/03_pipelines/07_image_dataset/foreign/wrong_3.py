"""Wrong answers by people who had seen the exercise alone, of a third round."""

from PIL import Image
from torch.utils.data import Dataset
from torchvision import transforms

from torchdojo.grading import wrong


@wrong(
    "A picture that is in RGB already is returned as `Image.open` gives it: its pixels are not read, its file is still "
    "open, and a broken file shows its error only later.",
    seen="named",
)
class ImageDataset(Dataset):
    def __init__(self, files, labels, transform=None):
        if len(files) != len(labels):
            raise ValueError("there must be as many labels as files")
        self.files, self.labels, self.transform = files, labels, transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        image = Image.open(self.files[index])
        if image.mode != "RGB":
            image = image.convert("RGB")
        if self.transform is not None:
            image = self.transform(image)
        return image, self.labels[index]


@wrong(
    "Every picture stays in a dictionary once it has been read, so after one epoch all of them lie in memory, and a file "
    "that has changed is never read anew.",
    seen="named",
)
class ImageDataset(Dataset):
    def __init__(self, files, labels, transform=None):
        if len(files) != len(labels):
            raise ValueError(f"{len(files)} files but {len(labels)} labels")
        self.files = list(files)
        self.labels = list(labels)
        self.transform = transform
        self._cache = {}

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        path = self.files[index]
        if path not in self._cache:
            with Image.open(path) as image:
                self._cache[path] = image.convert("RGB")
        picture = self._cache[path].copy()
        if self.transform is not None:
            picture = self.transform(picture)
        return picture, self.labels[index]


@wrong(
    "The tensor is made first and resized afterwards, so the colours are not rounded to 256 steps as Pillow rounds them, "
    "and the numbers differ a little from those that were asked for.",
    seen="named",
)
def make_transform(height, width):
    return transforms.Compose([transforms.ToTensor(), transforms.Resize((height, width))])


@wrong(
    "The files are sorted and the labels are not, so a list in another order gets the labels of other pictures, and "
    "different lengths raise AssertionError instead of ValueError.",
    seen="caught",
)
class ImageDataset(Dataset):
    def __init__(self, files, labels, transform=None):
        assert len(files) == len(labels), "files and labels must have the same length"
        self.files = sorted(files)
        self.labels = labels
        self.transform = transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        with Image.open(self.files[index]) as image:
            image = image.convert("RGB")
        if self.transform is not None:
            image = self.transform(image)
        return image, self.labels[index]
