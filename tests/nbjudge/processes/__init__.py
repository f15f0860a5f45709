"""Tests of nbjudge/processes."""
