"""Tests of nbjudge/lms/downloads."""
