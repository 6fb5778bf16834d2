"""What every reader and writer of files goes through: opening, limits, archives, locks, sets of files."""
