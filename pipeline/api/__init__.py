"""The API server: the shapes of LibreTranslate, DeepL and its own, over what is live."""
