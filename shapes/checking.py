"""Validate any RDF in our ontology, as ``policygraph validate`` does: sources in, text and exit code out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from ontology.iris import Iris, publisher
from shapes import profiles, sources
from shapes.across import validate_across
from shapes.places import places
from shapes.rendering import Rendered, render
from shapes.report import Report
from shapes.validation import validate


class Checked(NamedTuple):
    """What to print, and the exit code: 0 the data conform to the profile, 1 they do not."""

    text: str
    exit_code: int


def run(
    given: Sequence[str],
    *,
    profile: str = "publishable",
    output: str = "human",
    context: Iterable[ox.Quad] = (),
    iris: Iris,
) -> Checked:
    """Validate files and http(s) addresses together and render the report.

    ``context`` is the reference data that the sources look at, in its graph; only what the sources describe is judged.
    Raises :class:`shapes.errors.ShapesError` for a source, profile or format that is not there.
    """
    refused = profiles.refused(profile, iris)
    store, described = sources.read(given, context, iris=iris)
    found = [*validate(store, focus=described, iris=iris).results, *validate_across(store, iris=iris).results]
    report = Report.of(result for result in found if result.focus in described)
    rendered = Rendered(
        report=report,
        places=places(store, iris=iris),
        profile=profile,
        refused=refused,
        node=iris.absolute(publisher("report", "validation")),
    )
    return Checked(render(rendered, output), 0 if rendered.conforms else 1)
