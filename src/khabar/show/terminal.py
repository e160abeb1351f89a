"""Text from anywhere on a terminal: harmless, in one direction, and as wide as it looks.

Titles and names come from strangers' pages. Nothing they hold may move the cursor, colour the screen, turn
the reading direction of what follows, or be taken for markup.
"""

from __future__ import annotations

import io
import re
import sys
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.measure import Measurement
    from rich.text import Text

# First strong isolate and its end (Unicode Bidirectional Algorithm, UAX 9): what stands between them takes
# its direction from its own first letter, and moves nothing outside.
ISOLATE, ISOLATE_END = "\u2068", "\u2069"

# ECMA-48 sequences, whole, so that no "[31m" is left over: OSC and the like up to their end, CSI, the rest.
_SEQUENCES = re.compile(
    "(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\\\|\x9c)?"
    "|(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]?"
    "|\x1b[ -/]{0,16}[0-~]?"
)
# Controls, line and paragraph separators, direction overrides and isolates, invisible and tag characters,
# lone surrogates. The joiners (U+200C, U+200D) and plain direction marks stay: Persian and Hindi need them.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_RIGHT_TO_LEFT = frozenset(["R", "AL", "AN"])
_LONGEST = 20_000  # characters of one cell; a page's title may be a page


def plain(text: str, longest: int = _LONGEST) -> str:
    """The text as one line without escape sequences, controls and direction overrides; cut at `longest`."""
    text = _SEQUENCES.sub("", text[: 4 * longest])
    text = " ".join(_UNSAFE.sub(lambda found: " " if found[0].isspace() else "", text).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def is_right_to_left(text: str) -> bool:
    """Whether any letter of the text runs from right to left."""
    return any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)


def isolated(text: str) -> str:
    """The text between isolates where it needs them, so that the words around it keep their places."""
    return f"{ISOLATE}{text}{ISOLATE_END}" if is_right_to_left(text) else text


def width_at_most(text: str) -> int:
    """How many cells the text takes at most. Terminals differ on the spacing marks of Indic scripts (category
    Mc): a cell each in some, none in others, as rich counts."""
    from rich.cells import cell_len

    return cell_len(text) + sum(unicodedata.category(sign) == "Mc" for sign in text)


@dataclass(frozen=True, slots=True)
class Foreign:
    """Text of any script as something rich can lay out: each of its lines is isolated by itself, because a
    line break inside an isolate would leave the second line without a beginning.

    `most_lines` 0 is as many as it takes; `marked` shows what stands between ⟦ and ⟧ in bold.
    """

    text: str
    style: str = ""
    most_lines: int = 0
    marked: bool = False

    def _drawn(self) -> Text:
        from rich.text import Text

        safe = plain(self.text)
        if not self.marked:
            return Text(safe, style=self.style)
        drawn = Text(style=self.style)
        for number, part in enumerate(re.split("[⟦⟧]", safe)):
            drawn.append(part, style="bold yellow" if number % 2 else "")
        return drawn

    def _lines(self, console: Console, width: int) -> list[Text]:
        """The text in lines of at most `width` cells. They are measured on a copy in which every spacing mark
        is a letter, and take their own signs back afterwards."""
        drawn = self._drawn()
        signs = drawn.plain
        drawn.plain = "".join("x" if unicodedata.category(sign) == "Mc" else sign for sign in signs)
        copy, lines, place = drawn.plain, list(drawn.wrap(console, width)), 0
        cut = self.most_lines and len(lines) > self.most_lines
        if cut:
            lines = lines[: self.most_lines]
            lines[-1].truncate(width - 1)
        for line in lines:
            line.rstrip()
            place = copy.index(line.plain, place)
            line.plain = signs[place : place + len(line)]
            place += len(line)
        if cut:
            lines[-1].append("…")
        return lines

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.text import Text

        for line in self._lines(console, max(2, options.max_width)) or [Text()]:
            yield Text.assemble(ISOLATE, line, ISOLATE_END) if is_right_to_left(line.plain) else line

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        from rich.measure import Measurement

        width = width_at_most(self._drawn().plain)
        return Measurement(min(width, 16, options.max_width), min(width, options.max_width))


def print_trimmed(console: Console, drawn: RenderableType) -> None:
    """Print without the blanks that rich puts at the ends of lines: where a terminal draws a script wider
    than rich counts, they would run over into lines of their own."""
    from rich.segment import Segment, Segments

    for line in console.render_lines(drawn, pad=False):
        while line and not line[-1].text.strip():
            line.pop()
        if line:
            line[-1] = Segment(line[-1].text.rstrip(), line[-1].style)
        console.print(Segments([*line, Segment.line()]), end="")


def output() -> Console:
    """The console for results; without a terminal it is as wide as COLUMNS says, else 80."""
    from rich.console import Console

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter gets a question mark

    class Results(Console):
        def on_broken_pipe(self) -> None:
            """`khabar stories | head` is no failure: `verbs` ends it quietly, where rich would exit with 1."""
            raise BrokenPipeError

    return Results(markup=False, highlight=False, emoji=False)


def messages() -> Console:
    """The console for progress and messages: stderr."""
    from rich.console import Console

    return Console(stderr=True, markup=False, highlight=False, emoji=False, soft_wrap=True)
