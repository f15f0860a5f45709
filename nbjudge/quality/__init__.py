"""How good an assignment's hidden tests are: mutants, answers of known worth, and the card that says what came out."""
