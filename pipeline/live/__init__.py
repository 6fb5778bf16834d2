"""Translation for many callers at once: the queue that batches them, jobs for documents, glossaries that change."""
