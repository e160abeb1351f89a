"""Opens an encoder by name, once a process."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache as once
from pathlib import Path

import numpy as np

from ..errors import EncoderError
from .cache import cache_folder, kept
from .graph import GRAPH_VERSION, graph_of, write_graph
from .outliers import OUTLIERS
from .pieces import unigram_pieces
from .session import Encoder, mean_pool, open_session, usable_threads
from .weights import WEIGHTS_SHA256, read_weights, weights_path

DEFAULT = "default"
E5_SMALL = "e5-small"
E5_PREFIX = "passage:"  # multilingual-e5 was trained with "query: " or "passage: " before every text
E5_LONGEST = 512
GRAPH_FILE, VOCABULARY_FILE, SCORES_FILE = "graph.onnx", "vocabulary.txt", "scores.npy"


def open_encoder(name: str = DEFAULT, cache: Path | None = None, threads: int = 0) -> Encoder:
    """The encoder of that name, opened once a process.

    `name` is "default" (multilingual-e5-small) or the path of a folder in the layout of sentence-transformers
    with onnx/model.onnx and tokenizer.json. `cache` is where the default's graph is kept (else KHABAR_CACHE,
    else the user's cache folder); it is built at the first opening on a machine. `threads` is how many texts
    run side by side, 0 for one a core. Raises EncoderError, which says what to do, where there is no such
    encoder or it cannot be built.
    """
    opened = (
        _opened_folder(name) if name not in (DEFAULT, E5_SMALL) else _opened_e5_small(cache_folder(cache))
    )
    return replace(opened, threads=usable_threads(threads))


def fingerprint() -> str:
    """What decides a vector of the default encoder; known without opening it."""
    recipe = f"{WEIGHTS_SHA256} {GRAPH_VERSION} {OUTLIERS} {E5_PREFIX} mean"
    return hashlib.sha256(recipe.encode()).hexdigest()[:16]


def build_e5_small(folder: Path) -> None:
    """Writes the graph and the vocabulary of the packed model into `folder`."""
    weights = read_weights(weights_path())
    write_graph(graph_of(weights), folder / GRAPH_FILE)
    (folder / VOCABULARY_FILE).write_bytes("\n".join(weights.pieces).encode())
    np.save(folder / SCORES_FILE, weights.scores)


@once
def _opened_e5_small(cache: Path) -> Encoder:
    folder = kept(cache / f"{E5_SMALL}-{fingerprint()}", build_e5_small)
    vocabulary = (folder / VOCABULARY_FILE).read_bytes().decode().split("\n")
    pieces = unigram_pieces(vocabulary, np.load(folder / SCORES_FILE), E5_PREFIX)
    session = open_session(folder / GRAPH_FILE)
    dimension = session.get_outputs()[0].shape[-1]
    return Encoder(E5_SMALL, fingerprint(), dimension, 1, E5_LONGEST, pieces, session, mean_pool)


@once
def _opened_folder(name: str) -> Encoder:
    if not Path(name).is_dir():
        raise EncoderError(
            f"There is no encoder {name!r}: it is neither {DEFAULT!r} nor a folder. Name a folder with "
            "onnx/model.onnx and tokenizer.json in the setting `encoder`, or leave the setting out."
        )
    from .folder import open_folder

    return open_folder(Path(name))
