"""What the usual kinds are called on a shelf, in every language the site is shipped in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_LANGUAGES = ("en", "fr", "pl", "pa", "ur", "bn", "ar", "so", "zh-Hans", "ta", "pt", "ro")

_ROWS = {
    "story": "Stories/Histoires/Opowieści/ਕਹਾਣੀਆਂ/کہانیاں/গল্প/قصص/Sheekooyin/故事/கதைகள்"
    "/Histórias/Povești",
    "rhyme": "Rhymes/Comptines/Rymowanki/ਬਾਲ ਕਵਿਤਾਵਾਂ/بچوں کی نظمیں/ছড়া/أناشيد الأطفال"
    "/Heeso carruureed/童谣/குழந்தைப் பாடல்கள்/Rimas infantis/Rime pentru copii",
    "poem": "Poems/Poèmes/Wiersze/ਕਵਿਤਾਵਾਂ/نظمیں/কবিতা/قصائد/Gabayo/诗歌/கவிதைகள்/Poemas/Poezii",
    "song": "Songs/Chansons/Piosenki/ਗੀਤ/گیت/গান/أغانٍ/Heeso/歌曲/பாடல்கள்/Canções/Cântece",
    "play": "Plays/Pièces de théâtre/Przedstawienia/ਨਾਟਕ/ڈرامے/নাটক/مسرحيات/Riwaayado/戏剧"
    "/நாடகங்கள்/Peças de teatro/Piese de teatru",
    "news": "News/Nouvelles/Wiadomości/ਖ਼ਬਰਾਂ/خبریں/খবর/أخبار/Warar/新闻/செய்திகள்/Notícias/Știri",
    "lesson": "Lessons/Leçons/Lekcje/ਪਾਠ/اسباق/পাঠ/دروس/Casharro/课程/பாடங்கள்/Lições/Lecții",
    "film": "Films/Films/Filmy/ਫ਼ਿਲਮਾਂ/فلمیں/চলচ্চিত্র/أفلام/Filimo/影片/திரைப்படங்கள்/Filmes/Filme",
}

KIND_NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {kind: dict(zip(_LANGUAGES, row.split("/"), strict=True)) for kind, row in _ROWS.items()}
)
"""By the kind's id, then by language."""
