"""Signs, currencies, units and percentages that changed while their number stayed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.bitext import Flag, Severity, Span, Unit
from pipeline.quality.check import Check, both_sides
from pipeline.quality.numbers import NumberIndex, numbers_of
from pipeline.text.numbers import Number, Reading

# dimension: unit: how French and English write it, as one pattern.
_UNITS: dict[str, dict[str, str]] = {
    "currency": {
        "€": "€|euros?|EUR",
        "$": r"(?:US|CA|CAN|AU)?\$|dollars?|USD|CAD|bucks",
        "£": "£|GBP|livres?(?: sterling)?|pounds?(?: sterling)?",
        "¥": "¥|yens?|JPY|yuans?|renminbi|RMB",
        "franc": "francs?|CHF|FCFA|CFA|Swiss francs?",
        "rouble": "roubles?|rubles?|RUB",
        "rupee": "roupies?|rupees?",
        "crown": "couronnes?|crowns?|wreaths?|kron[aeo]r?|koruny?|CZK|SEK|NOK|DKK",
        "mark": "marks?|DM|deutschmarks?",
        "zloty": "zlotys?|PLN",
        "forint": "forints?|HUF",
        "peso": "pesos?",
    },
    "share": {"%": r"%|‰|pour ?cents?|per ?cents?|pct|percentage|points? de pourcentage"},
    "mass": {
        "kg": "kg|kilos?|kilogrammes?|kilograms?",
        "g": "g|grammes?|grams?",
        "mg": "mg|milligrammes?|milligrams?",
        "t": "t|tonnes?|tons?|mt",
        "lb": "lbs?|livres?|pounds?",
        "oz": "oz|onces?|ounces?",
        "stone": "stones?",
    },
    "length": {
        "km": "km|kilom[èe]tres?|kilometers?",
        "m": "m|m[èe]tres?|meters?",
        "cm": "cm|centim[èe]tres?|centimeters?",
        "mm": "mm|millim[èe]tres?|millimeters?",
        "mile": "miles?|milles?|mi",
        "foot": "pieds?|feet|foot|ft",
        "inch": "pouces?|inch(?:es)?",
        "yard": "yards?|verges?",
    },
    "volume": {
        "l": "l|L|litres?|liters?",
        "ml": "ml|mL|millilitres?|milliliters?",
        "cl": "cl|cL|centilitres?|centiliters?",
        "gallon": "gallons?",
        "barrel": "barils?|barrels?",
    },
    "temperature": {"°C": "° ?C|degrés? Celsius|degrees? Celsius", "°F": "° ?F|degrés? Fahrenheit|degrees? Fahrenheit"},
    "area": {"ha": "ha|hectares?", "acre": "acres?", "km²": "km[²2]|square kilomet(?:er|re)s?", "m²": "m[²2]"},
    "time": {
        "second": r"(?<=\s)s|sec|secondes?|seconds?",
        "minute": "min|mins?|minutes?|mn",
        "hour": "h|heures?|hours?|hrs?",
        "day": "jours?|journées?|days?",
        "week": "semaines?|weeks?",
        "month": "mois|months?",
        "year": "ans?|années?|years?",
        "century": "siècles?|century|centuries",
    },
    "data": {
        "B": "octets?|bytes?",
        "KB": "Ko|KB|kB|kilo-?octets?|kilobytes?",
        "MB": "Mo|MB|méga-?octets?|megabytes?",
        "GB": "Go|GB|giga-?octets?|gigabytes?",
        "TB": "To|TB|téra-?octets?|terabytes?",
    },
    "power": {
        "W": "W|watts?",
        "kW": "kW|kilowatts?",
        "MW": "MW|mégawatts?|megawatts?",
        "GW": "GW|gigawatts?",
        "kWh": "kWh",
        "MWh": "MWh",
    },
}
_DIMENSION = {unit: dimension for dimension, units in _UNITS.items() for unit in units}
_FORMS = {unit: forms for units in _UNITS.values() for unit, forms in units.items()}
_PATTERNS = {unit: re.compile(rf"(?:{forms})(?![\w€$£])") for unit, forms in _FORMS.items()}
_ANYWHERE = {unit: re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE) for unit, forms in _FORMS.items()}
_SPACE = "[ \u00a0\u2009\u202f]"
_GAP = re.compile(
    rf"(?:{_SPACE}|-){{0,2}}(?:(?:millions?|milliards?|billions?|trillions?|mille|thousand|hundred){_SPACE}?)?"
    rf"(?:{_SPACE}?(?:de|of){_SPACE}|d['’])?(?:(?:US|Swiss|canadian|american){_SPACE})?",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?:(?P<sign>(?:US|CA|CAN|AU)?[$€£¥])|\b(?P<code>EUR|USD|GBP|CHF|CAD){_SPACE}){_SPACE}?$")
_COUNTED = {"number", "percent", "label"}
_ALWAYS = {"currency", "share"}  # a number that has lost one of these says another thing
_NEGATIVE = re.compile(rf"(?:(?:^|[\s(\[«“\"'])[-−–]|(?<!au )(?<!du )(?<!le )\b(?:moins|minus){_SPACE})[$€£¥]?$", re.I)
_NEAR = 40  # characters around a number in which a word may say what its minus says
_RANGE = re.compile(r"\d\s*[-−–]$")
_DOWNWARDS = {
    "fr": re.compile(
        r"\b(?:moins|baiss|recul|chut|pert|perd|négati|sous|diminu|rédui|réduc|repli|inférieur|déficit)", re.I
    ),
    "en": re.compile(
        r"\b(?:below|minus|negative|sub-?zero|under|down|declin|fall|fell|drop|decreas|los[st]|cut|reduc|less|shr[aiu]nk|"
        r"slump|slid|deficit)",
        re.I,
    ),
}


class Measure(Check):
    """What stands with a number that is on both sides: its sign, currency, percent sign or unit.

    An error where it became another one, or where the sign turned; a warning where a currency or a percentage is gone
    and stands nowhere else. A unit that is only left out (`15 ans`, "aged 15") is none. Converted values have other
    numbers and are left to `number`.
    """

    code = "measure"
    severity = Severity.ERROR
    description = "a sign, currency, percentage or unit is lost or changed"
    pair = ("fr", "en")

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """At most one flag for each number of the source, in order of position."""
        if not both_sides(unit):
            return
        ours = [number for number in numbers_of(unit.source, "fr") if number.kind in _COUNTED]
        theirs = [number for number in numbers_of(unit.target, "en") if number.kind not in ("roman", "month")]
        here, there = _Side(unit.source, ours), _Side(unit.target, theirs)
        groups: dict[frozenset[Reading], _Group] = {}  # numbers that are read alike are compared once
        anywhere: dict[str, bool] = {}
        for number in ours:
            group = groups.get(number.readings)
            if group is None:
                group = groups[number.readings] = _Group.of(number, here, there)
            if group.compared:
                yield from self._turned(unit, number, group)
                yield from self._changed(unit, number, here.units(number), group, anywhere)

    def _turned(self, unit: Unit, number: Number, group: _Group) -> Iterator[Flag]:
        """A flag where the number has a minus on one side only."""
        if group.minus == group.minus_after or number is not group.first:
            return
        before, equal = group.minus, group.found[0][0]
        side, text, place = ("en", unit.target, equal) if before else ("fr", unit.source, number)
        if _DOWNWARDS[side].search(text[max(0, place.span.start - _NEAR) : place.span.end + _NEAR]):
            return
        said = f"the minus before {number.span.of(unit.source)}"
        message = f"{said} is lost" if before else f"{said} is not in the source"
        yield self.flag(message, source=number.span, target=equal.span)

    def _changed(
        self, unit: Unit, number: Number, ours: frozenset[str], group: _Group, anywhere: dict[str, bool]
    ) -> Iterator[Flag]:
        """A flag where what the number counts is lost or became another of its dimension.

        anywhere: whether a unit stands somewhere in the target, as far as it was asked.
        """
        if not ours or ours & group.seen:
            return
        said = number.span.of(unit.source)
        name = min(ours)
        changed = group.change(ours)
        if changed is not None:
            other, became = changed
            yield self.flag(f"{name} became {became} at {said}", source=number.span, target=other.span)
            return
        for one in ours - anywhere.keys():
            anywhere[one] = _ANYWHERE[one].search(unit.target) is not None
        if {_DIMENSION[one] for one in ours} & _ALWAYS and not any(anywhere[one] for one in ours):
            target = group.found[0][0].span
            yield self.flag(f"{name} is lost at {said}", severity=Severity.WARNING, source=number.span, target=target)


class _Side:
    """The numbers of one side, found by their readings, and what each counts."""

    def __init__(self, text: str, numbers: Sequence[Number]) -> None:
        self.text = text
        self.index = NumberIndex(numbers)
        self._units: dict[Span, frozenset[str]] = {}

    def units(self, number: Number) -> frozenset[str]:
        """As `_units`, found out once."""
        if number.span not in self._units:
            self._units[number.span] = _units(number, self.text)
        return self._units[number.span]


@dataclass(slots=True)
class _Group:
    """Numbers of the source that are read alike. compared: whether the target has some, and no time of day.

    first: the first of the source. minus, minus_after: whether one of the source, of the target is negative. expected,
    seen: what those of the source, of the target count; found: for each of the target.
    """

    compared: bool
    first: Number
    minus: bool = False
    minus_after: bool = False
    expected: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    found: Sequence[tuple[Number, frozenset[str]]] = ()
    changes: dict[frozenset[str], tuple[Number, str] | None] = field(default_factory=dict)

    @classmethod
    def of(cls, number: Number, here: _Side, there: _Side) -> _Group:
        """The group of a number of the source."""
        equal = there.index.like(number)
        if not equal or any(other.kind == "time" for other in equal):
            return cls(False, number)
        alike = here.index.like(number)
        found = [(other, there.units(other)) for other in equal]
        return cls(
            True,
            alike[0],
            any(_is_negative(other, here.text) for other in alike),
            any(_is_negative(other, there.text) for other in equal),
            frozenset().union(*(here.units(other) for other in alike)),
            frozenset().union(*(units for _, units in found)),
            found,
        )

    def change(self, ours: frozenset[str]) -> tuple[Number, str] | None:
        """The first number of the target that counts something else of a dimension of `ours`, and what."""
        if ours not in self.changes:
            dimensions = {_DIMENSION[name] for name in ours}
            others = (
                (other, min(units - self.expected))
                for other, units in self.found
                if any(_DIMENSION[name] in dimensions for name in units - self.expected)
            )
            self.changes[ours] = next(others, None)
        return self.changes[ours]


def _units(number: Number, text: str) -> frozenset[str]:
    """What `number` counts, by the names above; several where a word means several (`livres`), none where none."""
    if number.kind == "percent":
        return frozenset("%")
    before = _BEFORE.search(text[max(0, number.span.start - 6) : number.span.start])
    if before is not None:
        return frozenset(name for name in _UNITS["currency"] if _PATTERNS[name].match(before["sign"] or before["code"]))
    gap = _GAP.match(text, number.span.end)
    position = number.span.end if gap is None else gap.end()
    ends = {name: found.end() for name, pattern in _PATTERNS.items() if (found := pattern.match(text, position))}
    return frozenset(name for name, end in ends.items() if end == max(ends.values()))


def _is_negative(number: Number, text: str) -> bool:
    before = text[max(0, number.span.start - 12) : number.span.start]
    return _NEGATIVE.search(before) is not None and _RANGE.search(before) is None
