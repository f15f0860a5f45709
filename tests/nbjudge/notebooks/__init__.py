"""Tests of nbjudge/notebooks."""
