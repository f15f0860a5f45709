"""Tests of nbjudge/course."""
