"""khabar: one event, every language."""
