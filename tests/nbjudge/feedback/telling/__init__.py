"""Tests of nbjudge/feedback/telling."""
