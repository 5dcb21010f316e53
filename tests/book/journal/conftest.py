from __future__ import annotations

import pytest
from reliability.toy import Toy, signer

from mainstay.book.journal import Projections, Store, Writer, verify


@pytest.fixture
def base(tmp_path):
    return tmp_path / "base.sqlite"


@pytest.fixture
def writer(base):
    """A writer, whose base is verified at the end, projections and all."""
    with Writer(base, Toy(), signer()) as open_writer:
        yield open_writer
    store = Store(base)
    verify(store, {"alfa": signer().verifier}, Projections(open_writer.domain))
    store.close()
