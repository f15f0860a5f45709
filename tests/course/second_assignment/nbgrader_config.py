"""A course with one assignment, made with `nbjudge new linear`: what comes after activations."""

c = get_config()  # noqa: F821 - defined by traitlets, which runs this file
