"""What is told while work goes on."""

from dataclasses import dataclass

from khabar.show.progress import Lines, Moving, Silent, sentence, watch


@dataclass(frozen=True, slots=True)
class Step:
    phase: str
    done: int
    total: int | None
    stories: int = 0
    set_aside: int = 0


def test_a_line_every_ten_seconds() -> None:
    clock = iter([0.0, 1.0, 5.0, 11.0, 12.0, 21.0])
    told: list[str] = []
    with Lines(told.append, now=lambda: next(clock)) as lines:
        for done in (0, 40, 100, 110, 200):
            lines(Step("clean", done, 400, stories=3, set_aside=2))
    assert told == [
        "cleaning: 100 of 400, 10.0/s, 0:30 left, 3 stories, 2 set aside",
        "cleaning: 200 of 400, 10.0/s, 0:20 left, 3 stories, 2 set aside",
    ]


def test_an_unknown_total_is_not_invented() -> None:
    assert sentence(Step("stories", 7, None), 0.0, None) == "grouping: 7"


def test_quiet_is_silent_and_no_terminal_gets_lines() -> None:
    assert isinstance(watch(quiet=True), Silent)
    assert isinstance(watch(quiet=False), Lines)


def test_the_bar_takes_every_phase() -> None:
    with Moving() as bar:
        bar(Step("clean", 1, None))
        bar(Step("clean", 2, 10, set_aside=1))
        bar(Step("stories", 1, 2, stories=1))
