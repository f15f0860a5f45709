"""Tests of nbjudge/candidate."""
