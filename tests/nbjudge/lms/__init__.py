"""Tests of nbjudge/lms: downloads of submissions, grade files, feedback in a zip."""
