"""The badge of a plan: an image that other sites can show, which says how good its data are."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from server.quality.request import QualityRequest

COLOURS = {"excellent": "#0f6b3c", "complete": "#0f5e6b", "publishable": "#6b5200", None: "#8a2a1c"}
"""A colour a profile, each dark enough for white text (WCAG AA)."""
_WIDE, _NARROW, _PADDING = 12.5, 6.8, 9.0  # pixels: what a Chinese and a Latin letter take at 12 px, and what is around


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a badge: where it begins, how wide it is, where the middle of its text stands."""

    text: str
    start: float
    width: float

    @property
    def middle(self) -> float:
        """Where its text is centred."""
        return self.start + self.width / 2


def svg(scene: QualityRequest, profile: str | None) -> str:
    """Return the badge as SVG, in the language of the page."""
    label = _half(scene.words("quality.badge"), 0)
    value = _half(scene.profile(profile).title.value, label.width)
    return render_template(
        "quality/badge.svg", label=label, value=value, width=label.width + value.width, colour=COLOURS[profile]
    )


def _half(text: str, start: float) -> Half:
    width = sum(_NARROW if letter.isascii() else _WIDE for letter in text) + 2 * _PADDING
    return Half(text, start, round(width, 1))
