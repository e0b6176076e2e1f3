"""Every error that this program raises for a person to read.

    MediaPipelineError           what went wrong, where, and what to try
    ├── SettingsError            school.toml (or feeds/*.toml) has mistakes: all of them, at once
    ├── UsageError               the command named something that is not there or not possible
    ├── LedgerError              decisions/ledger.jsonl can't be trusted or written
    ├── RegisterError            decisions/consent.csv (or .xlsx) is not there, or no register
    ├── WorkspaceError           the workspace can't be read or written, or another build has it
    ├── ClusterError             the scheduler can't be reached, or no worker there can be used
    ├── PrivacyError             what would be published holds something private or unknown
    ├── HostError                the place that the site is published to can't be reached or written
    ├── Refusal                  a recording can't be used: a sentence for its teacher
    ├── Stopped                  somebody ended the program while it worked
    └── ToolError                a tool (ffmpeg, a parser) did not do what was asked
        ├── ToolTimeout          … within its time
        ├── CrashError           … without dying of a signal, twice
        └── NoSoundError         … because not one sample could be decoded

All survive pickling, so that a worker process or another machine can return them.
"""

from __future__ import annotations


class MediaPipelineError(Exception):
    """Base of the tree: ``what`` happened, ``where``, and what to ``hint``."""

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
    """The consent register can't be read, or is not there any more."""


class WorkspaceError(MediaPipelineError):
    """The workspace's folders can't be used as they are."""


class ClusterError(MediaPipelineError):
    """The cluster can't do the work: ``where`` is its scheduler's address."""


class PrivacyError(MediaPipelineError):
    """A file that would be published holds something private or unknown. ``where`` is its path on
    the site.
    """


class HostError(MediaPipelineError):
    """The place that the site is published to can't be reached, read or written. ``where`` is it,
    without a secret.
    """


class Refusal(MediaPipelineError):
    """A recording can't be used. ``what`` is a plain sentence that a teacher understands."""


class Stopped(MediaPipelineError):
    """Somebody ended the program while it worked. Nothing is lost: the next build goes on."""


class ToolError(MediaPipelineError):
    """A tool ended badly or gave something other than was asked. ``where`` names the tool."""


class ToolTimeout(ToolError):
    """A tool was stopped because its time was up."""


class CrashError(ToolError):
    """A tool was ended by a signal, and by one again when it was asked once more."""


class NoSoundError(ToolError):
    """Not one sample could be decoded."""
