"""Vectors are a function of the text: not of its neighbours, its place or the number of threads."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from khabar.encoder import Encoder

SENTENCES = [
    "Deprem İzmir'i vurdu, onlarca ev yıkıldı.",
    "Tetemeko la ardhi lapiga Izmir na kubomoa nyumba kadhaa.",
    "Землетрясение произошло в Измире, разрушены дома.",
    "زلزال يضرب إزمير ويدمر عشرات المنازل.",
    "地震袭击伊兹密尔，数十座房屋倒塌。",
    "የመሬት መንቀጥቀጥ ኢዝሚርን መታ።",
    "The central bank kept its key rate at 4.5 percent on Thursday.",
    "Merkez bankası faizi yüzde 4,5'te tuttu.",
]
TEXTS = [*SENTENCES, "", "x", " ".join(SENTENCES), " ".join(SENTENCES * 5), *(s[:20] for s in SENTENCES)]


@pytest.fixture(scope="module")
def alone(encoder: Encoder) -> np.ndarray:
    return np.concatenate([encoder.vectors([text]) for text in TEXTS])


def test_vectors_are_unit_and_of_the_stated_shape(encoder: Encoder, alone: np.ndarray) -> None:
    assert alone.shape == (len(TEXTS), encoder.dimension) == (len(TEXTS), 384)
    assert alone.dtype == np.float32
    assert np.linalg.norm(alone, axis=1) == pytest.approx(1, abs=1e-5)
    assert encoder.vectors([]).shape == (0, 384)
    assert encoder.tokens([]) == []


def test_a_vector_does_not_depend_on_the_texts_beside_it(encoder: Encoder, alone: np.ndarray) -> None:
    assert np.array_equal(encoder.vectors(TEXTS), alone)
    for size in (2, 3, 7):
        parts = [encoder.vectors(TEXTS[at : at + size]) for at in range(0, len(TEXTS), size)]
        assert np.array_equal(np.concatenate(parts), alone)


def test_a_vector_does_not_depend_on_order(encoder: Encoder, alone: np.ndarray) -> None:
    for seed in range(3):
        order = random.Random(seed).sample(range(len(TEXTS)), len(TEXTS))
        assert np.array_equal(encoder.vectors([TEXTS[place] for place in order]), alone[order])


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_a_vector_does_not_depend_on_threads(encoder: Encoder, alone: np.ndarray, threads: int) -> None:
    assert np.array_equal(replace(encoder, threads=threads).vectors(TEXTS), alone)


def test_the_nearest_text_tells_the_same_news_in_another_language(encoder: Encoder) -> None:
    found = encoder.vectors(SENTENCES)
    nearness = found @ found.T - 2 * np.eye(len(found))
    news = ["quake"] * 6 + ["rate"] * 2
    assert [news[place] for place in nearness.argmax(1)] == news


def test_token_vectors_pool_to_the_text_vector(encoder: Encoder) -> None:
    text = SENTENCES[0]
    (tokens,) = encoder.tokens([text])
    hidden = encoder._run(encoder.pieces.cut(text, 512).ids)
    first = len(encoder.pieces.before)
    assert np.array_equal(tokens.vectors, hidden[first:-1])
    pooled = hidden.mean(0)
    assert np.allclose(pooled / np.linalg.norm(pooled), encoder.vectors([text])[0], atol=1e-6)


def test_the_graph_stays_near_the_float_graph(encoder: Encoder, tmp_path: Path) -> None:
    from khabar.encoder.graph import float_product, graph_of, write_graph
    from khabar.encoder.outliers import OUTLIERS, Outliers
    from khabar.encoder.session import open_session
    from khabar.encoder.weights import read_weights, weights_path

    path = tmp_path / "graph.onnx"
    write_graph(graph_of(read_weights(weights_path()), float_product, (Outliers(),) * len(OUTLIERS)), path)
    reference = replace(encoder, session=open_session(path)).vectors(TEXTS)
    cosines = (reference * encoder.vectors(TEXTS)).sum(1)
    assert cosines.min() > 0.99
    assert cosines.mean() > 0.997
