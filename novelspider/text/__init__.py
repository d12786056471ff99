"""Text in, text out. Standard library only; no I/O but the word lists that ship beside the modules."""
