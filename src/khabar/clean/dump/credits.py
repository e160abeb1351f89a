"""Forms that say whose work it is: photo credits and captions, copyright, sources and agencies."""

from __future__ import annotations

import re

from khabar.clean.agency import acronym_of
from khabar.clean.dump.lines import ends_as_sentence, weight_of
from khabar.clean.dump.shapes import HEADLINE, NONE, SHORT, Reading, Shape, without_marks
from khabar.clean.scripts import has_no_spaces
from khabar.languages import PageMarks, agency_named, words_of

BRACKET_AT_END = re.compile(r"[(\[（【]([^()\[\]（）【】]{2,80})[)\]）】]\s*[.。]?$")
AFTER_STROKE = re.compile(r"(?:\s[/|–—-]\s?|\s?[/|]\s|[/／])([^/|／]{2,60})$")
LAST_SENTENCE = re.compile(r"[.。!?؟।።۔]\s*([^.。!?؟।።۔]{2,60})$")
# Where a sign points at a picture, or a bracket after a wide equals sign says when and by whom it was taken
# (both are customs of East Asian papers), or a name in capitals follows a stroke.
POINTER = re.compile(r"[▲△▴◀◁]\s*\w")
WIDE_EQUALS = re.compile(r"＝[^＝。]{2,40}[)）]$")
NAME_IN_CAPITALS = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+){0,3}\.?")
COPYRIGHT = re.compile(r"©|\(c\)\s*\d{4}|\bcopyright\b", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")


def _is_credit(text: str, reading: Reading) -> bool:
    """Whether a text (the end of a line) names a photographer, an archive or an agency."""
    words = words_of(text)
    edges = [" ".join(part) for length in (1, 2, 3) for part in (words[:length], words[-length:])]
    if any("photo" in reading.marks.own.get(phrase, NONE) for phrase in edges):
        return True
    if has_no_spaces(text) and any(text.endswith(phrase) for phrase in _photo_words(reading.marks)):
        return True
    return bool(agency_named(text)) or any(
        agency_named(part) for part in re.split(r"\s*/\s*|\s+via\s+", text)
    )


def _photo_words(marks: PageMarks) -> list[str]:
    return [phrase for phrase, kinds in marks.own.items() if "photo" in kinds and len(phrase) > 1]


def _looks_like_a_caption(text: str) -> bool:
    """Whether a line without a word for "photo" is written as captions are."""
    stroke = text.rfind("/") if "/" in text else text.rfind("|")
    name = text[stroke + 1 :].strip() if stroke > 0 else ""
    signed = name.isupper() and len(name) > 3 and NAME_IN_CAPITALS.fullmatch(name) is not None
    by_name = signed and any(map(str.islower, text[:stroke])) and (" " in name or ends_as_sentence(text[:stroke]))
    return bool(by_name or POINTER.match(text) or WIDE_EQUALS.search(text))


def credit(reading: Reading) -> Shape | None:
    """A photo credit, or a caption with its credit at the end."""
    line = reading.line
    if line.weight > 3 * HEADLINE:
        return None
    found = _told_credit(reading)
    if found is None and not line.ends and _looks_like_a_caption(line.text):
        return Shape("caption", sure=False)
    return found


def _told_credit(reading: Reading) -> Shape | None:
    """A credit by its words: the language's for photos, or an agency's name."""
    line, marked = reading.line, reading.marked
    if "photo" in marked.label and weight_of(marked.rest) <= 2 * HEADLINE:
        return Shape("credit")
    bracket = BRACKET_AT_END.search(line.text)
    signed = bracket and ends_as_sentence(line.text[: bracket.start()]) and agency_named(bracket[1])
    if bracket and _is_credit(bracket[1], reading) and not signed:
        return Shape("caption" if bracket.start() > 12 else "credit")
    last = LAST_SENTENCE.search(line.text)
    if last and not line.ends and weight_of(last[1]) <= 45 and _is_credit(last[1], reading):
        return Shape("caption")
    stroke = AFTER_STROKE.search(line.text)
    if stroke and not line.text.endswith((".", "。", "।")):
        tail = line.text[stroke.start() :].lstrip(" /|／–—-")
        parts = [tail, stroke[1], *re.split(r"\s+[/|–—-]\s+", line.text)[1:]]
        if any(_is_credit(part, reading) for part in parts) and not reading.line.text.startswith("#"):
            return Shape("caption", sure=line.weight < 3 * HEADLINE)
    abbreviated = line.text.split(" ", 1)[0].endswith(".")  # "fot. X / Y": no headline begins so
    if (
        "photo" in marked.start
        and not line.ends
        and line.weight <= (HEADLINE if abbreviated else 60)
        and marked.start_words < len(line.words)
    ):
        return Shape("credit", sure=marked.start_words > 1 or abbreviated or "/" in line.text)
    return None


def copyright(reading: Reading) -> Shape | None:
    """A line that claims a right; the outlet where it is named."""
    line = reading.line
    if line.weight > 3 * HEADLINE:
        return None
    begins = COPYRIGHT.match(line.text)
    if begins or (
        "copyright" in reading.marked.inside and (reading.marked.share >= 0.3 or YEAR.search(line.text))
    ):
        left = " ".join(without_marks(YEAR.sub(" ", line.text), reading.marks, frozenset(["copyright"])))
        start = line.text.lower().find(left.lower()) if left and len(left.split()) <= 4 else -1
        outlet = line.text[start : start + len(left)] if start >= 0 and not line.ends else None
        return Shape("copyright", sure=bool(begins), outlet=outlet)
    return Shape("credit", sure=False) if COPYRIGHT.search(line.text) and not line.ends else None


def source(reading: Reading) -> Shape | None:
    """A line that names the source: the agency of the report."""
    line, marked = reading.line, reading.marked
    if "source" in marked.label and marked.rest and len(marked.rest.split()) <= 8 and line.weight <= 80:
        name = marked.rest.strip(" .")
        return Shape("source", agency=agency_named(name) or name)
    agency = agency_named(line.text) or (acronym_of(line.text) if line.weight <= 2 * SHORT else None)
    if agency:
        return Shape("agency", agency=agency)
    parts = [part.strip() for part in re.split(r"\s*[/|,+&،]\s*|\s+[-–—]\s+", line.text) if part.strip()]
    named = [name for name in map(agency_named, parts) if name]
    if len(parts) > 1 and named and not line.ends and line.weight <= SHORT:
        return Shape("agency", sure=len(named) == len(parts), agency=named[0])
    return None
