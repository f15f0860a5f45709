"""Tests of nbjudge/examiner."""
