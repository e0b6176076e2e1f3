"""A workspace: its folders, its ledger with its copy, its consents, and what was ever public."""

from media_pipeline.workspace.folders import SETTINGS, Workspace, open_workspace

__all__ = ["SETTINGS", "Workspace", "open_workspace"]
