"""Detects the charset of names in an archive that doesn't declare it, from all names together.

The format defines CP437 and UTF-8, but Windows tools write the code page of their locale.
"""

import unicodedata

# By codec: how people call it, and the scripts that its names are written in. Among equals the first is taken.
_CHARSETS = {
    "cp932": ("Shift-JIS", ("HIRAGANA", "KATAKANA", "CJK", "FULLWIDTH", "IDEOGRAPHIC")),
    "gbk": ("GBK", ("CJK", "FULLWIDTH")),
    "cp866": ("CP866", ("CYRILLIC",)),
    "cp950": ("Big5", ("CJK", "FULLWIDTH")),
    "cp949": ("EUC-KR", ("HANGUL",)),
    "cp437": ("CP437", ("LATIN",)),
    "cp850": ("CP850", ("LATIN",)),
    "cp1252": ("Windows-1252", ("LATIN",)),
}
_DOUBLE_BYTE = {"cp932", "gbk", "cp950", "cp949"}
# The lead bytes of the characters in common use: those that are rare come up when text of another charset is read.
_COMMON = {"cp932": range(0x81, 0x98), "gbk": range(0xB0, 0xD8), "cp950": range(0xA4, 0xC7), "cp949": range(0xB0, 0xC9)}
# Bytes that are common in two charsets are told apart by what names are full of.
_FREQUENT = {
    "gbk": "的文件新建本档图片说明使用版测试数据报告表中国人大小上下年月日第章资料项目管理系统工作会议合同方案",
    "cp950": "的文件新建本檔圖片說明使用版測試數據報告表中國人大小上下年月日第章資料項目管理系統工作會議合約方案",
    "cp949": "이다에의가를은는한하고서지기로도을사리문자일글보정공개계획회의료파목록새폴더본년월",
}
_DASHES = "–—"
_SAMPLE, _SAMPLE_LENGTH = 300, 200
_LATIN_ONLY = 0xE0  # UTF-8 below this lead byte is Latin, Greek, Cyrillic, …, or chance


def charset_of(names: list[bytes]) -> tuple[str, str]:
    """The codec in which these names, none of them UTF-8, are most likely written, and how people call it."""
    found, most = "cp437", float("-inf")
    for codec in _CHARSETS:
        try:
            texts = [name.decode(codec) for name in names]
        except UnicodeDecodeError:
            continue
        score = sum(_score(text[:_SAMPLE_LENGTH], codec) for text in texts[:_SAMPLE])
        if score > most:
            found, most = codec, score
    return found, _CHARSETS[found][0]


def is_by_chance(name: bytes, codec: str) -> bool:
    """Whether a name that is UTF-8, too, is one of its neighbors' charset: two bytes of GBK often are."""
    if codec not in _DOUBLE_BYTE or max(name) >= _LATIN_ONLY:
        return False
    try:
        name.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _score(text: str, codec: str) -> int:
    """How much it looks like a name that somebody gave: a word keeps to its script, and no capital stands inside it."""
    score = sum(_weight(char, codec) for char in text if not char.isascii())
    is_latin = "LATIN" in _CHARSETS[codec][1]
    around = f" {text} "
    for at, char in enumerate(text, 1):
        if char.isascii():
            continue
        before, after = around[at - 1], around[at + 1]
        if char.isalpha():
            score += (1 if is_latin else -3) * sum(near.isascii() and near.isalpha() for near in (before, after))
        score -= 2 * (char.isupper() and before.isalpha() and (before.islower() or after.islower()))
        score -= 2 * (is_latin and not before.isascii())
    return score


def _weight(char: str, codec: str) -> int:
    """By its bytes: where one charset sees a character, another sees two."""
    raw = char.encode(codec)
    if char in _FREQUENT.get(codec, ""):
        return 2 * len(raw)
    if char in _DASHES:
        return 0
    script = unicodedata.name(char, "").partition(" ")[0]
    is_home = script in _CHARSETS[codec][1] and (codec not in _COMMON or raw[0] in _COMMON[codec])
    return len(raw) if is_home else -2 * len(raw)
