"""Tests of nbjudge/commands."""
