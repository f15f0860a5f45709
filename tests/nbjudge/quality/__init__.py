"""Tests of nbjudge/quality."""
