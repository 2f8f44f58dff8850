"""The public surface is this list."""

import sayso


def test_the_public_names_are_these_and_all_are_there():
    assert sayso.__all__ == [
        "Article", "Claim", "Document", "Finding", "Ledger", "SaysoError", "Statement", "Verdict",
        "check", "read_article", "read_paths", "to_html", "to_json",
    ]  # fmt: skip
    for name in sayso.__all__:
        assert getattr(sayso, name).__module__.startswith("sayso.")
