"""What was built goes to where families meet it, and leaves there again.

build/site ─► Release (a copy that stays) ─► plan against what stands there ─► Host
"""
