"""Tests of nbjudge/console."""
