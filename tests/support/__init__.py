"""What tests share: fixtures, Hypothesis strategies, courses and gradebooks to try things on."""
