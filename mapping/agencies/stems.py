"""The stems and endings of bodies' names, by the functions of the reference data: 发改 + 委 is 发展和改革 + 委员会."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from mapping.reference.bodies import AgencyFunction
from mapping.reference.reference import Reference

# The endings of bodies, and what a shortened one stands for. Longest first, so that 办公室 is not read as an ending 室.
_ENDINGS = {
    "领导小组办公室": "领导小组办公室",
    "委员会办公室": "委员会办公室",
    "管理委员会": "管理委员会",
    "管理办公室": "管理办公室",
    "工作委员会": "工作委员会",
    "委员会": "委员会",
    "办公厅": "办公厅",
    "办公室": "办公室",
    "管理办": "管理办公室",
    "管理委": "管理委员会",
    "管委会": "管理委员会",
    "管委": "管理委员会",
    "管理局": "管理局",
    "管理处": "管理处",
    "总局": "总局",
    "分局": "分局",
    "支局": "支局",
    "总队": "总队",
    "支队": "支队",
    "总站": "总站",
    "中心": "中心",
    "协会": "协会",
    "总社": "总社",
    "总台": "总台",
    "工委": "工作委员会",
    "委会": "委员会",
    "厅": "厅",
    "局": "局",
    "委": "委员会",
    "办": "办公室",
    "部": "部",
    "处": "处",
    "台": "台",
    "社": "社",
    "会": "会",
    "室": "室",
}
_SHORT_ENDINGS = frozenset(
    {"委", "办", "委会", "委员会", "办公室"}
)  # a stem of one character (教委, 编办) has one of these
_ORGANISATION = re.compile(r"(?:[院会联协团社行校关厅室办区]|中心|[纪监]委|人大|政协|开发区|管委会)$")
"""The ends of stems that are a whole name: 法院, 总工会, 残联; 省教育 is none."""
_JOINTS = ("和", "与", "及", "、", "暨", "")


@dataclass(frozen=True, slots=True)
class Core:
    """What stands behind place and organ: official stem, the one printed, its functions, full ending.

    ``official`` says that the stem is the function's own; ``named`` that the body has a name beside its function.
    """

    stem: str
    printed: str
    functions: tuple[AgencyFunction, ...]
    ending: str
    official: bool
    named: bool = False

    @property
    def full(self) -> str:
        """The name without place and organ."""
        stems = {stem for function in self.functions for stem in function.stems}
        if self.stem.endswith("管理") and self.ending.startswith("管理"):
            return self.stem + self.ending.removeprefix("管理")
        if self.ending == "办公室" and f"{self.stem}委员会" in stems:  # 网信办 is the office of a commission
            return f"{self.stem}委员会办公室"
        return self.stem if self.stem.endswith(self.ending) else self.stem + self.ending  # no 联合会会

    def of_party(self, *, printed: bool) -> Core | None:
        """Return what it is called where it belongs to a party committee, if it may; ``printed`` says that the name has 委.

        省委金融办 is the office of the committee's 金融委员会; 省政法委 is the committee's without saying so.
        """
        function = self.functions[0]
        usual = self.stem == function.stem or self.printed in function.short_stems
        if printed and self.full.endswith("办公室") and usual and function.party_office_name:
            return replace(self, stem=function.party_office_name, ending="")
        if self.stem in function.party_stems:
            return self if printed or self.ending in {"部", "局", "委员会", "办公室", "工作委员会", ""} else None
        return (replace(self, stem=self.printed) if self.printed in function.short_stems else self) if printed else None

    def of_government(self) -> bool:
        """Tell whether its full name has the government (省人民政府国有资产监督管理委员会)."""
        return self.ending in {"委员会", "办公室"} and self.stem in self.functions[0].government_stems


@dataclass(frozen=True, eq=False)
class Stems:
    """Reads what stands behind place and organ."""

    reference: Reference

    def core(self, rest: str) -> Core | None:
        """Return stem and ending of a whole name; nothing where a character is left over, or the ending lacks."""
        if _ORGANISATION.search(rest) and (whole := self._joined(rest, "")):
            return replace(whole, named=whole.stem.endswith("区"))
        parted = [(rest.removesuffix(ending), ending) for ending in _ENDINGS if rest.endswith(ending)]
        split = [(stem, ending) for stem, ending in parted if len(stem) > (ending not in _SHORT_ENDINGS)]
        official = (
            pair for pair in split if pair[0] in self._official_stems
        )  # 地方金融管理 + 局, not 地方金融 + 管理局
        for stem, ending in (*official, *split):
            if found := self._joined(stem, _ENDINGS[ending]):
                return found
            if _ENDINGS[ending] == "管理委员会" and ending in self._by_stem:  # it tells the function of any name
                return Core(stem, stem, (self._by_stem[ending][0],), "管理委员会", official=False, named=True)
        whole = self._joined(rest, "")
        return whole if whole and len(whole.functions) == 1 and whole.functions[0].slug in self._of_units else None

    def half(self, rest: str) -> Core | None:
        """Return the stem of a name that lacks its ending: 教育 of 省教育."""
        return self._joined(rest, "") if len(rest) > 1 else None

    def _joined(self, stem: str, ending: str) -> Core | None:
        if known := self._by_stem.get(stem):
            function, official = known
            return Core(official, stem, (function,), ending, official == function.stem)
        functions = self._composite(stem)
        return Core(stem, stem, functions, ending, official=False) if functions else None

    def _composite(self, stem: str) -> tuple[AgencyFunction, ...]:
        """Return the functions of a stem that joins others (农业农村和水务); empty when something is left over."""
        for length in range(len(stem) - 2, 1, -1):
            if not (known := self._by_stem.get(stem[:length])):
                continue
            for joint in _JOINTS:
                rest = stem[length:].removeprefix(joint)
                if stem[length:].startswith(joint) and len(rest) > 1:
                    others = (self._by_stem[rest][0],) if rest in self._by_stem else self._composite(rest)
                    if others:
                        return (known[0], *(other for other in others if other != known[0]))
        return ()

    @cached_property
    def _by_stem(self) -> dict[str, tuple[AgencyFunction, str]]:
        """Every stem, with its function and the official stem that it stands for."""
        return {
            stem: (function, _official(stem, function))
            for function in self.reference.functions.values()
            for stem in function.stems
        }

    @cached_property
    def _official_stems(self) -> frozenset[str]:
        return frozenset(stem for stem, (function, _) in self._by_stem.items() if stem not in function.short_stems)

    @cached_property
    def _of_units(self) -> frozenset[str]:
        """The functions that local units of central bodies have; plans name those without an ending (税务, 海关)."""
        return frozenset(function.slug for function in self.reference.functions.values() if function.local_unit_name)


def _official(stem: str, function: AgencyFunction) -> str:
    """Return the official stem that a shortened one stands for: the first that holds its characters in order."""
    if stem not in function.short_stems:
        return stem
    full = (function.stem, *sorted(function.other_stems, key=len))
    return next((candidate for candidate in full if _holds(candidate, stem)), stem)


def _holds(text: str, characters: str) -> bool:
    rest = iter(text)
    return all(character in rest for character in characters)
