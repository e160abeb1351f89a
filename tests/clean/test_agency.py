"""The agency of a report: named, in the dateline, below the last words; persons and outlets are none."""

from __future__ import annotations

import pytest

from khabar.clean import clean_page
from khabar.clean.agency import acronym_of, agency_of
from khabar.records import Page

REST = "the ministers of both countries told reporters in the capital on Monday, after two days of talks."


@pytest.mark.parametrize(
    ("first", "agency"),
    [
        ("ANKARA (AA) - Görüşmeler başladı.", "AA"),
        ("KIGOMA (SHAMA) — Watu 27 wamethibitika kufariki.", "SHAMA"),
        ("RIGA, Nov 10 (Northgate) — Ministers agreed.", "Northgate"),
        ("The party (founded by exiles) — once large — won.", None),
        ("Liverpool (2) - Leeds (1) was the score.", None),
        ("Ministers agreed on Monday (Tuesday in Asia) - late.", None),
    ],
)
def test_datelines(first: str, agency: str | None) -> None:
    assert agency_of([first, REST]) == agency


def test_a_known_name_goes_before_a_dateline() -> None:
    assert agency_of(["RIGA (Northgate) — Ministers agreed.", "They left. (dpa)"]) == "dpa"


@pytest.mark.parametrize(
    ("line", "acronym"),
    [
        ("Kıta Haber Ajansı (KHA)", "KHA"),
        ("Shirika la Habari la Maziwa (SHAMA)", "SHAMA"),
        ("Ann Other (NATO)", None),
        ("Ann Other (London)", None),
        ("Walter Odera", None),
    ],
)
def test_acronyms(line: str, acronym: str | None) -> None:
    assert acronym_of(line) == acronym


def test_the_outlet_is_not_its_own_agency() -> None:
    dump = f"Ministers agree to reopen the bridge\n\nThe bridge was opened, {REST}\n\nSource: Hill Courier\n"
    assert clean_page(Page(dump)).agency == "Hill Courier"
    assert clean_page(Page(dump, extra={"outlet": "Hill Courier"})).agency is None
