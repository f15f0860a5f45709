"""Tests of nbjudge/report/alike."""
