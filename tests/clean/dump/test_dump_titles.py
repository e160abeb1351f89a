"""Which line of a dump is its title: none that is furniture by itself, and the headline above the standfirst."""

from __future__ import annotations

import pytest

from khabar.clean.dump import article_from_dump

BODY = (
    "Fishermen pulled eighty people from the lake on Saturday after the ferry turned over in heavy swell.\n\n"
    "The ferry had been bound for the harbour of Kalemie, and carried twice the people that it may carry.\n\n"
    "Police are asking the owner of the ferry why nobody had counted the people who came on board."
)
TITLE = "Ferry sinks on the lake, fishermen save eighty people"


@pytest.mark.parametrize(
    "caption",
    [
        "Boats return to the harbour of Kalemie after the ferry sank on the lake. Photo: Hill Courier",
        "People saved from the ferry on the lake, Saturday. © Hill Courier",
        "Fishermen and people of the ferry in the harbour / ANN OTHER",
        "Fishermen on the lake after the ferry sank on Saturday. | COURTESY",
        "▲ Fishermen and people of the ferry in the harbour of Kalemie",
        "Fishermen of the lake in the harbour＝Saturday（Hill Courier）",
    ],
)
def test_a_caption_is_no_title(caption: str) -> None:
    article = article_from_dump(f"Hill Courier\nWorld\n{TITLE}\n13 May 2024\n{caption}\n\n{BODY}", "en")
    assert article.title == TITLE
    assert article.paragraphs == BODY.split("\n\n")
    assert caption in [entry.text for entry in article.removed]


def test_the_headline_stands_above_the_standfirst() -> None:
    standfirst = "Ferry to Kalemie carried twice the people that it may carry, fishermen say"
    article = article_from_dump(f"World\n{TITLE}\n{standfirst}\n13 May 2024\nShare\n\n{BODY}", "en")
    assert article.title == TITLE
    assert article.paragraphs[0] == standfirst


def test_a_title_printed_twice_stays_above_its_standfirst() -> None:
    standfirst = "The owner of the ferry is asked why nobody counted."
    article = article_from_dump(f"World\n{TITLE}\n{standfirst}\n{TITLE}\n13 May 2024\n\n{BODY}", "en")
    assert article.title == TITLE
    assert article.paragraphs == [standfirst, *BODY.split("\n\n")]


def test_a_path_with_the_title_is_no_title() -> None:
    article = article_from_dump(f"Hill Courier / World / {TITLE}\n{TITLE}\n13 May 2024\nShare\n\n{BODY}", "en")
    assert article.title == TITLE


def test_words_about_the_outlet_go() -> None:
    about = "Hill Courier is an independent paper that has spoken of the lake and its harbours since 1911."
    dump = f"{TITLE}\n13 May 2024\n\n{BODY}\n\nRead also: A new ferry\n\n{about}\n\n© 2024 Hill Courier"
    article = article_from_dump(dump, "en")
    assert article.paragraphs == BODY.split("\n\n")
    within = f"{TITLE}\n13 May 2024\n\n{about}\n\n{BODY}\n\n© 2024 Hill Courier"
    assert about in article_from_dump(within, "en").paragraphs
