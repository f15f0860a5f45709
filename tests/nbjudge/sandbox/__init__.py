"""Tests of nbjudge/sandbox."""
