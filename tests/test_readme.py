"""The README's commands, codes and links are real."""

import re
from pathlib import Path

import sayso
from sayso import errors

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_every_make_target_it_names_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE)) <= targets


def test_every_file_it_links_to_is_there():
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link


def test_its_exit_codes_are_those_of_the_errors():
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    raised = {
        e.exit_code
        for e in vars(errors).values()
        if isinstance(e, type) and issubclass(e, errors.SaysoError)
    }
    assert listed == raised - {1} | {0, 130}


def test_its_python_calls_names_that_exist():
    for name in re.findall(r"sayso\.(\w+)\(", README):
        assert name in sayso.__all__
