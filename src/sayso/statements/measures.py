"""Units of measure and how they convert: "12 miles" and "19.3 km" are one length.

A small table, because a newsroom's units are few. Factors are the exact ones of the International
System and of the international yard and pound agreement of 1959; months and years are mean
Gregorian ones; "ton" without more is read as a tonne, which it is within a twentieth.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit: what it measures, and how many base units it is (with ``zero`` for temperatures)."""

    dimension: str
    factor: float
    zero: float = 0.0

    def base(self, value: float) -> float:
        """``value`` of this unit in the dimension's base unit."""
        return value * self.factor + self.zero


_TABLE = (
    # length, metres
    ("length", 1.0, "m metre metres meter meters"),
    ("length", 1000.0, "km kms kilometre kilometres kilometer kilometers"),
    ("length", 0.01, "cm centimetre centimetres centimeter centimeters"),
    ("length", 0.001, "mm millimetre millimetres millimeter millimeters"),
    ("length", 1609.344, "mile miles mi"),
    ("length", 1852.0, "nautical-mile nautical-miles nm nmi"),
    ("length", 0.3048, "ft foot feet"),
    ("length", 0.0254, "inch inches"),
    ("length", 0.9144, "yard yards yd yds"),
    # area, square metres
    ("area", 1e4, "hectare hectares ha"),
    ("area", 4046.8564224, "acre acres"),
    ("area", 1e6, "sq-km km² km2 square-kilometre square-kilometres square-kilometer square-kilometers"),
    ("area", 2589988.110336, "sq-mi sq-miles square-mile square-miles"),
    ("area", 1.0, "sq-m m² m2 square-metre square-metres square-meter square-meters"),
    ("area", 0.09290304, "sq-ft square-foot square-feet"),
    # mass, kilograms
    ("mass", 1.0, "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes"),
    ("mass", 0.001, "gram grams gramme grammes"),
    ("mass", 1e-6, "mg milligram milligrams"),
    ("mass", 1000.0, "tonne tonnes ton tons metric-ton metric-tons"),
    ("mass", 0.45359237, "lb lbs pounds-weight"),
    ("mass", 0.028349523125, "ounce ounces oz"),
    # volume, litres
    ("volume", 1.0, "litre litres liter liters"),
    ("volume", 0.001, "ml millilitre millilitres milliliter milliliters"),
    ("volume", 3.785411784, "gallon gallons"),
    ("volume", 158.987294928, "barrel barrels"),
    ("volume", 1000.0, "cubic-metre cubic-metres cubic-meter cubic-meters m³ m3"),
    # speed, metres a second
    ("speed", 1 / 3.6, "km/h kmh kph"),
    ("speed", 0.44704, "mph"),
    ("speed", 1852 / 3600, "knot knots"),
    # power, watts; energy, watt hours
    ("power", 1e6, "mw megawatt megawatts"),
    ("power", 1e3, "kw kilowatt kilowatts"),
    ("power", 1e9, "gw gigawatt gigawatts"),
    ("energy", 1e3, "kwh kilowatt-hour kilowatt-hours"),
    ("energy", 1e6, "mwh megawatt-hour megawatt-hours"),
    ("energy", 1e9, "gwh gigawatt-hour gigawatt-hours"),
    # time, days
    ("time", 1 / 86400, "second seconds"),
    ("time", 1 / 1440, "minute minutes min mins"),
    ("time", 1 / 24, "hour hours hr hrs"),
    ("time", 1.0, "day days night nights"),
    ("time", 7.0, "week weeks"),
    ("time", 14.0, "fortnight fortnights"),
    ("time", 365.2425 / 12, "month months"),
    ("time", 365.2425, "year years"),
    ("time", 3652.425, "decade decades"),
    ("time", 36524.25, "century centuries"),
)
MEASURES = {
    word.replace("-", " "): Measure(dimension, factor)
    for dimension, factor, words in _TABLE
    for word in words.split()
} | {
    word: Measure("temperature", 5 / 9, -160 / 9)
    for word in ("°f", "fahrenheit", "degrees fahrenheit")
} | {word: Measure("temperature", 1.0) for word in ("°c", "celsius", "degrees celsius")}


def measure_of(word: str) -> Measure | None:
    """The unit that ``word`` names, in any case; None where it names none."""
    return MEASURES.get(word.lower())
