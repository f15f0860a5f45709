"""Tests of `nbjudge.feedback.harmless`."""
