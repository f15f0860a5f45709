"""Tests of nbjudge/report."""
