"""File names given by a phone, camera, recorder or program. They say nothing about a story.

Judged on the stem alone, ignoring case and accents. Wrongly taking a title for a device's name
costs a teacher one title; the opposite error would publish ``MVI 0042``. Phones also name memos
after the place where they were made: a house number with a street, or ``Home 2``, is recognised; a
bare ``Home`` or ``Station Road`` could as well be a title and stays one.
"""

from __future__ import annotations

import re
import unicodedata

# What recorders call a take, by language; with a number, a date or a time, or alone.
_UNNAMED = """
    recording/new recording/my recording/standard recording/voice recording/audio recording
    sound recording/call recording/screen recording/meeting recording/untitled recording/rec
    voice/voice memo/voice note/memo/audio/audio note/sound/record/untitled/unnamed/track
    audio track/video/video recording/movie/my movie/clip/file/screencast/screenrecorder
    screenrecording/whatsapp audio/whatsapp ptt/whatsapp video/whatsapp image/image/photo
    video message/audio message/voice message/audio only/video only/live photo/zoom/facetime
    nouvel enregistrement/enregistrement/enregistrement vocal/enregistrement audio/memo vocal
    message vocal/note vocale/sans titre/piste/dictaphone
    neue aufnahme/aufnahme/sprachmemo/sprachaufnahme/sprachnachricht/tonaufnahme/ohne titel/spur
    nowe nagranie/nagranie/nagranie glosowe/notatka glosowa/dyktafon/bez nazwy/bez tytulu
    nuova registrazione/registrazione/registrazione vocale/memo vocale/senza titolo/traccia
    nueva grabacion/grabacion/grabacion de voz/nota de voz/mensaje de voz/sin titulo/pista
    nova gravacao/gravacao/gravacao de voz/memorando de voz/mensagem de voz/sem titulo/faixa
    inregistrare noua/inregistrare/inregistrare vocala/fara titlu
    nieuwe opname/opname/spraakmemo/ny inspelning/inspelning/rostmemo/ny optagelse/optagelse
    nytt opptak/opptak/uusi tallenne/uusi aanite/tallenne/aanite/nova snimka/snimka/novi snimak
    nova nahravka/nahravka/novy zaznam/zaznam/diktafon/nov posnetek/posnetek/uj felvetel/felvetel
    yeni kayit/kayit/ses kaydi/adsiz/naujas irasas/irasas/jauns ieraksts/ieraksts/regjistrim i ri
    ban ghi moi/ban ghi am/ghi am moi/ghi am/rekaman baru/rekaman/rekaman suara/bagong recording
    νεα εγγραφη/εγγραφη/φωνητικη σημειωση
    новая запись/запись/диктофонная запись/голосовая заметка/голосовое сообщение/без названия
    новий запис/запис/голосова нотатка/нов запис/нови снимак/снимак
    新录音/新錄音/录音/錄音/新录制/语音/語音/语音备忘录/語音備忘錄/未命名/视频/音频/屏幕录制/微信语音
    新規録音/録音/ボイスメモ/새로운 녹음/녹음/음성 녹음/음성 메모
    تسجيل جديد/تسجيل/تسجيل صوتي/ملاحظة صوتية/مذكرة صوتية/رسالة صوتية/بدون عنوان
    ضبط جدید/ضبط/ضبط صدا/نئی ریکارڈنگ/ریکارڈنگ/صوتی پیغام/הקלטה חדשה/הקלטה
    नई रिकॉर्डिंग/रिकॉर्डिंग/नयाँ रेकर्डिङ/ਨਵੀਂ ਰਿਕਾਰਡਿੰਗ/ਰਿਕਾਰਡਿੰਗ/নতুন রেকর্ডিং/রেকর্ডিং
    નવું રેકોર્ડિંગ/રેકોર્ડિંગ/புதிய பதிவு/ஒலிப்பதிவு/บันทึกเสียงใหม่/บันทึกเสียง
"""

# What cameras and programs put before a counter or a date, and what some put after it.
_PREFIXES = """
    amba amr aqm aud audio audioclip avseq c cimg clip dji dm dr ds dsc dscf dscn dvr dw fb_vid
    file fhd gopr gp gh gl gs gx h hpim icd img img_e inshot kic lrv ls lv_0 m2u mah maq messenger
    mic mov movi movie mp4 mvi p pict ptt pxl r09 rec record received rpreplay_final sam sany sdv
    signal snapchat sp ste stk story_video tascam trim vid video vn voc voice vp wa win wp ws
    wtr yi zoom
"""
# Digits are matched whole, ``(?!\d)``: a name of 250 must fail at once, not after 2²⁵⁰ tries.
# Possessive groups would do that, but Python before 3.11.5 (and so Debian 12's) matches them
# wrongly.
_AFTER = (
    r"(?:[\s_.~#-]*(?:(?:wa|tr|burst)?\d+(?!\d)|burst|hdr|pro|lr|mix|cover|edit(?:ed)?|cropped"
    r"|portrait|night|trim(?:med)?|compressed|ts|mp|lv|hd|pm|am|at|recording))*[\W_]*"
)

_STREET = (
    r"(?:street|st|road|rd|lane|ln|avenue|ave|drive|close|crescent|court|terrace|gardens|mews"
    r"|boulevard|blvd|way)\.?"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u0652]")
_WITHOUT_STROKE = str.maketrans("łı", "li")


def _folded(name: str) -> str:
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", name).casefold())
    return bare.translate(_WITHOUT_STROKE)


def _unnamed_take() -> str:
    names = [part.strip() for line in _UNNAMED.split("\n") for part in line.split("/")]
    longest_first = sorted(filter(None, map(_folded, names)), key=len, reverse=True)
    names_pattern = "|".join(name.replace(" ", r"[\s_-]*") for name in longest_first)
    joint = r"(?<![^\W\d_])(?:at|am|pm|um|a|om|alle|ore|uhr|o|kl|la|de|в|wa)(?![^\W_\d])"
    return rf"(?:{names_pattern})[\W\d_]*(?:{joint}[\W\d_]*)*"


def _counted_take() -> str:
    prefixes = "|".join(word.replace("_", r"[\s_-]?") for word in _PREFIXES.split())
    return rf"(?:{prefixes})[\s_-]*\d{{3,}}(?!\d){_AFTER}"


_OWN_DEVICE = (
    r"(?:an? |my |the )?(?:ipad|iphone|ipod|android|tablet|phone|chromebook|laptop|macbook|mac|pc)"
)
_DEVICE = re.compile(
    "|".join(
        (
            _unnamed_take(),
            _counted_take(),
            rf"\d{{5,}}(?!\d){_AFTER}",
            rf"(?:trim\W*)?{_UUID}.*",
            r"(?=.*\d)[0-9a-f]{16,}",
            rf"gmt\d{{8}}[\s_-]\d{{6}}{_AFTER}",
            r"vts[\s_]\d\d[\s_]\d+",
            rf"(?=.*\d)[\W\d_]*(?:(?:{_MONTH}|{_DAY}|at|am|pm|st|nd|rd|th|of)[\W\d_]*)*",
            rf"\d{{1,4}}[a-z]?,?\s(?:[^\W\d_]+['’\s]+){{0,3}}{_STREET}(?:\s\d+)?",
            rf"(?:[^\W\d_]+['’\s]+){{1,3}}{_STREET}\s\d+",
            r"\d{1,4}\s(?:bis\s|ter\s)?(?:rue|avenue|boulevard|allee|chemin|impasse)\s.+",
            r"(?:via|viale|calle|avenida|rua|ulica|ul\.?)\s[^\d]+\s\d+[a-z]?(?:\s\d+)?",
            r"[^\W\d_]+(?:strasse|str\.|weg|gasse|platz)\s\d+[a-z]?(?:\s\d+)?",
            r"(?:home|work|school|house|office)\s\d+",
            r"whatsapp (?:audio|video|image|ptt)[\W\d_]*(?:at[\W\d_]*)?[0-9a-f]{8}(?:\.waptt)?",
            r".*[\W_]\d{8}[\W_]\d{6}(?:utc)?[\W_]+meeting[\W_]recording[\W\d_]*",
            r"fullsizerender[\W\d_]*",
            r"trim\.[0-9a-f]{4,}(?:-[0-9a-f]{4,})*",
            r"(?:downloads?|videoplayback|attachments?)[\W\d_]*",
            rf"recording from {_OWN_DEVICE}[\W\d_]*",
            r"zoom[\W_]*(?:audio|video)[\W\d_]*",
        )
    )
)
_CAPITALS_AND_COUNTER = re.compile(r"[A-Z]{1,5}[\s_-]?(?!(?:19|20)\d\d$)\d{4,}")

# A camera's folders: CIPA DC-009 (DCIM, and in it 100MSDCF, 101_PANA, 102APPLE), AVCHD, XAVC.
_CAMERA_FOLDER = re.compile(
    r"dcim|avchd|bdmv|m4root|private|stream|\d{3}(?=.*_|[a-z]{5})[a-z0-9_]{5}"
)


def given_by_device(name: str) -> bool:
    """Say whether ``name``, a stem without date and copy marks, was given by a device and is no
    title.
    """
    folded = _folded(name.strip())
    if not any(letter.isalpha() for letter in folded):
        return any(letter.isdigit() for letter in folded)
    counted = _CAPITALS_AND_COUNTER.fullmatch(name.strip())
    return bool(counted or _DEVICE.fullmatch(folded))


def folder_of_device(name: str) -> bool:
    """Say whether the folder ``name`` was named by a camera, a recorder or a calendar."""
    return bool(_CAMERA_FOLDER.fullmatch(name.casefold())) or given_by_device(name)
