"""Tests of nbjudge/quality/mutation."""
