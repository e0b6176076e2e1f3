"""How the demo school's recordings are written, spoken, drawn and given real shapes."""
