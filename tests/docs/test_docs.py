"""What the pages say and show is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools import run_docs, scenario_reference

HOME = Path(__file__).parents[2]
PAGES = sorted([*HOME.glob("*.md"), *HOME.glob("docs/*.md")])
NAMES = [page.relative_to(HOME).as_posix() for page in PAGES]


def text_of(name: str) -> str:
    return (HOME / name).read_text("utf-8")


@pytest.mark.parametrize("name", [n for n in NAMES if run_docs.blocks(text_of(n)) and n != "CONTRIBUTING.md"])
def test_the_python_of_a_page_shows_what_the_page_shows(name):
    """Every block runs, in order, and prints exactly what stands after it; if it should differ: tools/run_docs.py --write."""
    assert run_docs.differences(text_of(name), name) == ""


@pytest.mark.parametrize("name", NAMES)
def test_every_link_of_a_page_leads_somewhere(name):
    """A link within the repository names a file that is there and, behind a '#', a heading of it."""
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text_of(name), flags=re.DOTALL)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, heading = target.partition("#")
        page = (HOME / name).parent / file if file else HOME / name
        assert page.exists(), f"{name}: {target}"
        if heading:
            assert heading in anchors(page.read_text("utf-8")), f"{name}: {target}"


def anchors(text: str) -> set[str]:
    """Anchors that a Markdown page has, by the rule of the common hosts: small letters, hyphens for spaces, no marks."""
    heads = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_page_is_reached_from_the_index():
    """A page of docs/ that docs/index.md does not link is a page that nobody finds."""
    index = text_of("docs/index.md")
    assert [n for n in NAMES if n.startswith("docs/") and n != "docs/index.md" and f"({Path(n).name})" not in index] == []


def test_the_reference_of_tables_is_that_of_the_records():
    """docs/scenario.md is written from the fields; if it should differ: python tools/scenario_reference.py."""
    assert text_of("docs/scenario.md") == scenario_reference.page()


@pytest.mark.parametrize("name", ["ukraine-support-map.png", "ukraine-support-fulfilment.png"])
def test_pictures_are_small(name):
    """A picture of the front page has less than 500 kB."""
    assert (HOME / "docs/img" / name).stat().st_size < 500_000


PAGE = """# Page

```python
a = 1
a + 1
```

```text
3
```

```python
print("two")
```

Text.
"""


def test_an_output_that_is_not_true_is_found_and_put_right():
    """A wrong output and a missing one are both differences; refreshing leaves none, and leaves the text alone."""
    assert "+2" in run_docs.differences(PAGE, "page")
    assert "+two" in run_docs.differences(PAGE, "page")
    new = run_docs.refreshed(PAGE, "page")
    assert run_docs.differences(new, "page") == ""
    assert new.replace("```text\n2\n", "```text\n3\n").replace("\n```text\ntwo\n```\n", "") == PAGE


def test_an_output_of_a_block_that_shows_nothing_is_taken_out():
    """What a block no longer shows does not stay on the page."""
    page = "```python\na = 1\n```\n\n```text\n1\n```\nText.\n"
    assert run_docs.refreshed(page, "page") == "```python\na = 1\n```\nText.\n"
