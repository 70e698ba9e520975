"""Writes `datasets/faces`: drawn faces in the layout of CelebA, and their checksums.

Run `python datasets/builders/faces.py` from anywhere; it needs Pillow. A face depends on nothing
but its person and its number; the bytes of a JPEG may differ between versions of Pillow.
"""

import hashlib
import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parents[1] / "faces"
CELEBA = FOLDER / "celeba"
SIZE = (178, 218)
"""Width and height of CelebA's aligned pictures."""
SCALE = 3
"""Drawn this much larger and then reduced, so that edges are smooth."""
PERSONS = {0: 35, 1: 10, 2: 15}
"""How many persons belong to each partition: 0 to train, 1 to validate, 2 to test."""
PICTURES = (2, 5)
"""Fewest and most pictures of one person."""

NAMES = """
5_o_Clock_Shadow Arched_Eyebrows Attractive Bags_Under_Eyes Bald Bangs Big_Lips Big_Nose
Black_Hair Blond_Hair Blurry Brown_Hair Bushy_Eyebrows Chubby Double_Chin Eyeglasses Goatee
Gray_Hair Heavy_Makeup High_Cheekbones Male Mouth_Slightly_Open Mustache Narrow_Eyes No_Beard
Oval_Face Pale_Skin Pointy_Nose Receding_Hairline Rosy_Cheeks Sideburns Smiling Straight_Hair
Wavy_Hair Wearing_Earrings Wearing_Hat Wearing_Lipstick Wearing_Necklace Wearing_Necktie Young
"""
ATTRIBUTES = NAMES.split()

Colour = tuple[int, int, int]
HAIRS: dict[str, Colour] = {
    "Black_Hair": (36, 30, 34),
    "Brown_Hair": (118, 74, 44),
    "Blond_Hair": (232, 196, 108),
    "Gray_Hair": (168, 170, 176),
}
SKINS = [(250, 218, 190), (240, 196, 160), (214, 160, 118), (168, 114, 78), (122, 80, 56)]
WALLS = [(168, 204, 214), (214, 200, 172), (190, 208, 168), (222, 190, 196), (184, 186, 214)]
CLOTHES = [(70, 104, 150), (156, 76, 84), (84, 128, 96), (204, 160, 70), (110, 92, 140)]
EYES = [(92, 64, 44), (74, 116, 158), (86, 126, 84)]
INK, WHITE, TEETH = (44, 34, 34), (252, 250, 246), (250, 246, 238)
RED, MOUTH = (196, 32, 60), (84, 24, 30)


@dataclass(frozen=True)
class Person:
    """What stays the same in all pictures of one person."""

    number: int
    hair: str
    skin: Colour
    eyes: Colour
    width: float
    male: bool
    mustache: bool
    lipstick: bool
    earrings: bool
    bangs: bool
    bushy: bool


@dataclass(frozen=True)
class Look:
    """What changes from one picture of a person to the next."""

    smiling: bool
    open_mouth: bool
    glasses: bool
    hat: bool
    wall: Colour
    clothes: Colour
    x: float
    y: float
    mood: float


def person(number: int) -> Person:
    """The person `number`; the same number gives the same person."""
    rng = random.Random(f"person {number}")
    hair, skin, eyes = rng.choice(list(HAIRS)), rng.choice(SKINS), rng.choice(EYES)
    male, width = rng.random() < 0.5, rng.uniform(0.74, 0.88)
    mustache, lipstick, earrings = (rng.random() < share for share in (0.4, 0.6, 0.4))
    bangs, bushy = rng.random() < 0.4, rng.random() < 0.3
    return Person(
        number,
        hair,
        skin,
        eyes,
        width,
        male,
        mustache=male and mustache,
        lipstick=not male and lipstick,
        earrings=not male and earrings,
        bangs=bangs,
        bushy=bushy,
    )


def look(someone: Person, picture: int) -> Look:
    """How `someone` looks in one of the pictures."""
    rng = random.Random(f"person {someone.number}, picture {picture}")
    smiling, glasses, hat = rng.random() < 0.5, rng.random() < 0.3, rng.random() < 0.2
    return Look(
        smiling,
        rng.random() < 0.5,
        glasses,
        hat,
        rng.choice(WALLS),
        rng.choice(CLOTHES),
        x=SIZE[0] / 2 + rng.uniform(-4, 4),
        y=118 + rng.uniform(-4, 4),
        mood=rng.uniform(0.8, 1.2),
    )


class Canvas:
    """A picture to draw on: coordinates around a centre, in units of half a face, y downwards."""

    def __init__(self, look: Look) -> None:
        self.x, self.y, self.unit = look.x, look.y, 62.0
        self.image = Image.new("RGB", (SCALE * SIZE[0], SCALE * SIZE[1]), look.wall)
        self.pen = ImageDraw.Draw(self.image)

    def pixel(self, x: float, y: float) -> tuple[int, int]:
        """A point as a pixel of the finished picture, as CelebA notes landmarks."""
        return round(self.x + self.unit * x), round(self.y + self.unit * y)

    def at(self, *points: tuple[float, float]) -> list[tuple[float, float]]:
        """Points as pixels of the large drawing."""
        return [
            (SCALE * (self.x + self.unit * x), SCALE * (self.y + self.unit * y)) for x, y in points
        ]

    def thick(self, width: float) -> int:
        """A width as a number of pixels of the large drawing."""
        return max(1, round(SCALE * self.unit * width))

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """A filled ellipse around (x, y)."""
        self.pen.ellipse(self.at((x - rx, y - ry), (x + rx, y + ry)), fill=fill)

    def ring(self, x: float, y: float, radius: float, width: float) -> None:
        """A circle in ink."""
        box = self.at((x - radius, y - radius), (x + radius, y + radius))
        self.pen.ellipse(box, outline=INK, width=self.thick(width))

    def chord(
        self, x: float, y: float, rx: float, ry: float, turns: tuple[int, int], fill: Colour
    ) -> None:
        """A part of an ellipse, cut off by a straight line; degrees clockwise from the right."""
        self.pen.chord(self.at((x - rx, y - ry), (x + rx, y + ry)), *turns, fill=fill)

    def arc(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        turns: tuple[int, int],
        fill: Colour,
        width: float,
    ) -> None:
        """A part of an ellipse as a line."""
        box = self.at((x - rx, y - ry), (x + rx, y + ry))
        self.pen.arc(box, *turns, fill=fill, width=self.thick(width))

    def box(self, x: float, y: float, rx: float, ry: float, fill: Colour, round_by: float) -> None:
        """A filled rectangle with round corners."""
        corners = self.at((x - rx, y - ry), (x + rx, y + ry))
        self.pen.rounded_rectangle(corners, radius=self.thick(round_by), fill=fill)

    def line(self, *points: tuple[float, float], fill: Colour, width: float) -> None:
        """A line with round joints."""
        self.pen.line(self.at(*points), fill=fill, width=self.thick(width), joint="curve")

    def finished(self) -> Image.Image:
        """The drawing at its final size."""
        return self.image.resize(SIZE, Image.Resampling.LANCZOS)


def shade(colour: Colour, by: float) -> Colour:
    """A darker colour."""
    red, green, blue = (round(by * part) for part in colour)
    return red, green, blue


def draw_head(canvas: Canvas, who: Person, how: Look) -> None:
    """Hair behind the head, shoulders, neck, ears, face."""
    hair, wide = HAIRS[who.hair], who.width
    if who.male:
        canvas.ellipse(0, -0.38, wide + 0.08, 0.8, hair)
    else:
        canvas.box(0, 0.25, wide + 0.2, 1.05, hair, 0.5)
        canvas.ellipse(0, -0.3, wide + 0.2, 0.92, hair)
    canvas.box(0, 1.95, 1.2, 0.75, how.clothes, 0.45)
    canvas.box(0, 1.05, 0.3, 0.5, shade(who.skin, 0.9), 0.2)
    for side in (-1, 1):
        canvas.ellipse(side * wide, 0.02, 0.12, 0.19, shade(who.skin, 0.92))
    canvas.ellipse(0, 0, wide, 1.04, who.skin)
    if who.earrings:
        for side in (-1, 1):
            canvas.ellipse(side * (wide + 0.02), 0.26, 0.07, 0.07, (236, 190, 64))


def draw_top(canvas: Canvas, who: Person, how: Look) -> None:
    """Hair on the forehead, or a hat over it."""
    hair, wide = HAIRS[who.hair], who.width
    if who.bangs and not how.hat:
        canvas.chord(0, -0.32, wide + 0.02, 0.76, (180, 360), hair)
        for x in (-0.5, 0, 0.5):
            canvas.ellipse(x * wide, -0.36, 0.36 * wide, 0.14, hair)
    else:
        canvas.chord(0, -0.22, wide + 0.04, 0.86, (202, 338), hair)
    if how.hat:
        hat = shade(how.clothes, 0.8)
        canvas.chord(0, -0.5, wide + 0.12, 0.95, (180, 360), hat)
        canvas.box(0, -0.52, wide + 0.34, 0.1, shade(hat, 0.75), 0.1)


def draw_eyes(canvas: Canvas, who: Person, how: Look) -> None:
    """Eyes, brows, nose, and glasses if there are any."""
    hair = shade(HAIRS[who.hair], 0.8)
    for side in (-1, 1):
        x = side * 0.36
        canvas.ellipse(x, -0.1, 0.17, 0.115, WHITE)
        canvas.ellipse(x, -0.1, 0.095, 0.1, who.eyes)
        canvas.ellipse(x, -0.1, 0.048, 0.052, INK)
        canvas.ellipse(x + 0.03, -0.13, 0.022, 0.022, WHITE)
        canvas.arc(x, -0.22, 0.22, 0.12, (200, 340), hair, 0.09 if who.bushy else 0.045)
        if how.glasses:
            canvas.ring(x, -0.09, 0.27, 0.045)
            canvas.line((side * 0.62, -0.12), (side * who.width, -0.16), fill=INK, width=0.045)
    if how.glasses:
        canvas.line((-0.1, -0.12), (0.1, -0.12), fill=INK, width=0.045)
    nose = shade(who.skin, 0.78)
    canvas.arc(0, 0.22, 0.11, 0.09, (20, 160), nose, 0.04)


def draw_mouth(canvas: Canvas, who: Person, how: Look) -> None:
    """A mouth whose corners go up in a smile and do not otherwise, open or shut."""
    red, green, blue = who.skin
    rose = round(0.72 * red), round(0.48 * green), round(0.5 * blue)
    lips, thick = (RED, 0.085) if who.lipstick else (rose, 0.055)
    if how.smiling and how.open_mouth:
        canvas.chord(0, 0.44, 0.34, 0.3 * how.mood, (0, 180), lips)
        canvas.chord(0, 0.47, 0.28, 0.2 * how.mood, (0, 180), TEETH)
    elif how.smiling:
        canvas.arc(0, 0.38, 0.34, 0.26 * how.mood, (15, 165), lips, thick)
    elif how.open_mouth:
        canvas.ellipse(0, 0.57, 0.15, 0.1 * how.mood, lips)
        canvas.ellipse(0, 0.57, 0.1, 0.06 * how.mood, MOUTH)
    else:
        tilt = 0.03 * (how.mood - 1)
        canvas.line((-0.21, 0.57 + tilt), (0.21, 0.57 - tilt), fill=lips, width=thick)
    if who.mustache:
        for side in (-1, 1):
            canvas.chord(side * 0.15, 0.4, 0.18, 0.1, (180, 360), HAIRS[who.hair])


def draw(who: Person, how: Look) -> tuple[Image.Image, list[int]]:
    """The picture, and its landmarks: both eyes, nose, both corners of the mouth."""
    canvas = Canvas(how)
    draw_head(canvas, who, how)
    draw_top(canvas, who, how)
    draw_eyes(canvas, who, how)
    draw_mouth(canvas, who, how)
    corner = (0.34, 0.46) if how.smiling else (0.2, 0.57)
    points = [(-0.36, -0.1), (0.36, -0.1), (0, 0.24), (-corner[0], corner[1]), corner]
    return canvas.finished(), [number for point in points for number in canvas.pixel(*point)]


def attributes(who: Person, how: Look) -> dict[str, int]:
    """All forty attributes, 1 or -1: what can be seen in the picture, and -1 for the rest."""
    seen = {
        who.hair: True,
        "Bangs": who.bangs and not how.hat,
        "Bushy_Eyebrows": who.bushy,
        "Eyeglasses": how.glasses,
        "Male": who.male,
        "Mouth_Slightly_Open": how.open_mouth,
        "Mustache": who.mustache,
        "No_Beard": True,
        "Pale_Skin": who.skin == SKINS[0],
        "Smiling": how.smiling,
        "Straight_Hair": True,
        "Wearing_Earrings": who.earrings,
        "Wearing_Hat": how.hat,
        "Wearing_Lipstick": who.lipstick,
        "Young": who.hair != "Gray_Hair",
    }
    return {name: 1 if seen.get(name, False) else -1 for name in ATTRIBUTES}


def cast() -> list[tuple[int, Person, Look]]:
    """Partition, person and look of every picture, as they are numbered: persons in a mixed order.

    No person belongs to two partitions.
    """
    partitions = [part for part, count in PERSONS.items() for _ in range(count)]
    everyone = []
    for number, partition in enumerate(partitions, 1):
        who = person(number)
        count = random.Random(f"pictures of {number}").randint(*PICTURES)
        everyone += [(partition, who, look(who, picture)) for picture in range(count)]
    random.Random("order").shuffle(everyone)
    return sorted(everyone, key=lambda one: one[0])


def write(name: str, lines: list[str]) -> None:
    """Write the table `name`."""
    (CELEBA / name).write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")


def write_faces() -> None:
    """Write the pictures and the five tables."""
    (CELEBA / "img_align_celeba").mkdir(parents=True, exist_ok=True)
    attrs, boxes, marks, identities, partitions = [], [], [], [], []
    for number, (partition, who, how) in enumerate(cast(), 1):
        name = f"{number:06}.jpg"
        image, points = draw(who, how)
        image.save(CELEBA / "img_align_celeba" / name, "JPEG", quality=82)
        values = attributes(who, how)
        attrs.append(f"{name} " + " ".join(f"{values[a]:2}" for a in ATTRIBUTES))
        half = round(62 * (who.width + 0.1))
        box = (round(how.x) - half, round(how.y) - 66, 2 * half, 132)
        boxes.append(f"{name} " + " ".join(f"{side:>5}" for side in box))
        marks.append(f"{name} " + " ".join(f"{point:<4}" for point in points).rstrip())
        identities.append(f"{name} {who.number}")
        partitions.append(f"{name} {partition}")
    count = str(len(attrs))
    corners = ["lefteye", "righteye", "nose", "leftmouth", "rightmouth"]
    header = " ".join(f"{corner}_x {corner}_y" for corner in corners)
    write("list_attr_celeba.txt", [count, " ".join(ATTRIBUTES) + " ", *attrs])
    write("list_bbox_celeba.txt", [count, "image_id x_1 y_1 width height", *boxes])
    write("list_landmarks_align_celeba.txt", [count, header, *marks])
    write("identity_CelebA.txt", identities)
    write("list_eval_partition.txt", partitions)


def write_checksums() -> None:
    """Write `SHA256SUMS`, in the format that ``sha256sum --check`` reads."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(FOLDER).as_posix()}\n"
        for path in sorted(path for path in CELEBA.rglob("*") if path.is_file())
    ]
    (FOLDER / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_faces()
    write_checksums()
