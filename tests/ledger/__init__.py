"""Tests of the ledger's forms."""
