"""Instalments: the title decides, the greatest number in the lead otherwise, families across languages."""

import pytest

from khabar.stories.instalments import conflicting, instalments_of


@pytest.mark.parametrize(
    ("title", "lead", "language", "expected"),
    [
        ("Second round of dam talks opens", "The first round ended last week without a deal.", "en", {"talks": 2}),
        ("Talks open in Nairobi", "After a first round in Istanbul, the second round began.", "en", {"talks": 2}),
        ("Les délégations à Nairobi", "La deuxième session de négociations a commencé.", "fr", {"talks": 2}),
        ("Bloc adopts 8th sanctions package", "The 7th package was adopted in May.", "en", {"package": 8}),
        ("Ministers meet", "It was their second meeting this year.", "en", {}),
        ("Ministers meet", "Twelve people died.", "en", {}),
    ],
)
def test_the_news_is_told_from_its_background(
    title: str, lead: str, language: str, expected: dict[str, int]
) -> None:
    assert instalments_of(title, lead, language) == expected


def test_only_the_same_family_conflicts() -> None:
    assert conflicting({"talks": 2}, {"talks": 1})
    assert not conflicting({"talks": 2}, {"talks": 2})
    assert not conflicting({"talks": 2}, {"package": 1})
    assert not conflicting({}, {"talks": 1})
