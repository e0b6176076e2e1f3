"""Every error that this program raises for a person to read.

    MediaPipelineError           what went wrong, where, and what to try
    ├── SettingsError            school.toml (or feeds/*.toml) has mistakes: all of them, at once
    ├── UsageError               the command named something that does not exist or is not possible
    ├── LedgerError              decisions/ledger.jsonl can't be trusted or written
    ├── RegisterError            decisions/consent.csv (or .xlsx) is missing, or no register
    ├── WorkspaceError           the workspace can't be read or written, or another build has it
    ├── ClusterError             the scheduler can't be reached, or no worker there can be used
    ├── PrivacyError             what would be published holds something private or unknown
    ├── HostError                the place the site is published to can't be reached or written
    ├── Refusal                  a recording can't be used: a sentence for its teacher
    ├── Stopped                  somebody ended the program while it worked
    └── ToolError                a tool (ffmpeg, a parser) did not do what it was told to
        ├── ToolTimeout          … within its time
        ├── CrashError           … because it died of a signal, twice
        └── NoSoundError         … because not one sample could be decoded

All survive pickling, so that a worker process or another machine can return them.
"""

from __future__ import annotations


class MediaPipelineError(Exception):
    """Base of the tree: ``what`` happened, ``where``, and a ``hint`` about what to do."""

    def __init__(self, what: str, where: str = "", hint: str = "") -> None:
        super().__init__(what, where, hint)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} {self.hint}" if self.hint else text


class SettingsError(MediaPipelineError):
    """One or more mistakes in a settings file.

    ``mistakes`` is a tuple of complete sentences, each with its place.
    """

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes

    def __reduce__(self) -> tuple[type[SettingsError], tuple[tuple[str, ...]]]:
        return type(self), (self.mistakes,)


class UsageError(MediaPipelineError):
    """A command named a story, folder or option that does not exist or is not possible."""


class LedgerError(MediaPipelineError):
    """The ledger is damaged, shortened, or could not be appended to."""


class RegisterError(MediaPipelineError):
    """The consent register can't be read, or is missing although there was one."""


class WorkspaceError(MediaPipelineError):
    """The workspace's folders can't be used in their present state."""


class ClusterError(MediaPipelineError):
    """The cluster can't do the work: ``where`` is its scheduler's address."""


class PrivacyError(MediaPipelineError):
    """A file that would be published holds something private or unknown. ``where`` is its path on
    the site.
    """


class HostError(MediaPipelineError):
    """The place that the site is published to can't be reached, read or written. ``where`` names
    it, without any secret.
    """


class Refusal(MediaPipelineError):
    """A recording can't be used. ``what`` is a plain sentence that a teacher understands."""


class Stopped(MediaPipelineError):
    """Somebody ended the program while it worked. Nothing is lost: the next build carries on."""


class ToolError(MediaPipelineError):
    """A tool failed, or did something other than it was told to. ``where`` names the tool."""


class ToolTimeout(ToolError):
    """A tool was stopped because it ran out of time."""


class CrashError(ToolError):
    """A tool was killed by a signal, and again by one when it was retried."""


class NoSoundError(ToolError):
    """Not one sample could be decoded."""
