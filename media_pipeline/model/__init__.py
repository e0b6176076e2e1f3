"""The frozen types of the flow, one for each stage.

    Recording ─► Probe ─► Story ─► Job ─► Outcome(Rendition…) ─► Exhibit     private
                            │                                      │
                          GATE ─► Permit ──────────────────────────┤
                                                                Episode ─► Show     public

Each stage is built only from the one before it. An :class:`Episode` needs a :class:`Permit`, and
only the gate makes one.

Times are timezone-aware and in UTC. Durations are in seconds. Paths are POSIX and relative to the
workspace (for renditions, to the cache). Languages are BCP 47 tags.
"""

from __future__ import annotations

from media_pipeline.model.edited import SLIVER, WHOLE, Edit, Span, joined
from media_pipeline.model.judged import (
    Audience,
    Permit,
    State,
    Verdict,
)
from media_pipeline.model.made import (
    MP3,
    Cue,
    Done,
    Failed,
    Job,
    Made,
    Outcome,
    Rendition,
    Role,
    UpToDate,
    Words,
    Work,
)
from media_pipeline.model.recorded import (
    Attachment,
    AudioStream,
    Chapter,
    Probe,
    Recording,
    Refused,
    Rights,
    Story,
    VideoStream,
)
from media_pipeline.model.shown import (
    OWN,
    SORTS,
    WHOLE_SHOW,
    Copy,
    Episode,
    Exhibit,
    Kept,
    Leaf,
    Page,
    Part,
    Printed,
    Show,
    Sort,
)
from media_pipeline.model.told import (
    Built,
    Passed,
    Placing,
    Row,
    Slip,
    Translation,
    Wrong,
    counts,
)

__all__ = [
    "MP3",
    "OWN",
    "SLIVER",
    "SORTS",
    "WHOLE",
    "WHOLE_SHOW",
    "Attachment",
    "Audience",
    "AudioStream",
    "Built",
    "Chapter",
    "Copy",
    "Cue",
    "Done",
    "Edit",
    "Episode",
    "Exhibit",
    "Failed",
    "Job",
    "Kept",
    "Leaf",
    "Made",
    "Outcome",
    "Page",
    "Part",
    "Passed",
    "Permit",
    "Placing",
    "Printed",
    "Probe",
    "Recording",
    "Refused",
    "Rendition",
    "Rights",
    "Role",
    "Row",
    "Show",
    "Slip",
    "Sort",
    "Span",
    "State",
    "Story",
    "Translation",
    "UpToDate",
    "Verdict",
    "VideoStream",
    "Words",
    "Work",
    "Wrong",
    "counts",
    "joined",
]
