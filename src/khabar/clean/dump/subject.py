"""What lines speak of: the stems of their content words, in any script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from khabar.clean.dump.lines import Line

CONTENT_LENGTH = 4  # letters of a word that can carry content; its first letters stand for all its forms
STEM = 6
# Share of content words that a stretch has in common with the body. NTREX documents 61–123, 14 languages,
# lines against the first part of their own document and of another: the area under the curve is .89, and .2
# keeps .70 of a document's own lines and .14 of the others', .3 keeps .43 and .03. Several lines together
# part better.
SAME_SUBJECT = 0.2


def content_of(lines: Sequence[Line]) -> Counter[str]:
    """The stems of the content words of lines; pairs of signs where words are not divided."""
    return Counter(stem for line in lines for stem in stems_of(line))


def stems_of(line: Line) -> set[str]:
    """The content words of one line, cut to their first letters; pairs of signs in scripts without spaces."""
    stems: set[str] = set()
    for word in line.words:
        if word[0] >= "\u0e00" and not "\u1200" <= word[0] <= "\u137f" and not word[0] >= "\uac00":
            stems.update(word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= (CONTENT_LENGTH if word[0] < "\u1100" else 2):
            stems.add(word[:STEM])
    return stems


def shared(line: Line, content: Counter[str]) -> float:
    """The share of a line's content words that occur in the content of other lines."""
    stems = stems_of(line)
    return sum(stem in content for stem in stems) / len(stems) if stems else 0.0
