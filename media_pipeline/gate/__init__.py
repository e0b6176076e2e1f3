"""What may be public: the ledger, and the pure functions that decide by it."""
