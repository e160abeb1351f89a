"""A model folder of someone else's, made here: two words of state, no training."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from khabar.encoder import open_encoder
from khabar.encoder.folder import open_folder
from khabar.errors import EncoderError

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "kyiv", "talks", "quake", "izmir", "passage"]
TABLE = np.random.default_rng(7).normal(size=(len(WORDS), 6)).astype(np.float32)


INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def make_folder(folder: Path, inputs: tuple[str, ...] = INPUTS) -> Path:
    (folder / "onnx").mkdir(parents=True)
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", 6])],
        [numpy_helper.from_array(TABLE, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save_model(model, str(folder / "onnx" / "model.onnx"))
    tokenizer = Tokenizer(models.WordLevel({word: place for place, word in enumerate(WORDS)}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    marks = [("[CLS]", 2), ("[SEP]", 3)]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, marks)
    tokenizer.enable_truncation(4)
    tokenizer.enable_padding(length=16)
    tokenizer.save(str(folder / "tokenizer.json"))
    write(folder / "config.json", {"max_position_embeddings": 32, "model_type": "bert"})
    write(folder / "sentence_bert_config.json", {"max_seq_length": 8})
    return folder


def write(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content))


def unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


def test_mean_of_all_tokens(tmp_path: Path) -> None:
    encoder = open_encoder(str(make_folder(tmp_path / "tiny")), threads=1)
    assert (encoder.name, encoder.dimension, encoder.threads) == ("tiny", 6, 1)
    expected = unit(TABLE[[2, 4, 5, 3]].mean(0))
    assert np.allclose(encoder.vectors(["kyiv talks"])[0], expected, atol=1e-6)
    (tokens,) = encoder.tokens(["kyiv  talks"])
    assert tokens.offsets.tolist() == [[0, 4], [6, 11]]
    assert np.allclose(tokens.vectors, TABLE[[4, 5]])


def test_first_token_prompt_and_few_inputs(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "tiny", ("input_ids",))
    pooling = {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    write(folder / "1_Pooling/config.json", pooling)
    write(folder / "config_sentence_transformers.json", {"prompts": {"passage": "passage "}})
    encoder = open_folder(folder)
    assert encoder.pieces.before == (2, 8)
    assert np.allclose(encoder.vectors(["kyiv"])[0], unit(TABLE[2]), atol=1e-6)


def test_the_folder_states_the_greatest_length(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "tiny")
    assert open_folder(folder).longest == 4
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"))
    encoder = open_folder(folder)
    assert encoder.longest == 8
    assert len(encoder.tokens(["quake " * 50])[0].vectors) == 6


def test_surprise_follows_the_order_of_the_vocabulary(tmp_path: Path) -> None:
    surprise = open_folder(make_folder(tmp_path / "tiny")).surprise(["kyiv", "talks", "izmir", ""])
    assert 0 == surprise[3] < surprise[0] < surprise[1] < surprise[2]


def test_a_unigram_vocabulary_brings_its_own_scores(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "tiny")
    vocabulary = [("<unk>", 0.0), ("a", -1.0), ("b", -2.5), ("ab", -3.0)]
    Tokenizer(models.Unigram(vocabulary, 0, False)).save(str(folder / "tokenizer.json"))
    assert open_folder(folder).surprise(["a", "ab", "abb"]).tolist() == [1.0, 3.0, 5.5]


def test_the_fingerprint_follows_what_decides_a_vector(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "tiny")
    before = open_folder(folder).fingerprint
    assert before == open_folder(make_folder(tmp_path / "other")).fingerprint
    write(folder / "config_sentence_transformers.json", {"prompts": {"passage": "passage "}})
    assert open_folder(folder).fingerprint != before


def without_graph(folder: Path) -> None:
    (folder / "onnx/model.onnx").unlink()


def with_a_damaged_graph(folder: Path) -> None:
    (folder / "onnx/model.onnx").write_bytes(b"no graph")


def without_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def with_a_damaged_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{}")


def with_strange_pooling(folder: Path) -> None:
    write(folder / "1_Pooling/config.json", {"pooling_mode_max_tokens": True})


def with_a_step_more(folder: Path) -> None:
    write(folder / "modules.json", [{"type": "sentence_transformers.models.Dense"}])


def with_damaged_settings(folder: Path) -> None:
    (folder / "config.json").write_text("{")


FAULTS = [without_graph, with_a_damaged_graph, without_tokenizer, with_a_damaged_tokenizer]
FAULTS += [with_strange_pooling, with_a_step_more, with_damaged_settings]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_folder_that_does_not_fit_says_why(tmp_path: Path, fault) -> None:
    folder = make_folder(tmp_path / "tiny")
    fault(folder)
    with pytest.raises(EncoderError, match="tiny"):
        open_folder(folder)
