"""What was built is brought to where families find it, and removed from there.

build/site ─► Release (a copy that stays) ─► plan against what is there ─► Host
"""
