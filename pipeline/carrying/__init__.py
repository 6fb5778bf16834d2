"""What the model sees of a segment, and the way back: spans carried, form kept, capitals and old signs restored."""
