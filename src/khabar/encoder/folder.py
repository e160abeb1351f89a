"""Opens a model folder of someone else's: the layout of sentence-transformers, with an ONNX graph."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import EncoderError
from .cache import sha256_of
from .pieces import UNKNOWN_PENALTY, WORD_START, Pieces
from .session import Encoder, Vectors, first_pool, mean_pool, open_session

if TYPE_CHECKING:
    from tokenizers import Tokenizer

GRAPHS = ("onnx/model.onnx", "model.onnx")
POOLINGS: dict[str, Callable[[Vectors], Vectors]] = {
    "pooling_mode_mean_tokens": mean_pool,
    "pooling_mode_cls_token": first_pool,
}
STEPS = (
    "Transformer",
    "Pooling",
    "Normalize",
)  # what Encoder does; a folder with others would come out wrong
PROMPTS = ("passage", "document")
LONGEST = 512  # tokens, where the folder does not say
LONGEST_PIECE = 64  # characters; some vocabularies hold a few pieces of hundreds of blanks
INPUTS = {"input_ids", "attention_mask", "token_type_ids"}


def open_folder(folder: Path) -> Encoder:
    """The model in `folder`: graph, tokenizer.json, and where given the pooling, prompts and lengths.

    Raises EncoderError where a file is missing or the model does what this encoder does not.
    """
    graph = _graph_in(folder)
    _refuse_other_steps(folder)
    session = open_session(graph)
    if strange := {entry.name for entry in session.get_inputs()} - INPUTS:
        raise _unfit(folder, f"its graph asks for {', '.join(sorted(strange))}")
    outputs = [output for output in session.get_outputs() if len(output.shape) == 3]
    if not outputs or not isinstance(outputs[0].shape[-1], int):
        raise _unfit(folder, "its graph gives no token vectors of a fixed dimension")
    return Encoder(
        name=folder.resolve().name,
        fingerprint=_fingerprint(folder, graph),
        dimension=outputs[0].shape[-1],
        threads=1,
        longest=_longest(folder),
        pieces=_pieces(folder),
        session=session,
        pool=_pooling(folder),
    )


def _unfit(folder: Path, reason: str) -> EncoderError:
    return EncoderError(
        f"The folder {folder} cannot be used as an encoder: {reason}. It needs onnx/model.onnx and "
        "tokenizer.json as sentence-transformers exports them; or leave the setting `encoder` out."
    )


def _settings(path: Path) -> dict[str, Any]:
    """The JSON object at `path`; an empty one where there is no file."""
    try:
        content = json.loads(path.read_bytes()) if path.is_file() else {}
    except (OSError, ValueError) as error:
        raise EncoderError(f"The file {path} cannot be read: {error}. Export it again.") from error
    return content if isinstance(content, dict) else {}


def _graph_in(folder: Path) -> Path:
    for name in GRAPHS:
        if (folder / name).is_file():
            return folder / name
    raise _unfit(folder, f"it has no {GRAPHS[0]}")


def _refuse_other_steps(folder: Path) -> None:
    listed = folder / "modules.json"
    if not listed.is_file():
        return
    try:
        kinds = [str(step["type"]).rsplit(".", 1)[-1] for step in json.loads(listed.read_bytes())]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _unfit(folder, f"its modules.json cannot be read ({error})") from error
    if strange := [kind for kind in kinds if kind not in STEPS]:
        raise _unfit(folder, f"it has a step that is not supported: {', '.join(strange)}")


def _pooling(folder: Path) -> Callable[[Vectors], Vectors]:
    asked = [name for name, value in _settings(folder / "1_Pooling/config.json").items() if value is True]
    modes = [name for name in asked if name.startswith("pooling_mode")]
    if not modes:
        return mean_pool
    if len(modes) > 1 or modes[0] not in POOLINGS:
        raise _unfit(folder, f"its pooling is not supported: {', '.join(modes)}")
    return POOLINGS[modes[0]]


def _longest(folder: Path) -> int:
    """The least of the lengths that the folder states."""
    config = _settings(folder / "config.json")
    stated = [
        _settings(folder / "sentence_bert_config.json").get("max_seq_length"),
        (_settings(folder / "tokenizer.json").get("truncation") or {}).get("max_length"),
        config.get("max_position_embeddings"),
    ]
    if config.get("model_type") in ("xlm-roberta", "roberta", "camembert") and stated[-1]:
        stated[-1] -= 2  # their positions are counted from 2
    return min((length for length in stated if isinstance(length, int)), default=LONGEST)


def _pieces(folder: Path) -> Pieces:
    path = folder / "tokenizer.json"
    if not path.is_file():
        raise _unfit(folder, "it has no tokenizer.json")
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises bare Exceptions
        raise _unfit(folder, f"its tokenizer.json cannot be read ({error})") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    before, after = _marks(tokenizer)
    prompts = _settings(folder / "config_sentence_transformers.json").get("prompts") or {}
    prefix = next((prompts[name] for name in PROMPTS if prompts.get(name)), "")
    before = (*before, *tokenizer.encode(prefix.rstrip(), add_special_tokens=False).ids)
    longest = max((len(piece) for piece in tokenizer.get_vocab()), default=1)
    start = tokenizer.token_to_id(WORD_START)
    return Pieces(tokenizer, before, after, _costs(path, tokenizer), start, min(longest, LONGEST_PIECE))


def _marks(tokenizer: Tokenizer) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The special ids that the tokenizer puts before and after a text."""
    encoding = tokenizer.encode("a")
    own = [place for place, special in enumerate(encoding.special_tokens_mask) if not special]
    if not own:
        return tuple(encoding.ids[:1]), tuple(encoding.ids[1:])
    return tuple(encoding.ids[: own[0]]), tuple(encoding.ids[own[-1] + 1 :])


def _costs(path: Path, tokenizer: Tokenizer) -> NDArray[np.float32]:
    """-log p of each piece: the Unigram scores, else Zipf's law, as vocabularies are listed by frequency."""
    size = tokenizer.get_vocab_size()
    ranks = np.arange(1, size + 1, dtype=np.float64)
    costs = np.log(ranks) + np.log(np.sum(1 / ranks))
    model = _settings(path).get("model", {})
    if model.get("type") == "Unigram":
        scores = np.array([score for _, score in model["vocab"]])
        costs[: len(scores)] = -scores
        if (unknown := model.get("unk_id")) is not None:
            costs[unknown] = costs.max() + UNKNOWN_PENALTY
    found: NDArray[np.float32] = costs.astype(np.float32)
    return found


def _fingerprint(folder: Path, graph: Path) -> str:
    """Of the graph, the files beside it that hold its weights, the tokenizer and the settings read here."""
    settings = ("tokenizer.json", "config.json", "1_Pooling/config.json", "config_sentence_transformers.json")
    paths = [graph, *sorted(graph.parent.glob(f"{graph.name}?*")), *(folder / name for name in settings)]
    found = [f"{path.name} {sha256_of(path)}" for path in paths if path.is_file()]
    return hashlib.sha256("\n".join(found).encode()).hexdigest()[:16]
