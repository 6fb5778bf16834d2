"""Pure facts about strings; nothing here knows a document."""
