"""A contact sheet: small pictures with captions, side by side."""

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from torchdojo.feedback.pictures.drawing import LINE, WIDE, Drawing, text, titled, wrapped

_GREYS = " .:-=+*#%@"
_WIDE, _GAP = 14, 2
_LARGE = 96
Pixel = tuple[int, int, int]


@dataclass(frozen=True)
class Photo:
    """A picture of `width` by `height` pixels of three bytes each."""

    caption: str
    width: int
    height: int
    pixels: bytes

    def __post_init__(self) -> None:
        """Raises ValueError if the pixels do not fill the picture."""
        if len(self.pixels) != 3 * self.width * self.height or not self.pixels:
            raise ValueError(f"{self.width} by {self.height} pixels are not {len(self.pixels)} / 3")

    def at(self, x: int, y: int) -> Pixel:
        """A pixel's red, green and blue."""
        place = 3 * (y * self.width + x)
        return self.pixels[place], self.pixels[place + 1], self.pixels[place + 2]


@dataclass(frozen=True)
class Sheet:
    """Pictures in rows."""

    title: str
    photos: Sequence[Photo]
    large: int = _LARGE
    """How wide each is drawn, in SVG pixels."""

    def lines(self, width: int, *, colour: bool = False) -> list[str]:
        """In colour by half blocks, else by characters of different darkness."""
        across = max(1, (width + _GAP) // (_WIDE + _GAP))
        found = wrapped(self.title, width)
        for start in range(0, len(self.photos), across):
            row = self.photos[start : start + across]
            blocks = [list(_block(photo, colour=colour)) for photo in row]
            for parts in zip(*blocks, strict=False):
                found.append((" " * _GAP).join(parts).rstrip())
            names = (photo.caption[:_WIDE].ljust(_WIDE + _GAP) for photo in row)
            found.append("".join(names).rstrip())
        return found

    def drawing(self) -> Drawing:
        """The pictures themselves, as PNG inside the SVG."""
        across = max(1, (WIDE + 8) // (self.large + 8))
        parts, y, high = [], 0.0, 0.0
        for number, photo in enumerate(self.photos):
            x = number % across * (self.large + 8)
            if number and not x:
                y += high + LINE + 6
                high = 0.0
            tall = self.large * photo.height / photo.width
            high = max(high, tall)
            data = base64.b64encode(_png(photo)).decode()
            parts.append(
                f'<image x="{x}" y="{y:.0f}" width="{self.large}" height="{tall:.0f}" '
                f'href="data:image/png;base64,{data}"><title>{escape(photo.caption)}</title>'
                "</image>" + text(x, y + tall + 13, photo.caption[: self.large // 7])
            )
        return titled(self.title, "".join(parts), WIDE, y + high + LINE)


def _block(photo: Photo, *, colour: bool) -> Iterator[str]:
    """A picture as lines of `_WIDE` characters, each two pixels high."""
    rows = max(1, round(_WIDE * photo.height / photo.width / 2))
    darkest, lightest = min(photo.pixels), max(photo.pixels)
    for row in range(rows):
        cells = []
        for column in range(_WIDE):
            x = column * photo.width // _WIDE
            top, low = (
                photo.at(x, (2 * row + half) * photo.height // (2 * rows)) for half in (0, 1)
            )
            cells.append(_half(top, low) if colour else _grey(top, low, darkest, lightest))
        yield "".join(cells)


def _half(top: Pixel, low: Pixel) -> str:
    upper, lower = (";".join(map(str, pixel)) for pixel in (top, low))
    return f"\x1b[38;2;{upper}m\x1b[48;2;{lower}m▀\x1b[0m"


def _grey(top: Pixel, low: Pixel, darkest: int, lightest: int) -> str:
    """The darker, the denser, between what is darkest and lightest in the picture."""
    light = (sum((*top, *low)) / 6 - darkest) / max(1, lightest - darkest)
    return _GREYS[int((1 - light) * (len(_GREYS) - 1) + 0.5)]


def _png(photo: Photo) -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.frombytes("RGB", (photo.width, photo.height), photo.pixels).save(made, "PNG")
    return made.getvalue()
