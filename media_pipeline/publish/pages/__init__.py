"""The pages of the site: a pure module for each kind, which makes drafts from a view of the
site.
"""
