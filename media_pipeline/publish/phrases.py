"""The few phrases that feeds are composed of, in every language the site is shipped in.

They are no messages of a catalogue: a feed is in its own language, which need not be one of the
pages'.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Phrases(NamedTuple):
    """What a feed says in one language; ``{}`` stands for what it is said about."""

    about: str
    low_data: str
    told: str
    credit: str
    source: str
    licence: str


PHRASES: Mapping[str, Phrases] = MappingProxyType(
    {
        "en": Phrases(
            about="Stories, rhymes and songs told at {}.",
            low_data="low data",
            told="Told in {}",
            credit="Credit: {}",
            source="Source: {}",
            licence="Licence: {}",
        ),
        "fr": Phrases(
            about="Histoires, comptines et chansons racontées à {}.",
            low_data="peu de données",
            told="Langue : {}",
            credit="Crédit : {}",
            source="Source : {}",
            licence="Licence : {}",
        ),
        "pl": Phrases(
            about="Opowieści, rymowanki i piosenki nagrane w szkole: {}.",
            low_data="mało danych",
            told="Język: {}",
            credit="Autorstwo: {}",
            source="Źródło: {}",
            licence="Licencja: {}",
        ),
        "pa": Phrases(
            about="{} ਵਿੱਚ ਸੁਣਾਈਆਂ ਗਈਆਂ ਕਹਾਣੀਆਂ, ਬਾਲ ਕਵਿਤਾਵਾਂ ਅਤੇ ਗੀਤ।",
            low_data="ਘੱਟ ਡਾਟਾ",
            told="ਭਾਸ਼ਾ: {}",
            credit="ਸਿਹਰਾ: {}",
            source="ਸਰੋਤ: {}",
            licence="ਲਾਇਸੈਂਸ: {}",
        ),
        "ur": Phrases(
            about="{} میں سنائی گئی کہانیاں، بچوں کی نظمیں اور گیت۔",
            low_data="کم ڈیٹا",
            told="زبان: {}",
            credit="بشکریہ: {}",
            source="ماخذ: {}",
            licence="لائسنس: {}",
        ),
        "bn": Phrases(
            about="{}-এ বলা গল্প, ছড়া ও গান।",
            low_data="কম ডেটা",
            told="ভাষা: {}",
            credit="কৃতজ্ঞতা: {}",
            source="উৎস: {}",
            licence="লাইসেন্স: {}",
        ),
        "ar": Phrases(
            about="قصص وأناشيد وأغانٍ تُروى في {}.",
            low_data="بيانات أقل",
            told="اللغة: {}",
            credit="شكر وتقدير: {}",
            source="المصدر: {}",
            licence="الترخيص: {}",
        ),
        "so": Phrases(
            about="Sheekooyin, heeso carruureed iyo heeso laga duubay {}.",
            low_data="xog yar",
            told="Luqadda: {}",
            credit="Mahadnaq: {}",
            source="Isha: {}",
            licence="Shatiga: {}",
        ),
        "zh-Hans": Phrases(
            about="在{}讲述的故事、童谣和歌曲。",
            low_data="省流量",
            told="语言：{}",
            credit="鸣谢：{}",
            source="来源：{}",
            licence="许可协议：{}",
        ),
        "ta": Phrases(
            about="{} பள்ளியில் சொல்லப்பட்ட கதைகள், குழந்தைப் பாடல்கள், பாடல்கள்.",
            low_data="குறைந்த டேட்டா",
            told="மொழி: {}",
            credit="நன்றி: {}",
            source="மூலம்: {}",
            licence="உரிமம்: {}",
        ),
        "pt": Phrases(
            about="Histórias, rimas e canções contadas na escola: {}.",
            low_data="poucos dados",
            told="Língua: {}",
            credit="Créditos: {}",
            source="Fonte: {}",
            licence="Licença: {}",
        ),
        "ro": Phrases(
            about="Povești, rime și cântece spuse la {}.",
            low_data="date puține",
            told="Limba: {}",
            credit="Mulțumiri: {}",
            source="Sursa: {}",
            licence="Licența: {}",
        ),
    }
)
