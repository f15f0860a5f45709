"""Tests of nbjudge/gradebook."""
