"""Tests of nbjudge/feedback."""
