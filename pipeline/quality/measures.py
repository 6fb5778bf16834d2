"""Signs, currencies, units and percentages that changed while their number stayed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.bitext import Flag, Severity, Unit
from pipeline.quality.check import Check, both_sides
from pipeline.quality.numbers import numbers_of
from pipeline.text.numbers import Number

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
        for number in ours:
            equal = [other for other in theirs if number.readings & other.readings]
            if not equal or any(other.kind == "time" for other in equal):
                continue
            alike = [other for other in ours if number.readings & other.readings]
            yield from self._turned(unit, number, alike, equal)
            yield from self._changed(unit, number, alike, equal)

    def _turned(self, unit: Unit, number: Number, alike: list[Number], equal: list[Number]) -> Iterator[Flag]:
        """A flag where the number has a minus on one side only."""
        before = any(_is_negative(other, unit.source) for other in alike)
        after = any(_is_negative(other, unit.target) for other in equal)
        if before == after or number is not alike[0]:
            return
        side, text, place = ("en", unit.target, equal[0]) if before else ("fr", unit.source, number)
        if _DOWNWARDS[side].search(text[max(0, place.span.start - _NEAR) : place.span.end + _NEAR]):
            return
        said = f"the minus before {number.span.of(unit.source)}"
        message = f"{said} is lost" if before else f"{said} is not in the source"
        yield self.flag(message, source=number.span, target=equal[0].span)

    def _changed(self, unit: Unit, number: Number, alike: list[Number], equal: list[Number]) -> Iterator[Flag]:
        """A flag where what the number counts is lost or became another of its dimension."""
        ours = _units(number, unit.source)
        found = [(other, _units(other, unit.target)) for other in equal]
        if not ours or any(ours & units for _, units in found):
            return
        expected = frozenset().union(*(_units(other, unit.source) for other in alike))
        dimensions = {_DIMENSION[name] for name in ours}
        said = number.span.of(unit.source)
        name = min(ours)
        for other, units in found:
            if any(_DIMENSION[unit_] in dimensions for unit_ in units - expected):
                became = min(units - expected)
                yield self.flag(f"{name} became {became} at {said}", source=number.span, target=other.span)
                return
        if dimensions & _ALWAYS and not any(_ANYWHERE[unit_].search(unit.target) for unit_ in ours):
            yield self.flag(
                f"{name} is lost at {said}", severity=Severity.WARNING, source=number.span, target=equal[0].span
            )


@lru_cache(maxsize=1024)
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
