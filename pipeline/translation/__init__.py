"""Loading a translation package and decoding with it."""
