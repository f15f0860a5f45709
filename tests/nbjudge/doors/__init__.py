"""Tests of nbjudge/doors."""
