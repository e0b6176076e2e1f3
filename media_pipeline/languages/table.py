"""The languages a school meets, as data: tag, English name, own name, and other spellings.

A row's names override Babel's (which says "Bangla", and knows no Sylheti, Romani or Pahari). Other
spellings are separated by ``/`` and are only understood, never shown. Spellings that differ only in
case, accents, hyphens or apostrophes need no entry.
"""

from __future__ import annotations

from typing import NamedTuple


class Known(NamedTuple):
    """One language: its tag in the project's form and what people call it."""

    tag: str
    english: str
    own: str
    others: str = ""


KNOWN: tuple[Known, ...] = (
    # ── South Asia ──
    Known("pa", "Punjabi", "ਪੰਜਾਬੀ", "Panjabi/Gurmukhi/Punjabi (Gurmukhi)/Punjabi (India)"),
    Known(
        "pa-Arab",
        "Punjabi (Shahmukhi)",
        "پنجابی",
        "Shahmukhi/Western Punjabi/Punjabi (Pakistan)/Pakistani Punjabi/Lahori/شاہ مکھی",
    ),
    Known("ur", "Urdu", "اردو", "اردو زبان"),
    Known("hi", "Hindi", "हिन्दी", "हिंदी"),
    Known("bn", "Bengali", "বাংলা", "Bangla/বাঙলা/বাংলা ভাষা"),
    Known("syl", "Sylheti", "সিলেটি", "Siloti/Sylhety/Syloti/ꠍꠤꠟꠐꠤ/সিলটি/সিলেটী"),
    Known("gu", "Gujarati", "ગુજરાતી", "Gujerati/Gujrati"),
    Known("ta", "Tamil", "தமிழ்", "தமிழ் மொழி/Thamizh"),
    Known("te", "Telugu", "తెలుగు"),
    Known("kn", "Kannada", "ಕನ್ನಡ"),
    Known("ml", "Malayalam", "മലയാളം"),
    Known("mr", "Marathi", "मराठी"),
    Known("or", "Odia", "ଓଡ଼ିଆ", "Oriya"),
    Known("ne", "Nepali", "नेपाली", "Nepalese"),
    Known("si", "Sinhala", "සිංහල", "Sinhalese/Singhalese"),
    Known("sd", "Sindhi", "سنڌي", "سندھی"),
    Known("ps", "Pashto", "پښتو", "Pushto/Pukhto/Pakhto/Pashtu/پشتو/Pashtoon"),
    Known(
        "phr",
        "Pahari-Potwari",
        "پہاڑی پوٹھواری",
        "Pahari/Potwari/Pothwari/Pothohari/Mirpuri/پہاڑی/پوٹھواری/میرپوری",
    ),
    Known("skr", "Saraiki", "سرائیکی", "Seraiki/Siraiki"),
    # ── West and Central Asia, North Africa ──
    Known("ar", "Arabic", "العربية", "عربي/عربى/اللغة العربية/Modern Standard Arabic"),
    Known("fa", "Persian", "فارسی", "Farsi/Iranian Persian"),
    Known("fa-AF", "Dari", "دری", "Afghan Persian/Afghan Farsi/فارسی دری"),
    Known("ku", "Kurdish", "Kurdî", "Kurmanji/Kurmancî/Northern Kurdish/Kurdî (Kurmancî)"),
    Known(
        "ckb",
        "Kurdish (Sorani)",
        "کوردیی سۆرانی",
        "Sorani/Central Kurdish/کوردی/سۆرانی/کوردیی ناوەندی",
    ),
    Known("tr", "Turkish", "Türkçe"),
    Known("az", "Azerbaijani", "Azərbaycanca", "Azeri/Azərbaycan/Azərbaycan dili"),
    Known("he", "Hebrew", "עברית", "Ivrit"),
    Known("yi", "Yiddish", "ייִדיש", "אידיש"),
    Known("hy", "Armenian", "Հայերեն"),
    Known("ka", "Georgian", "ქართული", "ქართული ენა"),
    Known("uz", "Uzbek", "Oʻzbekcha", "O‘zbek/O'zbek tili/ўзбекча"),
    Known("kk", "Kazakh", "Қазақша", "Қазақ тілі/Қазақ"),
    Known("tg", "Tajik", "Тоҷикӣ", "забони тоҷикӣ"),
    Known("tk", "Turkmen", "Türkmençe", "Türkmen dili"),
    Known("ug", "Uyghur", "ئۇيغۇرچە", "Uighur"),
    Known("mn", "Mongolian", "Монгол", "Монгол хэл"),
    # ── East and South-East Asia ──
    Known(
        "zh-Hans",
        "Chinese (Mandarin)",
        "中文",
        "Chinese/Mandarin/Mandarin Chinese/Putonghua/Simplified Chinese/Chinese (Simplified)"
        "/普通话/普通話/国语/汉语/漢語/华语/華語/简体中文/中文 (简体)/中文(简体)/Zhongwen/Hanyu",
    ),
    Known(
        "zh-Hant",
        "Chinese (Traditional)",
        "繁體中文",
        "Traditional Chinese/Taiwanese Mandarin/國語/正體中文/繁体中文/中文 (繁體)/中文(繁體)",
    ),
    Known("yue", "Cantonese", "粵語", "粤语/廣東話/广东话/廣州話/Guangdonghua/Yue Chinese"),
    Known("wuu", "Shanghainese", "吴语", "Wu Chinese/吳語/上海话/上海話"),
    Known("nan", "Hokkien", "閩南語", "Min Nan/Taiwanese/Hoklo/闽南语/臺語/台語/福建話"),
    Known("hak", "Hakka", "客家話", "客家话/客家語/Hakka Chinese"),
    Known("ja", "Japanese", "日本語", "Nihongo/にほんご"),
    Known("ko", "Korean", "한국어", "한국말/조선말"),
    Known("vi", "Vietnamese", "Tiếng Việt", "Việt ngữ"),
    Known("fil", "Filipino", "Filipino", "Tagalog/Pilipino/Wikang Filipino"),
    Known("id", "Indonesian", "Bahasa Indonesia"),
    Known("ms", "Malay", "Bahasa Melayu", "Melayu/Bahasa Malaysia"),
    Known("th", "Thai", "ไทย", "ภาษาไทย"),
    Known("my", "Burmese", "မြန်မာ", "မြန်မာဘာသာ"),
    Known("km", "Khmer", "ខ្មែរ", "Cambodian/ភាសាខ្មែរ"),
    Known("lo", "Lao", "ລາວ", "Laotian/ພາສາລາວ"),
    # ── Africa and the Caribbean ──
    Known("so", "Somali", "Soomaali", "Af-Soomaali/Af Soomaaliga"),
    Known("am", "Amharic", "አማርኛ", "Amharigna"),
    Known("ti", "Tigrinya", "ትግርኛ", "Tigrigna/Tigrinia"),
    Known("om", "Oromo", "Afaan Oromoo", "Oromoo/Oromiffa/Afan Oromo"),
    Known("sw", "Swahili", "Kiswahili", "Suaheli"),
    Known("yo", "Yoruba", "Yorùbá", "Èdè Yorùbá"),
    Known("ig", "Igbo", "Igbo", "Ibo/Asụsụ Igbo"),
    Known("ha", "Hausa", "Hausa", "Harshen Hausa"),
    Known("ak", "Twi", "Twi", "Akan/Asante Twi/Fante"),
    Known("ee", "Ewe", "Eʋegbe", "Evegbe"),
    Known("wo", "Wolof", "Wolof"),
    Known("ff", "Fula", "Pulaar", "Fulani/Fulfulde/Fulah/Peul"),
    Known("ln", "Lingala", "Lingála"),
    Known("rw", "Kinyarwanda", "Ikinyarwanda", "Rwandan"),
    Known("lg", "Luganda", "Luganda", "Ganda"),
    Known("sn", "Shona", "ChiShona"),
    Known("zu", "Zulu", "IsiZulu"),
    Known("xh", "Xhosa", "IsiXhosa"),
    Known("af", "Afrikaans", "Afrikaans"),
    Known("mg", "Malagasy", "Malagasy"),
    Known("ht", "Haitian Creole", "Kreyòl ayisyen", "Haitian/Kreyòl"),
    # ── Britain and Ireland ──
    Known("en", "English", "English", "British English"),
    Known("cy", "Welsh", "Cymraeg"),
    Known("gd", "Scottish Gaelic", "Gàidhlig", "Gaelic/Scots Gaelic"),
    Known("ga", "Irish", "Gaeilge", "Irish Gaelic"),
    Known("sco", "Scots", "Scots"),
    # ── Western and Northern Europe ──
    Known("fr", "French", "Français", "langue française"),
    Known("de", "German", "Deutsch"),
    Known("es", "Spanish", "Español", "Castellano/Castilian"),
    Known("pt", "Portuguese", "Português", "European Portuguese/língua portuguesa"),
    Known(
        "pt-BR",
        "Portuguese (Brazil)",
        "Português (Brasil)",
        "Brazilian Portuguese/Brazilian/Português brasileiro/Português do Brasil",
    ),
    Known("it", "Italian", "Italiano", "lingua italiana"),
    Known("ca", "Catalan", "Català", "Valencian/Valencià"),
    Known("gl", "Galician", "Galego"),
    Known("eu", "Basque", "Euskara"),
    Known("nl", "Dutch", "Nederlands", "Flemish/Vlaams"),
    Known("da", "Danish", "Dansk"),
    Known("sv", "Swedish", "Svenska"),
    Known("nb", "Norwegian", "Norsk", "Bokmål/Norsk bokmål/Norwegian Bokmål"),
    Known("is", "Icelandic", "Íslenska"),
    Known("fi", "Finnish", "Suomi", "Suomen kieli"),
    Known("mt", "Maltese", "Malti"),
    Known("lb", "Luxembourgish", "Lëtzebuergesch"),
    # ── Central and Eastern Europe ──
    Known("pl", "Polish", "Polski", "język polski/po polsku"),
    Known("cs", "Czech", "Čeština", "český jazyk/česky"),
    Known("sk", "Slovak", "Slovenčina", "slovenský jazyk/slovensky"),
    Known("hu", "Hungarian", "Magyar", "magyar nyelv/magyarul"),
    Known("ro", "Romanian", "Română", "Moldovan/limba română/românește"),
    Known("rom", "Romani", "Romani čhib", "Romany/Romanes/Rromani/Romani chib/Rromani ćhib"),
    Known("bg", "Bulgarian", "Български", "български език"),
    Known("uk", "Ukrainian", "Українська", "українська мова/Ukrainska"),
    Known("ru", "Russian", "Русский", "русский язык/по-русски/Russkiy/Russki"),
    Known("be", "Belarusian", "Беларуская", "Byelorussian/беларуская мова"),
    Known("lt", "Lithuanian", "Lietuvių", "lietuvių kalba/lietuviškai"),
    Known("lv", "Latvian", "Latviešu", "latviešu valoda"),
    Known("et", "Estonian", "Eesti", "eesti keel"),
    Known("sq", "Albanian", "Shqip", "gjuha shqipe"),
    Known("el", "Greek", "Ελληνικά", "Ellinika/νέα ελληνικά"),
    Known("mk", "Macedonian", "Македонски", "македонски јазик"),
    Known("sr", "Serbian", "Српски", "српски језик"),
    Known("sr-Latn", "Serbian (Latin)", "Srpski", "srpski jezik"),
    Known("hr", "Croatian", "Hrvatski", "hrvatski jezik"),
    Known("bs", "Bosnian", "Bosanski", "bosanski jezik"),
    Known("sl", "Slovenian", "Slovenščina", "Slovene"),
    Known("la", "Latin", "Latina", "lingua latina"),
    Known("eo", "Esperanto", "Esperanto"),
)

BY_TAG = {known.tag: known for known in KNOWN}
