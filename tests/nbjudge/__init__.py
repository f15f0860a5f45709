"""Tests of nbjudge."""
