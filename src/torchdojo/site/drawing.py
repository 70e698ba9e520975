"""Pictures of a lesson: grids and curves with a caption, as the text around them needs them."""

from collections.abc import Sequence
from dataclasses import dataclass

from torchdojo.feedback.pictures import Curve, Grid, Picture, as_svg
from torchdojo.site.inline import inline


@dataclass(frozen=True)
class Drawing:
    """A picture and the sentence below it."""

    caption: str
    """Markdown with code and emphasis alone."""
    picture: Picture

    def html(self) -> str:
        """The figure; no line of it is blank, so that it can stand in Markdown."""
        return (
            '<figure class="dojo-picture"><div class="dojo-scroll" tabindex="0" role="group" '
            f'aria-label="picture">{as_svg(self.picture)}</div>'
            f"<figcaption>{inline(self.caption)}</figcaption></figure>"
        )


def picture(caption: str, *parts: Grid | Curve) -> Drawing:
    """A drawing of `parts`, grids before curves."""
    grids = tuple(part for part in parts if isinstance(part, Grid))
    curves = tuple(part for part in parts if isinstance(part, Curve))
    return Drawing(caption, Picture(grids, curves))


def grid(
    role: str,
    title: str,
    rows: Sequence[Sequence[object]],
    owners: Sequence[Sequence[int]] = (),
) -> Grid:
    """A grid of numbers or words; cells with the same number in `owners` have the same colour.

    Without `owners` numbers are shaded by their size.
    """
    texts = tuple(tuple(_written(cell) for cell in row) for row in rows)
    return Grid(role, title, texts, tuple(map(tuple, owners)), () if owners else shades(rows))


def curve(name: str, values: Sequence[float]) -> Curve:
    """Numbers in a row under a name."""
    return Curve(name, name, tuple(map(float, values)))


def bars(role: str, title: str, values: Sequence[float]) -> Grid:
    """One row of numbers."""
    return grid(role, title, [values])


def shades(rows: Sequence[Sequence[object]]) -> tuple[tuple[float, ...], ...]:
    """Each number as a part of the largest; nothing where a cell is no finite number."""
    numbers = [[_number(cell) for cell in row] for row in rows]
    if any(number is None for row in numbers for number in row):
        return ()
    largest = max((abs(number or 0.0) for row in numbers for number in row), default=0.0) or 1.0
    return tuple(tuple(round((number or 0.0) / largest, 3) for number in row) for row in numbers)


def _number(cell: object) -> float | None:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return float(cell) if abs(cell) < float("inf") else None


def _written(cell: object) -> str:
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)
