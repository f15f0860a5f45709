"""Tests of nbjudge/quality/running."""
