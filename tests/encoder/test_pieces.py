"""Tokens: where they stand, what is cut, and how surprising words are."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khabar.encoder import Encoder

TEXTS = {
    "tr": "Cumhurbaşkanı İstanbul'da 12. kez konuştu.",
    "sw": "Tetemeko la ardhi lilipiga mji wa Izmir  jana.",
    "ru": "Президент прибыл в Киев\n\nв понедельник.",
    "ar": "وصل الرئيس إلى القاهرة يوم الاثنين.",
    "fa": "رئیس‌جمهور می‌رود به تهران.",
    "hi": "प्रधानमंत्री नई दिल्ली में मिले।",
    "am": "ጠቅላይ ሚኒስትሩ አዲስ አበባ ገቡ።",
    "zh": "国家主席周一抵达北京。",
    "ja": "首相は月曜日に東京で会談した～と述べた。",
    "th": "นายกรัฐมนตรีเดินทางถึงกรุงเทพฯ",
    "ka": "პრემიერ-მინისტრი თბილისში ჩავიდა.",
    "ko": "대통령이 월요일 서울에 도착했다.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_offsets_point_at_the_token_in_the_text(encoder: Encoder, language: str) -> None:
    text = TEXTS[language]
    (tokens,) = encoder.tokens([text])
    ids = encoder.pieces.cut(text, 512).ids[0, len(encoder.pieces.before) : -1]
    assert len(tokens.vectors) == len(tokens.offsets) == len(ids)
    for piece, (start, end) in zip(ids, tokens.offsets, strict=True):
        surface = encoder.pieces.tokenizer.id_to_token(int(piece)).removeprefix("▁")
        shown = text[start:end]
        assert shown == surface or unicodedata.normalize("NFKC", shown) == surface


@pytest.mark.parametrize("language", TEXTS)
def test_offsets_leave_out_nothing_but_blanks(encoder: Encoder, language: str) -> None:
    text = TEXTS[language]
    (tokens,) = encoder.tokens([text])
    covered = {place for start, end in tokens.offsets for place in range(start, end)}
    missed = {text[place] for place in range(len(text)) if place not in covered}
    assert missed <= set(" \n\u200c")


def test_offsets_count_code_points_after_characters_outside_the_first_plane(encoder: Encoder) -> None:
    text = "🚨🚨 BREAKING 𝐍𝐄𝐖𝐒: Kyiv"
    (tokens,) = encoder.tokens([text])
    assert text[tokens.offsets[-1][0] : tokens.offsets[-1][1]].endswith("v")
    assert tokens.offsets.max() == len(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gets_ordered_offsets_inside_it(encoder: Encoder, text: str) -> None:
    cut = encoder.pieces.cut(text, 64)
    assert cut.ids.shape[1] <= 64
    starts = [start for start, _ in cut.offsets]
    assert starts == sorted(starts)
    assert all(0 <= start <= end <= len(text) for start, end in cut.offsets)


BROKEN = ["\ud800 half a character", "\x00\x01", " " * 100_000, "a" * 100_000, "\ufffd", ""]


@pytest.mark.parametrize("text", BROKEN)
def test_broken_texts_have_vectors_too(encoder: Encoder, text: str) -> None:
    (vector,) = encoder.vectors([text])
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_the_cut_keeps_the_first_tokens_of_the_whole_text(encoder: Encoder) -> None:
    text = " ".join(TEXTS.values()) * 40
    whole = encoder.pieces.tokenizer.encode(text, add_special_tokens=False).ids
    for most in (8, 32, 128):
        ids = encoder.pieces.cut(text, most).ids[0]
        assert len(ids) == most
        own = ids[len(encoder.pieces.before) : -1]
        assert own.tolist() == whole[: len(own)]


def test_rare_words_surprise_more_than_common_ones(encoder: Encoder) -> None:
    pairs = [("the", "seismologist"), ("ve", "Cumhurbaşkanlığı"), ("и", "землетрясение"), ("的", "外交部")]
    common = encoder.surprise([left for left, _ in pairs])
    rare = encoder.surprise([right for _, right in pairs])
    assert (common < rare).all()
    assert encoder.surprise([""]).tolist() == [0]
    assert encoder.surprise([]).shape == (0,)
