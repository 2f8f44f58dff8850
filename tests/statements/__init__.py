"""Tests of what an article says and who says it."""
