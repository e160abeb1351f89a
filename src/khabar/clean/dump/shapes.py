"""What a line is by its own form, wherever it stands: date line, credit, hashtags, links, menu, label …

`shape_of` names the reason to remove a line, or None; `sure` says that the form alone is enough, also in the midst
of the body. A body sentence that merely contains a mark has none of these forms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from khabar.clean.dates import Date, find_dates
from khabar.clean.dump import cldr
from khabar.clean.dump.lines import Line, weight_of
from khabar.clean.dump.marks import Marked
from khabar.languages import PageMarks, agency_named, fold, words_of

LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?<!\S)@\w+|(?<!\S)[\w-]+(?:\.[\w-]+)*\.(?:com|org|net)(?:/\S*)?(?!\S)")
HASHTAG = re.compile(r"#[^#\s][^#]*")
BRACKET_AT_END = re.compile(r"[(\[（【]([^()\[\]（）【】]{2,80})[)\]）】]\s*[.。]?$")
AFTER_STROKE = re.compile(r"(?:\s[/|–—-]\s?|\s?[/|]\s|[/／])([^/|／]{2,60})$")
COPYRIGHT = re.compile(r"©|\(c\)\s*\d{4}|\bcopyright\b", re.IGNORECASE)
SEPARATORS = re.compile(r"\s+[|·•›»>/–—-]\s+|[|•›]")
YEAR = re.compile(r"(?:19|20)\d\d")
SHORT = 34.0  # weight of a label or menu entry; the longest section names of CLDR's own territories
HEADLINE = 150.0  # no headline is heavier, nor a date line, nor a credit alone
NAME_WORDS = 6
PROMOTION = frozenset(["read_more", "related", "share", "follow", "subscribe", "newsletter", "comments"])
CALLING = PROMOTION | {"consent"}
DENSE = 0.35  # share of a line's letters in phrases that call on the reader; body sentences of NTREX 61–123 stay below
NONE: frozenset[str] = frozenset()
FURNITURE = PROMOTION | {"platform"} | {"advertisement", "navigation", "video", "tags", "consent", "copyright", "photo"}
REASONS = {
    "photo": "credit", "video": "media", "source": "source", "author": "byline", "published": "date line",
    "updated": "date line", "reading_time": "reading time", "read_more": "related", "related": "related",
    "platform": "share", "share": "share", "follow": "follow", "subscribe": "subscription", "newsletter": "subscription",
    "comments": "comments", "tags": "tags", "advertisement": "advertisement", "copyright": "copyright",
    "consent": "consent", "navigation": "menu",
}  # fmt: skip
ORDER = tuple(REASONS)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a line is by its form: the `reason`, whether that is `sure`, and what it tells of the report."""

    reason: str
    sure: bool = True
    dates: tuple[Date, ...] = ()
    is_update: bool = False
    agency: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of one line before its form is judged."""

    line: Line
    marked: Marked
    marks: PageMarks
    language: str | None


def reason_of(kinds: frozenset[str]) -> str:
    """The reason of the first of the kinds, in one fixed order."""
    return REASONS[min(kinds, key=ORDER.index)]


def name_shaped(text: str) -> bool:
    """Whether a text may be a name: two to six words, in capitals where the script has them, no digits."""
    words = text.replace("-", " ").split()
    if not 1 <= len(words) <= NAME_WORDS or any(sign.isdigit() for sign in text) or weight_of(text) > 60:
        return False
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    small = [word for word in cased if word[0].islower()]
    return all(len(word) <= 4 for word in small) and (len(small) < len(cased) or not cased)


def _hashtags(reading: Reading) -> Shape | None:
    line = reading.line
    found = HASHTAG.findall(line.text)
    if not found or not line.text.startswith("#") or line.ends or line.weight > HEADLINE:
        return None
    if any(weight_of(tag) > 40 for tag in found):
        return None
    return Shape("hashtags", tags=tuple(tag.lstrip("#").strip(" ,;") for tag in found))


def _links(reading: Reading) -> Shape | None:
    bare = LINK.sub("", reading.line.text)
    if len(bare) == len(reading.line.text) or weight_of(bare) > 0.4 * reading.line.weight:
        return None
    return Shape("link")


def _without_marks(text: str, marks: PageMarks, kinds: frozenset[str]) -> list[str]:
    """The words left when phrases of the given kinds (in the language or any other) are taken out."""
    words, left, place = words_of(text), [], 0
    while place < len(words):
        for length in range(min(marks.longest, len(words) - place), 0, -1):
            phrase = " ".join(words[place : place + length])
            known = marks.own.get(phrase, frozenset()) | (marks.any.get(phrase, frozenset()) if length > 1 else frozenset())
            if known & kinds:
                place += length - 1
                break
        else:
            left.append(words[place])
        place += 1
    return left


BESIDE_DATES = frozenset(["published", "updated", "author", "reading_time", "source", "share", "comments"])


def _authors_in(text: str, reading: Reading) -> tuple[str, ...]:
    pieces = [piece.strip(" ,;|") for piece in SEPARATORS.split(text)]
    by = {phrase for phrase, kinds in reading.marks.own.items() if "author" in kinds}
    found = []
    for piece in pieces:
        words = piece.split()
        for length in (3, 2, 1):
            if " ".join(words_of(" ".join(words[:length]))) in by and name_shaped(" ".join(words[length:])):
                found.append(" ".join(words[length:]).strip(" :,;"))
                break
    return tuple(found)


def _date_line(reading: Reading) -> Shape | None:
    line, language = reading.line, reading.language
    if line.weight > HEADLINE or (line.ends and line.weight > PROSE_WITH_DATE):
        return None
    folded = fold(line.text)
    if not any(sign.isdigit() for sign in folded):
        return None
    if not line.ends and cldr.ago_pattern(language).fullmatch(folded.strip()):
        return Shape("date line")
    dates = [date for date in find_dates(line.text, language) if date.precision in ("day", "minute", "second")]
    if not dates:
        return _clock_line(folded, reading)
    bare = line.text
    for date in reversed(dates):
        bare = bare[: date.start] + " | " + bare[date.end :]
    authors = _authors_in(bare, reading)
    for author in authors:
        bare = bare.replace(author, " ")
    left = _without_marks(bare, reading.marks, BESIDE_DATES)
    agency = next(filter(None, map(agency_named, SEPARATORS.split(bare))), None)
    rest = sum(map(weight_of, left)) if not agency else 0.0
    is_update = "updated" in reading.marked.start | reading.marked.label
    if rest > 30 or len(left) > NAME_WORDS:
        return None
    is_marked = bool((reading.marked.start | reading.marked.label) & {"published", "updated"})
    return Shape("date line", rest <= 3 or is_marked, tuple(dates), is_update, agency, authors)


PROSE_WITH_DATE = 45.0  # a sentence with a date in it is longer than a date line that ends with a stop
CLOCK_LINE = re.compile(r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s*\(?[a-z]{2,5}\)?)?")


def _clock_line(folded: str, reading: Reading) -> Shape | None:
    words = _without_marks(CLOCK_LINE.sub("", folded), reading.marks, BESIDE_DATES)
    return Shape("date line", sure=False) if CLOCK_LINE.search(folded) and not words else None


def _reading_time(reading: Reading) -> Shape | None:
    line = reading.line
    folded = fold(line.text)
    if line.weight > SHORT or not any(sign.isdigit() for sign in folded):
        return None
    minutes = cldr.minutes_pattern(reading.language).search(folded)
    if "reading_time" in reading.marked.inside | reading.marked.whole | reading.marked.label:
        return Shape("reading time")
    left = words_of(folded.replace(minutes[0], " ")) if minutes else ["?"] * 9
    return Shape("reading time", sure=not left) if len(left) <= 2 and not line.ends else None


def _is_credit(text: str, reading: Reading) -> bool:
    """Whether a text (the end of a line) names a photographer, an archive or an agency."""
    words = words_of(text)
    first = [" ".join(words[:length]) for length in (1, 2, 3)]
    if any("photo" in reading.marks.own.get(phrase, frozenset()) for phrase in first):
        return True
    return bool(agency_named(text)) or any(agency_named(part) for part in re.split(r"\s*/\s*|\s+via\s+", text))


def _credit(reading: Reading) -> Shape | None:
    line, marked = reading.line, reading.marked
    if line.weight > 3 * HEADLINE:
        return None
    if "photo" in marked.label and weight_of(marked.rest) <= 2 * HEADLINE:
        return Shape("credit")
    bracket = BRACKET_AT_END.search(line.text)
    if bracket and _is_credit(bracket[1], reading) and (not line.ends or "/" in bracket[1] or ":" in bracket[1]):
        return Shape("caption" if bracket.start() > 12 else "credit")
    stroke = AFTER_STROKE.search(line.text)
    if stroke and not line.text.endswith((".", "。", "।")):
        tail = line.text[stroke.start() :].lstrip(" /|／–—-")
        parts = [tail, stroke[1], *re.split(r"\s+[/|–—-]\s+", line.text)[1:]]
        if any(_is_credit(part, reading) for part in parts) and not reading.line.text.startswith("#"):
            return Shape("caption", sure=line.weight < 3 * HEADLINE)
    if "photo" in marked.start and not line.ends and line.weight <= 60 and marked.start_words < len(line.words):
        return Shape("credit", sure=marked.start_words > 1 or "/" in line.text)
    return None


def _copyright(reading: Reading) -> Shape | None:
    line = reading.line
    if line.weight > 3 * HEADLINE:
        return None
    begins = COPYRIGHT.match(line.text)
    if begins or ("copyright" in reading.marked.inside and (reading.marked.share >= 0.3 or YEAR.search(line.text))):
        left = " ".join(_without_marks(YEAR.sub(" ", line.text), reading.marks, frozenset(["copyright"])))
        start = line.text.lower().find(left.lower()) if left and len(left.split()) <= 4 else -1
        outlet = line.text[start : start + len(left)] if start >= 0 and not line.ends else None
        return Shape("copyright", sure=bool(begins), outlet=outlet)
    return Shape("credit", sure=False) if COPYRIGHT.search(line.text) and not line.ends else None


def _source(reading: Reading) -> Shape | None:
    line, marked = reading.line, reading.marked
    if "source" in marked.label and marked.rest and len(marked.rest.split()) <= 8 and line.weight <= 80:
        name = marked.rest.strip(" .")
        return Shape("source", agency=agency_named(name) or name)
    agency = agency_named(line.text)
    if agency:
        return Shape("agency", agency=agency)
    parts = [part.strip() for part in re.split(r"\s*[/|,+&]\s*|\s+-\s+", line.text) if part.strip()]
    if len(parts) > 1 and all(agency_named(part) for part in parts):
        return Shape("agency", agency=agency_named(parts[0]))
    return None


def _byline(reading: Reading) -> Shape | None:
    line, marked = reading.line, reading.marked
    if line.ends or line.weight > 80:
        return None
    if "author" in marked.label and marked.rest and name_shaped(marked.rest):
        return Shape("byline", sure=False, authors=(marked.rest,))
    if "author" not in marked.start or marked.start_words >= len(line.text.split()):
        return None
    rest = " ".join(line.text.split()[marked.start_words :]).strip(" :")
    cased = any(sign.isupper() for sign in rest)
    if name_shaped(rest) and cased and len(rest.split()) >= 2:
        return Shape("byline", sure=False, authors=tuple(re.split(r"\s*,\s*", rest)))
    return None


def _tags(reading: Reading) -> Shape | None:
    marked = reading.marked
    if "tags" not in marked.label or not marked.rest or reading.line.ends or reading.line.weight > 2 * HEADLINE:
        return None
    tags = tuple(tag.strip(" #") for tag in re.split(r"[,،、，;|·•#]", marked.rest) if tag.strip(" #"))
    return Shape("tags", tags=tags) if all(weight_of(tag) <= 60 for tag in tags) else None


def _menu_line(reading: Reading) -> Shape | None:
    pieces = [piece for piece in SEPARATORS.split(reading.line.text) if piece.strip()]
    if reading.line.ends or len(pieces) < 3 or reading.line.weight / len(pieces) > 22:
        return None
    return Shape("menu", sure="|" in reading.line.text or len(pieces) > 3)


def _promotion(reading: Reading) -> Shape | None:
    line, marked = reading.line, reading.marked
    if marked.whole & FURNITURE:
        kinds = marked.whole & FURNITURE
        own = bool(reading.marks.own.get(" ".join(line.words), NONE) & FURNITURE)
        return Shape(reason_of(kinds), sure=own and not kinds <= {"navigation", "photo", "tags"})
    if marked.label & PROMOTION:
        return Shape(reason_of(marked.label & PROMOTION))
    if marked.start & PROMOTION and not line.ends and line.weight <= HEADLINE:
        sure = marked.start_words > 1 or marked.share >= 0.6
        return Shape(reason_of(marked.start & PROMOTION), sure=sure) if sure or marked.calls > 1 else None
    kinds = marked.inside & (PROMOTION | {"consent", "platform"})
    if not kinds & CALLING or marked.calls < 2:
        return None
    dense = marked.share >= DENSE and marked.calls > 2 and line.weight <= 2 * HEADLINE
    return Shape(reason_of(kinds), sure=dense) if dense or marked.calls > 2 or not line.ends else None


def _label(reading: Reading) -> Shape | None:
    line = reading.line
    if line.text.endswith((":", "：")) and line.weight <= SHORT and len(line.words) <= 3:
        return Shape("section label", sure=False)
    if " ".join(line.words) in cldr.place_names(reading.language):
        return Shape("section label", sure=False, tags=(line.text,))
    return None


FORMS = (
    _hashtags, _links, _source, _credit, _reading_time, _tags, _date_line, _copyright, _byline, _promotion,
    _menu_line, _label,
)  # fmt: skip


def shape_of(reading: Reading) -> Shape | None:
    """The first of the forms, in a fixed order, that the line has; None when it may be text."""
    return next((shape for shape in (form(reading) for form in FORMS) if shape), None)
