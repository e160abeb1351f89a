from __future__ import annotations

import pytest

from khabar.encoder import Encoder, open_encoder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return open_encoder(threads=2)
