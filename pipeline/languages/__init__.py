"""What is known of each language: `french` and `english`, words and no rules."""
