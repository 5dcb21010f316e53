"""Every verb says what it does, with an example."""

import pytest

VERBS = (
    "plan",
    "demo",
    "explain",
    "stress",
    "simulate",
    "replan",
    "compare",
    "check",
    "verify",
    "new",
    "convert",
    "scenarios",
    "import",
    "import kiel",
)


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_every_verb_has_a_paragraph_and_an_example(run, verb):
    result = run(*verb.split(), "--help")
    assert result.exit_code == 0
    assert f"\n    mainstay {verb}" in result.stdout
    assert "--json" in result.stdout or verb == "import"


def test_help_lists_every_verb_in_a_whole_sentence(run):
    result = run("--help")
    listed = result.stdout.split("Commands:")[1].strip().splitlines()
    assert [line.split()[0] for line in listed] == [verb for verb in VERBS if " " not in verb]
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


def test_version_is_that_of_the_package(run):
    import mainstay

    assert run("--version").stdout == f"mainstay {mainstay.__version__}\n"


def test_a_slip_in_the_command_is_answered_by_the_parser(run):
    result = run("plan", "tutorial", "--gapp", "1")
    assert result.exit_code == 2
    assert "--gap" in result.stderr
    assert "internal error" not in result.stderr
