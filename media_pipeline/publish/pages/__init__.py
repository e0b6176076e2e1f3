"""The pages of the site: one module for each kind, pure; each gives its leaves for a rack."""
