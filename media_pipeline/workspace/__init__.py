"""A workspace: its folders, its ledger with its copy, its consents, and what was ever public."""

from media_pipeline.workspace.folders import FOR_FAMILIES, SETTINGS, Workspace, open_workspace

__all__ = ["FOR_FAMILIES", "SETTINGS", "Workspace", "open_workspace"]
