"""Tests of nbjudge/commands/db."""
