"""Tests of nbjudge/lms: grade files, feedback in a zip; downloads of submissions have a folder of their own."""
