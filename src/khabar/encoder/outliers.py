"""The channels of multilingual-e5-small that are far louder than the rest, layer by layer.

Eight-bit activations share one scale a text, so a single channel that reaches 60 where all others stay
below 5 leaves the others five bits (Dettmers et al. 2022, LLM.int8(); Xiao et al. 2023, SmoothQuant). Two
remedies that cost no time: the loud channel inside each feed-forward layer is computed in float beside the
others, and the loud channels at its entrance are divided by a power of two that their weights are multiplied
with.

The rows come from the float graph run over 160 sequences of 126 pieces drawn from the vocabulary's own
frequencies (`python bench/encoder.py --outliers` prints them); no text of anyone is in them. Ten times as
many channels, or channels chosen on real texts, change the mean cosine to the float graph by less than .0001.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outliers:
    """One layer: `inner` channels are computed in float; `entrance` pairs a channel with its divisor."""

    inner: tuple[int, ...] = ()
    entrance: tuple[tuple[int, int], ...] = ()


OUTLIERS: tuple[Outliers, ...] = (
    Outliers((318,), ((15, 2), (60, 2), (87, 2), (321, 4))),
    Outliers((1462,), ((15, 8), (87, 2), (146, 2), (321, 4))),
    Outliers((354,), ((15, 8), (146, 2), (321, 2))),
    Outliers((408,), ((15, 8), (146, 2), (321, 2))),
    Outliers((778,), ((15, 4), (146, 2), (321, 2))),
    Outliers((658,), ((15, 2), (35, 8))),
    Outliers((1152,), ((15, 2), (35, 8))),
    Outliers((413,), ((15, 2), (35, 8))),
    Outliers((957,), ((15, 2), (35, 8))),
    Outliers((287,), ((15, 2), (35, 8), (351, 2))),
    Outliers((1451,), ((15, 2), (35, 8), (351, 2))),
    Outliers((554,), ((35, 2),)),
)
