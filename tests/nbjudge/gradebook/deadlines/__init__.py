"""Tests of nbjudge/gradebook/deadlines."""
