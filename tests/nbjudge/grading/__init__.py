"""Tests of nbjudge/grading."""
