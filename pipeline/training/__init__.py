"""Training and adapting the translation model (extra `train`: torch); never imported at run time."""
