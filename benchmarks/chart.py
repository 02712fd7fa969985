"""A growth curve as a picture: lines over the number of measures, both axes by powers of ten, readable on light and on dark."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import matplotlib as mpl
from matplotlib.figure import Figure

Points = Sequence[tuple[float, float]]
_INK = "#767676"
"""A grey that is read on white and on black."""


def draw(title: str, unit: str, lines: Mapping[str, Points]) -> str:
    """Return a picture (SVG) of lines, each by its name: (measures, figure), in any order. Only figures above 0 are drawn."""
    drawn = {name: sorted((x, y) for x, y in points if y > 0) for name, points in lines.items()}
    if not any(drawn.values()):
        raise ValueError(f"{title}: there is no figure above 0 to draw")
    with mpl.rc_context():
        mpl.rc("svg", fonttype="none", hashsalt="policygraph")
        mpl.rc("text", color=_INK)
        mpl.rc("axes", edgecolor=_INK, labelcolor=_INK)
        mpl.rc("xtick", color=_INK)
        mpl.rc("ytick", color=_INK)
        axes = (figure := Figure(figsize=(9, 4.4), layout="constrained")).subplots()
        for name, points in drawn.items():
            if points:
                axes.loglog(*zip(*points, strict=True), marker="o", label=name)
        axes.set(title=title, xlabel="measures", ylabel=unit)
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.yaxis.set_major_formatter("{x:,g}")
        axes.grid(visible=True, alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
        figure.legend(loc="outside right upper", frameon=False)
        figure.savefig(
            picture := io.StringIO(), format="svg", transparent=True, metadata={"Date": None, "Title": title}
        )
    return picture.getvalue()
