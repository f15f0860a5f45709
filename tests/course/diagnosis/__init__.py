"""The engine that names mistakes, asked directly: plain Python classes, no judge."""
