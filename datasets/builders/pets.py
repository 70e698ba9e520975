"""Writes `datasets/pets`: drawn cats and dogs as JPEG files, and their checksums.

Run `python datasets/builders/pets.py` from anywhere; it needs Pillow. A drawing depends on nothing
but its file's name; the bytes of a JPEG may differ from one version of Pillow to the next.
"""

import hashlib
import random
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parents[1] / "pets"
IMAGES = FOLDER / "cat_dog_images"
SCALE = 4
"""Drawn this much larger and then reduced, so that edges are smooth."""

PICTURES = [
    ("cat-01.jpg", (160, 120), "RGB"),
    ("cat-02.JPG", (120, 160), "RGB"),
    ("Cat-03.jpeg", (144, 144), "L"),
    ("CAT-04.jpg", (200, 128), "RGB"),
    ("cat_05.JPEG", (96, 140), "L"),
    ("cat-06.jpg", (180, 135), "RGB"),
    ("dog-01.jpg", (135, 180), "RGB"),
    ("dog-02.JPEG", (160, 160), "L"),
    ("Dog-03.JPG", (190, 120), "RGB"),
    ("DOG-04.jpg", (128, 128), "RGB"),
    ("dog_05.jpeg", (110, 150), "RGB"),
    ("dog-06.jpg", (168, 112), "L"),
]
NESTED = ("drafts.jpg/dog-00.jpg", (64, 48), "RGB")
"""A picture in a folder that is called like one."""

FURS = [(222, 158, 92), (120, 112, 108), (240, 228, 206), (96, 66, 50), (206, 120, 66)]
WALLS = [(168, 204, 214), (214, 196, 168), (186, 206, 160), (222, 184, 190), (176, 178, 214)]
INK, WHITE, PINK = (38, 30, 28), (250, 246, 238), (226, 112, 122)
Colour = tuple[int, int, int]


class Face:
    """A face to draw on: coordinates from -1 to 1 around its centre, y downwards."""

    def __init__(self, size: tuple[int, int], wall: Colour, rng: random.Random) -> None:
        width, height = (SCALE * side for side in size)
        self.image = Image.new("RGB", (width, height), wall)
        self.pen = ImageDraw.Draw(self.image)
        self.radius = min(width, height) * rng.uniform(0.27, 0.33)
        self.x = width * rng.uniform(0.44, 0.56)
        self.y = height * rng.uniform(0.52, 0.58)
        self.size = size

    def at(self, *points: tuple[float, float]) -> list[tuple[float, float]]:
        """Points of the face as pixels."""
        return [(self.x + self.radius * x, self.y + self.radius * y) for x, y in points]

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """A filled ellipse around (x, y)."""
        self.pen.ellipse(self.at((x - rx, y - ry), (x + rx, y + ry)), fill=fill)

    def polygon(self, fill: Colour, *points: tuple[float, float]) -> None:
        """A filled polygon."""
        self.pen.polygon(self.at(*points), fill=fill)

    def line(self, *points: tuple[float, float], width: float = 0.04) -> None:
        """A line in ink."""
        self.pen.line(self.at(*points), fill=INK, width=max(1, round(self.radius * width)))

    def arc(self, x: float, y: float, rx: float, ry: float) -> None:
        """The lower half of an ellipse, in ink."""
        box = self.at((x - rx, y - ry), (x + rx, y + ry))
        self.pen.arc(box, 0, 180, fill=INK, width=max(1, round(self.radius * 0.05)))

    def finished(self, mode: str) -> Image.Image:
        """The drawing at its final size, in `mode`."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS).convert(mode)


def darker(colour: Colour) -> Colour:
    """The shade of a fur inside an ear."""
    red, green, blue = (round(0.72 * part) for part in colour)
    return red, green, blue


def draw_cat(face: Face, fur: Colour, eyes: Colour) -> None:
    """Pointed ears, upright pupils, whiskers."""
    for side in (-1, 1):
        face.polygon(fur, (side * 0.95, -0.15), (side * 0.85, -1.25), (side * 0.15, -0.85))
        face.polygon(PINK, (side * 0.82, -0.5), (side * 0.78, -1.02), (side * 0.42, -0.82))
    face.ellipse(0, 0, 1, 0.92, fur)
    for side in (-1, 1):
        face.ellipse(side * 0.42, -0.15, 0.23, 0.2, eyes)
        face.ellipse(side * 0.42, -0.15, 0.06, 0.18, INK)
        for rise in (-0.14, 0.02, 0.18):
            face.line((side * 0.3, 0.34), (side * 1.25, 0.26 + rise), width=0.025)
        face.arc(side * 0.14, 0.4, 0.14, 0.14)
    face.polygon(PINK, (-0.13, 0.24), (0.13, 0.24), (0, 0.38))


def draw_dog(face: Face, fur: Colour, tongue: bool) -> None:
    """Hanging ears, a light muzzle with a large nose, sometimes a tongue."""
    face.ellipse(0, 0, 0.86, 0.95, fur)
    for side in (-1, 1):
        face.ellipse(side * 0.9, -0.05, 0.3, 0.72, darker(fur))
        face.ellipse(side * 0.34, -0.22, 0.14, 0.16, WHITE)
        face.ellipse(side * 0.34, -0.2, 0.1, 0.12, INK)
    if tongue:
        face.ellipse(0, 0.82, 0.16, 0.3, PINK)
    face.ellipse(0, 0.45, 0.5, 0.4, WHITE)
    face.ellipse(0, 0.24, 0.2, 0.14, INK)
    face.line((0, 0.35), (0, 0.58))
    face.arc(-0.15, 0.55, 0.15, 0.14)
    face.arc(0.15, 0.55, 0.15, 0.14)


def draw(name: str, size: tuple[int, int], mode: str) -> Image.Image:
    """The picture of the animal that `name` begins with; the same name gives the same picture."""
    rng = random.Random(name)
    face = Face(size, rng.choice(WALLS), rng)
    fur = rng.choice(FURS)
    if Path(name).name.lower().startswith("cat"):
        draw_cat(face, fur, rng.choice([(150, 190, 84), (228, 186, 70), (110, 170, 204)]))
    else:
        draw_dog(face, fur, tongue=rng.random() < 0.6)
    return face.finished(mode)


def write_images() -> None:
    """Write the pictures, and a file that is called like a dog but is none."""
    for name, size, mode in [*PICTURES, NESTED]:
        path = IMAGES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draw(name, size, mode).save(path, "JPEG", quality=85)
    recipe = "Hot dog\n\nOne sausage, one bun, mustard. This file is no picture.\n"
    (IMAGES / "hotdog.txt").write_text(recipe, encoding="utf-8", newline="\n")


def write_checksums() -> None:
    """Write `SHA256SUMS`, in the format that ``sha256sum --check`` reads."""
    files = sorted(path for path in IMAGES.rglob("*") if path.is_file())
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(FOLDER).as_posix()}\n"
        for path in files
    ]
    (FOLDER / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_images()
    write_checksums()
