"""The pages of the site: one module for each kind, pure; each gives drafts of a site's view."""
