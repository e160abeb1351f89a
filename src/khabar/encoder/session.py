"""Runs the graph: texts in, vectors out."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..errors import EncoderError
from .pieces import Pieces, visible

Vectors = NDArray[np.float32]
THREADS = "KHABAR_THREADS"
Result = TypeVar("Result")

# 128 tokens (title and the first paragraphs) find the same document in another language as often as 512 do
# (mean R@1 .987 and .983 in bench/encoder.py; 80 tokens: .980), in a quarter of the time.
MOST_TOKENS = 128


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """One text's tokens: `vectors` (t, dimension), not normalised; `offsets` (t, 2), code points of the text.

    A token that stands for nothing visible (a blank, a character that normalisation drops) has an empty span.
    """

    vectors: Vectors
    offsets: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """An opened encoder; any number of threads may use it at once.

    `fingerprint` names everything that decides a vector: weights, graph, vocabulary, prefix and pooling.
    Vectors of different fingerprints must not be compared. `threads` texts run side by side; `longest` is how
    many tokens one text may have.
    """

    name: str
    fingerprint: str
    dimension: int
    threads: int
    longest: int
    pieces: Pieces
    session: Any  # onnxruntime.InferenceSession, which has no types of its own
    pool: Callable[[Vectors], Vectors]

    def vectors(self, texts: Sequence[str], *, most_tokens: int = MOST_TOKENS) -> Vectors:
        """One unit vector a text, (n, dimension), of its first `most_tokens` tokens, marks included.

        A text's vector does not depend on the texts beside it, on their order or on the number of threads.
        """

        def vector(text: str) -> Vectors:
            pooled = self.pool(self._run(self.pieces.cut(text, self._most(most_tokens)).ids))
            return pooled / max(float(np.linalg.norm(pooled)), 1e-12)

        found = self._each(vector, texts)
        return np.stack(found) if found else np.zeros((0, self.dimension), np.float32)

    def tokens(self, texts: Sequence[str], *, most_tokens: int = 512) -> list[TokenVectors]:
        """The vector and the place of each token, text by text; tokens past `most_tokens` are left out."""
        first, last = len(self.pieces.before), len(self.pieces.after)

        def token_vectors(text: str) -> TokenVectors:
            cut = self.pieces.cut(text, self._most(most_tokens))
            hidden = self._run(cut.ids)
            return TokenVectors(hidden[first : len(hidden) - last], visible(text, cut.offsets))

        return self._each(token_vectors, texts)

    def surprise(self, words: Sequence[str]) -> NDArray[np.float32]:
        """How rare each word is, in nats: the sum of -log p of its pieces under the vocabulary's own model.

        A measure of frequency over all the encoder's languages at once; the empty word has 0.
        """
        return self.pieces.surprise(words)

    def _most(self, most_tokens: int) -> int:
        return min(most_tokens, self.longest)

    def _run(self, ids: NDArray[np.int64]) -> Vectors:
        """Token vectors (t, dimension). One text a run: see `graph` for the reason."""
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        wanted = [output.name for output in self.session.get_outputs() if len(output.shape) == 3][:1]
        asked = {entry.name: given[entry.name] for entry in self.session.get_inputs()}
        hidden: Vectors = self.session.run(wanted, asked)[0][0]
        return hidden

    def _each(self, work: Callable[[str], Result], texts: Sequence[str]) -> list[Result]:
        """Single-threaded runs side by side. The pool lives for one call, so a fork finds no dead threads."""
        if self.threads == 1 or len(texts) < 2:
            return [work(text) for text in texts]
        with ThreadPoolExecutor(min(self.threads, len(texts))) as pool:
            return list(pool.map(work, texts))


def open_session(graph: Path) -> Any:
    """The graph on one thread and without spinning: `Encoder` runs several texts side by side instead."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    # The extended level would fuse what `graph` keeps apart on purpose.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's exceptions share no class of their own
        raise EncoderError(
            f"The encoder's graph {graph} cannot be opened: {error}. Delete its folder and retry, or name "
            "another encoder in the setting `encoder`."
        ) from error


def usable_threads(threads: int) -> int:
    """`threads`, or where it is 0 the environment's KHABAR_THREADS, or the number of cores this process may
    use. Worker processes that share the cores are told their part through the environment."""
    told = os.environ.get(THREADS, "")
    if threads > 0 or told.isdecimal():
        return threads or max(1, int(told))
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def mean_pool(hidden: Vectors) -> Vectors:
    """The mean over all tokens, marks and prefix included: multilingual-e5 was trained so."""
    mean: Vectors = hidden.mean(axis=0)
    return mean


def first_pool(hidden: Vectors) -> Vectors:
    """The first token's vector, where a model was trained to gather the text in it."""
    first: Vectors = hidden[0]
    return first
