"""Tests of nbjudge/grading/what_if."""
