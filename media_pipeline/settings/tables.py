"""The tables of ``school.toml`` and of ``feeds/*.toml``: one documented field for each setting."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    ValidationInfo,
)

from media_pipeline.model import SORTS, Rights, Sort
from media_pipeline.settings.fields import (
    Address,
    Category,
    Colour,
    FirstDay,
    Folder,
    Identifier,
    Language,
    Languages,
    LegibleColour,
    Name,
    SecondFolder,
    Table,
    Text,
)
from media_pipeline.settings.kinds import DEFAULT_KINDS, SPOKEN_NAME, Kind, SchoolClass
from media_pipeline.settings.publishing import Publish, apart


class Defaults(Table):
    """What applies to a recording if nobody said otherwise."""

    language: Language | None = Field(
        None, description="Language of the telling; unset: a story waits until someone says."
    )
    kind: Identifier = Field("story", description="The kind, one of kinds.")
    rights: Rights = Field(Rights.OWN, description="Whose the words are; approval confirms it.")
    licence: str = Field("", description="The licence shown with each story.")


class Loudness(Table):
    """How loud everything is made (ITU-R BS.1770; Apple and AES recommend −16 LUFS)."""

    target: float = Field(-16.0, ge=-31, le=-10, description="Integrated loudness, LUFS.")
    tolerance: float = Field(0.5, gt=0, le=2, description="How far from it is accepted, LU.")
    peak: float = Field(-1.0, ge=-9, le=0, description="Highest true peak, dBTP.")
    limiting: float = Field(
        8.0,
        ge=0,
        le=20,
        description="Most that peaks are pressed down, dB; beyond it a story stays quieter.",
    )


class Audio(Table):
    """Bit rates, in kb/s."""

    speech: int = Field(96, ge=48, le=320, description="MP3 of speech, mono.")
    song: int = Field(128, ge=64, le=320, description="MP3 of a song, stereo.")
    saver: int = Field(24, ge=12, le=96, description="Low-data Opus of speech, mono.")
    saver_song: int = Field(48, ge=24, le=128, description="Low-data Opus of a song, stereo.")
    saver_mp3: int = Field(40, ge=32, le=64, description="Low-data MP3 for podcast apps, mono.")


class Video(Table):
    """The ladder of H.264 renditions."""

    height: int = Field(720, ge=240, le=1080, description="Lines of the video; never enlarged.")
    saver_height: int = Field(360, ge=144, le=480, description="Lines of the low-data video.")
    quality: int = Field(23, ge=16, le=32, description="x264's CRF; lower is better and bigger.")
    saver_quality: int = Field(27, ge=16, le=36, description="The same for the low-data video.")


class Policy(Table):
    """What the school has decided about what is shown."""

    names: Literal["first", "none"] = Field(
        "first", description="A teller is a first name only, or nothing."
    )
    max_hours: float = Field(6.0, gt=0, le=24, description="Longest recording that is taken.")


class Consent(Table):
    """How the consent register in the decisions folder is read, once there is one."""

    required: bool = Field(
        True,
        description="false: no consent register is looked at, and approval alone decides, also "
        "where one was there and is gone.",
    )
    name_beside_face: bool = Field(
        False, description="true: a teller may be named where they are seen, in a film or picture."
    )
    after_leaving: bool = Field(
        False, description="true: consent goes on after a person's day of leaving, until its end."
    )


class Look(Table):
    """The school's own colours and logo. Each has a counterpart for dark screens, derived
    from it.
    """

    colour: LegibleColour = Field(
        "#135158",
        description="The main colour: links, buttons, the band on top, prints. Dark enough to be "
        "read on white; another one is refused, and the nearest that passes is named.",
    )
    accent: Colour = Field(
        "#f6bd4a",
        description="The second colour, of shapes and ribbons: any; what is written on it is "
        "black or white, whichever can be read.",
    )
    logo: str = Field(
        "",
        description="The school's logo, such as logo.png; best square, 512 px or more.",
    )


class Feeds(Table):
    """What every feed says, and which feeds are automatic."""

    auto: tuple[Literal["all"] | Sort, ...] = Field(
        ("all", *SORTS), description="Feeds made without asking."
    )
    author: str = Field("", description="Shown as author; unset: the school's name.")
    email: str = Field("", description="Owner's address that directories write to.")
    category: Category = Field(
        ("Kids & Family", "Stories for Kids"),
        min_length=1,
        description="Apple's category, and one below it.",
    )
    description: Text = Field({}, description="What the podcast is, in each language.")
    items: int = Field(
        300, ge=10, le=300, description="Most stories in a feed before it is archived (RFC 5005)."
    )


class Families(Table):
    """What is for the school's families alone, in a tree of its own: ``build/site-families``."""

    address: Address = Field(
        "",
        description="Where that tree will stand, such as https://families.school.example/; "
        "another address than that of the public site. Without it there are no feeds for families.",
    )


class Pages(Table):
    """What the school adds to the pages that each page's footer links to. It comes first there,
    with blank lines between its paragraphs; the program's own words stay below it.
    """

    contact: Text = Field({}, description="Who answers, and where: office, telephone, hours.")
    take_down: Text = Field({}, description="What families should know who ask to take it down.")
    privacy: Text = Field({}, description="The school's own privacy notice.")
    accessibility: Text = Field(
        {}, description="The accessibility statement's day, and what else isn't accessible."
    )


def _possible(defaults: Defaults, info: ValidationInfo) -> Defaults:
    """Refuse a default kind that is none of ``kinds``, provided those could be understood."""
    kinds = info.data.get("kinds")
    if kinds is not None and defaults.kind not in {each.id for each in kinds}:
        raise ValueError(f"the kind “{defaults.kind}” is not one of kinds")
    return defaults


def _elsewhere(families: Families, info: ValidationInfo) -> Families:
    """Refuse the public site's own address: updating that site would delete the tree."""
    if families.address and families.address == info.data.get("address"):
        raise ValueError("address: it must be another one than that of the public site")
    return families


def _once(rows: tuple[SchoolClass | Kind, ...]) -> tuple[SchoolClass | Kind, ...]:
    ids = [row.id for row in rows]
    if twice := sorted({f"“{each}”" for each in ids if ids.count(each) > 1}):
        raise ValueError(f"given twice: the id {', '.join(twice)}")
    return rows


def _names(rows: Iterable[SchoolClass | Kind]) -> tuple[tuple[str, ...], ...]:
    return tuple((row.id, *row.name.values(), *row.also) for row in rows)


class Settings(Table):
    """The whole of ``school.toml``."""

    name: str = Field(min_length=1, max_length=120, description="The school's name.")
    address: Address = Field(
        "",
        description="Where the site will stand, such as https://stories.school.example/; "
        "without it there are no feeds.",
    )
    languages: tuple[Language, ...] = Field(
        (), description="Languages of the recordings; another one is told of. Empty: any."
    )
    interface_languages: Languages = Field(
        ("en",), description="Languages of the pages; the first stands at the root."
    )
    former_languages: tuple[Language, ...] = Field(
        (),
        description="Languages that pages once were in: their printed addresses lead to the "
        "first language's pages.",
    )
    classes: Annotated[tuple[SchoolClass, ...], AfterValidator(_once)] = Field(
        (), description="Classes and groups."
    )
    kinds: Annotated[tuple[Kind, ...], AfterValidator(_once)] = Field(
        DEFAULT_KINDS, description="Kinds of recordings."
    )
    contact: str = Field("", description="E-mail address or telephone number on each page.")
    jingle: str = Field(
        "",
        description="A sound file, of which the first 10 seconds at most are played before each "
        "audio story.",
    )
    decisions: Folder = Field(
        "decisions",
        description="The coordinator's own folder; may be an absolute path, "
        "never inside recordings.",
    )
    decisions_copy: SecondFolder = Field(
        "",
        description="Folder of the ledger's copy, best on another disk; unset: the user's own "
        "state folder.",
    )
    ffmpeg: str = Field("", description="Another ffmpeg than the one that comes with the program.")
    year_starts: FirstDay = Field("09-01", description="First day of the school year, MM-DD.")
    defaults: Annotated[Defaults, AfterValidator(_possible)] = Field(
        Defaults(), description="What holds where nobody said otherwise.", validate_default=True
    )
    loudness: Loudness = Field(Loudness(), description="How loud everything is made.")
    audio: Audio = Field(Audio(), description="Bit rates of sound.")
    video: Video = Field(Video(), description="The ladder of video.")
    policy: Policy = Field(Policy(), description="What the school has decided.")
    consent: Consent = Field(Consent(), description="How the consent register is read.")
    look: Look = Field(Look(), description="The school's own colours and logo.")
    feeds: Feeds = Field(Feeds(), description="What every feed says.")
    families: Annotated[Families, AfterValidator(_elsewhere)] = Field(
        Families(), description="What is for the school's families alone."
    )
    publish: Annotated[Publish, AfterValidator(apart)] = Field(
        Publish(), description="Where publish brings what was built."
    )
    pages: Pages = Field(
        Pages(), description="The school's own words on contact, taking down, privacy and access."
    )

    @cached_property
    def names_of_classes(self) -> tuple[tuple[str, ...], ...]:
        """Each class's id, followed by all its names."""
        return _names(self.classes)

    @cached_property
    def names_of_kinds(self) -> tuple[tuple[str, ...], ...]:
        """Each kind's id, followed by all its names."""
        return _names((*self.kinds, SPOKEN_NAME))

    def school_class(self, class_id: str) -> SchoolClass | None:
        """The class or group with that id."""
        return next((each for each in self.classes if each.id == class_id), None)

    def kind(self, kind_id: str) -> Kind | None:
        """The kind with that id."""
        known = (*self.kinds, SPOKEN_NAME)
        return next((each for each in known if each.id == kind_id), None)


class FeedFile(Table):
    """One ``feeds/<name>.toml``: a podcast beyond the automatic ones."""

    title: Name = Field(description="Its title, in one or more languages.")
    description: Text = Field({}, description="What it is, at most 4,000 bytes.")
    language: Language = Field("en", description="The language the feed says it is in.")
    category: Category = Field((), description="Apple's category, and one below it.")
    type: Literal["episodic", "serial"] = Field(
        "episodic", description="serial: to be heard in order."
    )
    order: Literal["newest", "oldest"] = Field("newest", description="Which story stands first.")
    media: Literal["audio", "video"] = Field("audio", description="What subscribers get.")
    audience: Literal["public"] = Field("public", description="Who may know of it.")
    listed: bool = Field(True, description="false: directories are asked not to list it.")
    art: str = Field("", description="A square picture in feeds/, at least 1400 px.")
    languages: tuple[Language, ...] = Field((), description="Only stories told in these.")
    classes: tuple[Identifier, ...] = Field((), description="Only stories of these classes.")
    kinds: tuple[Identifier, ...] = Field((), description="Only stories of these kinds.")
    tales: tuple[str, ...] = Field((), description="Only tellings of these tales.")
