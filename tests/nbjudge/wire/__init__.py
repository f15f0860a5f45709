"""Tests of nbjudge/wire."""
