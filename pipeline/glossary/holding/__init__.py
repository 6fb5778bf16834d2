"""The glossary held: accepted forms brought to stand in the English, step by step."""
