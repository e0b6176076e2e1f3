"""What every stage stands on. Child processes: the launcher and its jail, ffmpeg, the parser child,
copies of this process. The disk: atomic files, locks, folders aside, the store with its state,
tables and notes. And small helpers: text and spreadsheets, frozen values, typefaces, traces, the
clock, progress.
"""
