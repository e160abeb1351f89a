"""The one multilingual encoder: texts of any language become vectors that can be compared.

    encoder = open_encoder()
    encoder.vectors(["Deprem İzmir'i vurdu", "Tetemeko lapiga Izmir"])     # (2, 384), unit length

`weights` reads the packed model, `graph` writes it as ONNX, `outliers` says which channels need care, `cache`
keeps the result, `pieces` cuts texts into tokens, `folder` reads other people's models, `session` runs them.
"""

from __future__ import annotations

from .opening import open_encoder
from .session import Encoder, TokenVectors

__all__ = ["Encoder", "TokenVectors", "open_encoder"]
