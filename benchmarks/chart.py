"""A growth curve as a picture: lines over the number of measures, both axes by powers of ten, readable on light and on dark."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

Points = Sequence[tuple[float, float]]
WIDTH, HEIGHT = 720, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 190, 44, 44
_APART = 15
"""Pixels between the names of two lines."""
_COLOURS = (
    ("#1f5fa8", "#7db4f0"), ("#b3401f", "#f39a7c"), ("#2c7a3f", "#7fd093"), ("#7a3fa0", "#cf9bf0"),
    ("#8a6500", "#e0bd5a"), ("#00707a", "#66cdd6"), ("#a02c6a", "#f08fc2"), ("#555555", "#bbbbbb"),
)  # fmt: skip # on light, on dark


class Axis(NamedTuple):
    """An axis from one power of ten to another, over so many pixels."""

    low: int
    high: int
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float) -> Axis:
        """Return the axis on which all values lie, at least one power of ten long."""
        low = math.floor(math.log10(min(values)))
        return cls(low, max(math.ceil(math.log10(max(values))), low + 1), start, end)

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        """Return the powers of ten."""
        return [10.0**each for each in range(self.low, self.high + 1)]


def draw(title: str, unit: str, lines: Mapping[str, Points]) -> str:
    """Return the picture of lines, each by its name: (measures, figure), in any order. Only figures above 0 are drawn."""
    drawn = {name: sorted((x, y) for x, y in points if y > 0) for name, points in lines.items()}
    drawn = {name: points for name, points in drawn.items() if points}
    if not drawn:
        raise ValueError(f"{title}: there is no figure above 0 to draw")
    across = Axis.over([x for points in drawn.values() for x, _ in points], _LEFT, WIDTH - _RIGHT)
    up = Axis.over([y for points in drawn.values() for _, y in points], HEIGHT - _BOTTOM, _TOP)
    body = [*_grid(across, up), *_lines(drawn, across, up)]
    return "\n".join([*_head(title, unit, drawn), *body, "</svg>", ""])


def _head(title: str, unit: str, drawn: Mapping[str, Points]) -> Iterator[str]:
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    yield ' role="img" font-family="sans-serif" font-size="12">'
    said = "; ".join(
        f"{name}: {', '.join(f'{y:,.3g} at {x:,.0f}' for x, y in points)}" for name, points in drawn.items()
    )
    yield f"<title>{escape(title)}</title><desc>{escape(f'{unit} by measures. {said}.')}</desc>"
    light = "".join(f".l{at}{{stroke:{one};fill:{one}}}" for at, (one, _) in enumerate(_COLOURS))
    dark = "".join(f".l{at}{{stroke:{one};fill:{one}}}" for at, (_, one) in enumerate(_COLOURS))
    yield f"<style>rect{{fill:#fff}}text{{fill:#222;stroke:none}}.g{{stroke:#ddd}}polyline,path{{fill:none!important}}{light}"
    yield f"@media(prefers-color-scheme:dark){{rect{{fill:#16181d}}text{{fill:#e6e6e6}}.g{{stroke:#3a3d44}}{dark}}}</style>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}"/>'
    yield f'<text x="{_LEFT}" y="20" font-size="14" font-weight="bold">{escape(title)}</text>'
    yield f'<text x="{_LEFT}" y="36">{escape(unit)}</text>'


def _grid(across: Axis, up: Axis) -> Iterator[str]:
    for each in across.ticks():
        x = across.at(each)
        yield f'<path class="g" d="M{x} {_TOP}V{HEIGHT - _BOTTOM}"/>'
        yield f'<text x="{x}" y="{HEIGHT - _BOTTOM + 16}" text-anchor="middle">{each:,.0f}</text>'
    for each in up.ticks():
        y = up.at(each)
        yield f'<path class="g" d="M{_LEFT} {y}H{WIDTH - _RIGHT}"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{each:,.10g}</text>'
    yield f'<text x="{(_LEFT + WIDTH - _RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">measures</text>'


def _lines(drawn: Mapping[str, Points], across: Axis, up: Axis) -> Iterator[str]:
    beside = places([up.at(points[-1][1]) for points in drawn.values()])
    for number, ((name, points), place) in enumerate(zip(drawn.items(), beside, strict=True)):
        line = f"l{number % len(_COLOURS)}"
        dots = [(across.at(x), up.at(y)) for x, y in points]
        path = " ".join(f"{x},{y}" for x, y in dots)
        yield f'<polyline class="{line}" stroke-width="2" points="{path}"/>'
        yield from (f'<circle class="{line}" cx="{x}" cy="{y}" r="3"/>' for x, y in dots)
        x = WIDTH - _RIGHT + 14
        yield f'<path class="{line}" stroke-width="1" d="M{dots[-1][0]} {dots[-1][1]}L{x} {place}h6"/>'
        yield f'<text x="{x + 9}" y="{place + 4}">{escape(name)}</text>'


def places(wanted: Sequence[float]) -> list[float]:
    """Return places near those that are wanted, in the same order from top to bottom, far enough apart to be read."""
    found, least = [0.0] * len(wanted), -math.inf
    lowest = HEIGHT - _BOTTOM
    for after, at in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        room = lowest - _APART * (len(wanted) - 1 - after)
        found[at] = least = max(min(wanted[at], room), least + _APART)
    return found
