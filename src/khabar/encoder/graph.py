"""Writes the packed model as an ONNX graph: token ids in, token vectors out, one text a run.

Why this graph (figures: `python bench/encoder.py`, NTREX documents cut at 128 tokens, 2 cores):

* One text a run, so that nothing is padded and no text ever sees another: a text's vector is a function of
  the text, bit for bit. Two single-threaded runs side by side also beat one run on two threads.
* Weights in 7 bits a column, activations in 8 bits a text: 61 texts by second and core where the float graph
  makes 27, at the same R@1. MatMulNBits, which takes the 4-bit blocks as they are, makes 28.
* Seven bits, not eight, because 255 · 64 · 2 fits in 16 bits: processors without VNNI add two products in 16
  bits and cut larger sums off, so the same text would get other vectors on another machine.
* `outliers` brings the mean cosine to the float graph from .9966 to .9988, at no cost in time.
* Add and LayerNormalization, not the fused SkipLayerNormalization: that took 5 of 19 ms on ONNX Runtime 1.32.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .outliers import OUTLIERS, Outliers
from .weights import BLOCK, Weights

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

GRAPH_VERSION = 1  # a part of the fingerprint: raise it whenever the graph gives other vectors
CONTRIBUTED = "com.microsoft"  # ONNX Runtime's own operators
LARGEST = 64  # of a 7-bit weight
INPUT, OUTPUT = "input_ids", "last_hidden_state"


@dataclass(slots=True)
class Sketch:
    """The nodes and constants of a graph while it is drawn."""

    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)

    def constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output


class Product(Protocol):
    """Draws `entrance @ values + bias` and returns the name of the result."""

    def __call__(
        self, sketch: Sketch, entrance: str, values: NDArray[np.float32], bias: NDArray[np.float32], name: str
    ) -> str: ...


def float_product(
    sketch: Sketch, entrance: str, values: NDArray[np.float32], bias: NDArray[np.float32], name: str
) -> str:
    """The product in float32: the reference that the others are measured against."""
    product = sketch.node("MatMul", [entrance, sketch.constant(f"{name}.weight", values)], f"{name}.product")
    return sketch.node("Add", [product, sketch.constant(f"{name}.bias", bias)], name)


def integer_product(
    sketch: Sketch, entrance: str, values: NDArray[np.float32], bias: NDArray[np.float32], name: str
) -> str:
    """The product in integers: weights by column in 7 bits, activations by text in 8."""
    scales = (np.abs(values).max(axis=0) / LARGEST).astype(np.float32)
    constants = [
        sketch.constant(f"{name}.weight", np.rint(values / scales).astype(np.int8)),
        sketch.constant(f"{name}.scale", scales),
        sketch.constant(f"{name}.zero", np.zeros(scales.shape, np.int8)),
        sketch.constant(f"{name}.bias", bias),
    ]
    return sketch.node("DynamicQuantizeMatMul", [entrance, *constants], name, CONTRIBUTED)


def graph_of(
    weights: Weights, product: Product = integer_product, outliers: tuple[Outliers, ...] = OUTLIERS
) -> ModelProto:
    """The whole graph (BERT, Devlin et al. 2019), ids (1, t) to token vectors (1, t, width); no pooling."""
    from onnx import TensorProto, helper

    sketch = Sketch()
    entrance = _embedding(sketch, weights)
    for layer in range(weights.layers):
        attended = _attention(sketch, weights, product, layer, entrance)
        entrance = _feed_forward(sketch, weights, product, layer, attended, outliers[layer])
    sketch.node("Identity", [entrance], OUTPUT)
    graph = helper.make_graph(
        sketch.nodes,
        "multilingual-e5-small",
        [helper.make_tensor_value_info(INPUT, TensorProto.INT64, [1, "tokens"])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, "tokens", weights.width])],
        sketch.constants,
    )
    versions = [helper.make_opsetid("", 21), helper.make_opsetid(CONTRIBUTED, 1)]
    return helper.make_model(graph, opset_imports=versions, ir_version=10)


def write_graph(model: ModelProto, path: Path) -> None:
    """Writes the graph to `path` and its constants beside it, to `path`.weights, to be mapped, not read."""
    import onnx

    onnx.save_model(
        model, str(path), save_as_external_data=True, location=f"{path.name}.weights", size_threshold=1024
    )


def _embedding(sketch: Sketch, weights: Weights) -> str:
    """Piece + position + segment, then the layer norm; the 250,000 pieces stay in 4 bits."""
    from onnx import TensorProto, helper

    numbers, scales = weights.packed("emb.word", weights.width)
    numbers, scales = numbers[: len(weights.pieces)], scales[: len(weights.pieces)]
    signed = numbers ^ 8  # 0..15 around 8 becomes two's complement around 0
    halves = signed[:, 0::2] | (signed[:, 1::2] << 4)
    table = helper.make_tensor("pieces", TensorProto.INT4, list(signed.shape), halves.tobytes(), raw=True)
    sketch.constants.append(table)
    piece = sketch.node(
        "GatherBlockQuantized",
        ["pieces", INPUT, sketch.constant("pieces.scale", scales)],
        "piece",
        CONTRIBUTED,
        block_size=BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )
    places = weights.floats("emb.pos").reshape(weights.positions, weights.width)
    segment = weights.floats("emb.type")[: weights.width]  # every text is one segment
    length = sketch.node("Shape", [INPUT], "length", start=1, end=2)
    table_of_places, zero = sketch.constant("places", places + segment), np.zeros(1, np.int64)
    start, axis = sketch.constant("start", zero), sketch.constant("axis", zero)
    place = sketch.node("Slice", [table_of_places, start, length, axis], "place")
    return _normed(sketch, weights, piece, place, "emb.ln")


def _attention(sketch: Sketch, weights: Weights, product: Product, layer: int, entrance: str) -> str:
    name = f"l{layer}"

    def part(short: str, source: str) -> str:
        values = weights.matrix(f"{name}.{short}.w", weights.width)
        return product(sketch, source, values, weights.floats(f"{name}.{short}.b"), f"{name}.{short}")

    parts = [part(short, entrance) for short in ("q", "k", "v")]
    heads = sketch.node("MultiHeadAttention", parts, f"{name}.heads", CONTRIBUTED, num_heads=weights.heads)
    return _normed(sketch, weights, entrance, part("ao", heads), f"{name}.aln")


def _feed_forward(
    sketch: Sketch, weights: Weights, product: Product, layer: int, entrance: str, outliers: Outliers
) -> str:
    """Two groups of inner channels, the loud ones in float and the others by `product`, added in the end."""
    name = f"l{layer}"
    inward = weights.matrix(f"{name}.fi.w", weights.width)
    outward = weights.matrix(f"{name}.fo.w", inward.shape[1])
    inward_bias, outward_bias = weights.floats(f"{name}.fi.b"), weights.floats(f"{name}.fo.b")
    loud = np.isin(np.arange(inward.shape[1]), outliers.inner)
    calmed, divisors = _calmed(sketch, entrance, weights.width, outliers, name)

    inner = product(sketch, calmed, (inward * divisors)[:, ~loud], inward_bias[~loud], f"{name}.fi")
    inner = sketch.node("Gelu", [inner], f"{name}.inner", CONTRIBUTED)
    left = product(sketch, inner, outward[~loud], outward_bias, f"{name}.fo")
    if loud.any():
        rest = float_product(sketch, entrance, inward[:, loud], inward_bias[loud], f"{name}.loud.fi")
        rest = sketch.node("Gelu", [rest], f"{name}.loud.inner", CONTRIBUTED)
        outward_loud = sketch.constant(f"{name}.loud.fo.weight", outward[loud])
        rest = sketch.node("MatMul", [rest, outward_loud], f"{name}.loud.fo")
        left = sketch.node("Add", [left, rest], f"{name}.left")
    return _normed(sketch, weights, entrance, left, f"{name}.oln")


def _calmed(
    sketch: Sketch, entrance: str, width: int, outliers: Outliers, name: str
) -> tuple[str, NDArray[np.float32]]:
    """The entrance with its loud channels divided, and the divisors (width, 1) for the weights."""
    divisors = np.ones((width, 1), np.float32)
    if not outliers.entrance:
        return entrance, divisors
    for channel, divisor in outliers.entrance:
        divisors[channel] = divisor
    factors = sketch.constant(f"{name}.calm", 1 / divisors[:, 0])
    return sketch.node("Mul", [entrance, factors], f"{name}.calmed"), divisors


def _normed(sketch: Sketch, weights: Weights, left: str, right: str, name: str) -> str:
    total = sketch.node("Add", [left, right], f"{name}.sum")
    scale = sketch.constant(f"{name}.scale", weights.floats(f"{name}.w"))
    bias = sketch.constant(f"{name}.bias", weights.floats(f"{name}.b"))
    return sketch.node("LayerNormalization", [total, scale, bias], name, epsilon=1e-12)
