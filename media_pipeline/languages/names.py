"""Names of languages that CLDR lacks, or that would seem wrong to a family, in the pages'
languages.

Romani is never called by the word used to insult its speakers, and Punjabi in Shahmukhi never
"Punjabi (Arabic)", which names a third language.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_DISPLAYED = ("fr", "pl", "pa", "ur", "bn", "ar", "so", "zh-Hans", "ta", "pt-PT", "ro")

_ROWS = {
    "syl": "Sylheti|Sylheti|ਸਿਲਹਟੀ|سلہٹی|সিলেটি|السيلهيتية|Silheti|锡尔赫特语|சில்ஹெட்டி|Sylheti"
    "|Sylheti",
    "phr": "Pahari-Potwari|Pahari-Potwari|ਪਹਾੜੀ-ਪੋਠੋਹਾਰੀ|پہاڑی پوٹھواری|পাহাড়ি-পোঠোহারি"
    "|البهارية البوتوهارية|Pahari-Potwari|帕哈里-波特瓦里语|பஹாரி-போத்வாரி|Pahari-Potwari"
    "|Pahari-Potwari",
    "skr": "Saraiki|Saraiki|ਸਰਾਇਕੀ|سرائیکی|সরাইকি|السرائيكية|Saraiki|萨莱基语|சராய்கி|Saraiki|Saraiki",
    "rom": "Romani|Romski|ਰੋਮਾਨੀ|رومانی|রোমানি|لغة الروما|Romani|罗姆语|ரோமானி|Romani|Romani",
    "pa-Arab": "Pendjabi (shahmukhi)|Pendżabski (szahmukhi)|ਪੰਜਾਬੀ (ਸ਼ਾਹਮੁਖੀ)|پنجابی (شاہ مکھی)"
    "|পাঞ্জাবি (শাহমুখী)|البنجابية (الشاهمكهية)|Bunjaabi (Shahmukhi)|旁遮普语（沙木基文）"
    "|பஞ்சாபி (ஷாமுகி)|Panjabi (shahmukhi)|Punjabi (shahmukhi)",
}

NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        **{tag: dict(zip(_DISPLAYED, row.split("|"), strict=True)) for tag, row in _ROWS.items()},
        "bn": {"so": "Bengaali"},
        "nan": {"ur": "ہوکیئن", "bn": "হোক্কিয়েন", "so": "Hokkien"},
        "hak": {"ur": "ہکا", "bn": "হাক্কা", "so": "Hakka"},
    }
)
"""By the tag of the language named, then by that of the language it is named in."""
