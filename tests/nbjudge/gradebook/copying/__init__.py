"""Tests of nbjudge/gradebook/copying."""
