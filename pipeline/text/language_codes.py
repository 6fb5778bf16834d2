"""Codes and names of languages, as files give them: `fr`, `fra`, `fre`, `fr-CA`, `FRENCH`, `français`."""

from __future__ import annotations

import re
from functools import lru_cache

# ISO 639-1, with the codes of ISO 639-2 (terminological, then bibliographic) where those differ from its start.
_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj
kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv
ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_THREE_LETTERS = {
    "fra": "fr", "fre": "fr", "eng": "en", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt",
    "nld": "nl", "dut": "nl", "ell": "el", "gre": "el", "ces": "cs", "cze": "cs", "slk": "sk", "slo": "sk",
    "pol": "pl", "rus": "ru", "ukr": "uk", "swe": "sv", "dan": "da", "nor": "no", "nob": "nb", "nno": "nn",
    "fin": "fi", "est": "et", "lav": "lv", "lit": "lt", "hun": "hu", "ron": "ro", "rum": "ro", "bul": "bg",
    "hrv": "hr", "srp": "sr", "bos": "bs", "slv": "sl", "mkd": "mk", "mac": "mk", "sqi": "sq", "alb": "sq",
    "tur": "tr", "ara": "ar", "heb": "he", "fas": "fa", "per": "fa", "hin": "hi", "ben": "bn", "urd": "ur",
    "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "vie": "vi", "tha": "th", "ind": "id", "msa": "ms",
    "may": "ms", "cat": "ca", "eus": "eu", "baq": "eu", "glg": "gl", "oci": "oc", "bre": "br", "cos": "co",
    "cym": "cy", "wel": "cy", "gle": "ga", "gla": "gd", "isl": "is", "ice": "is", "mlt": "mt", "ltz": "lb",
    "lat": "la", "epo": "eo", "swa": "sw", "afr": "af", "kat": "ka", "geo": "ka", "hye": "hy", "arm": "hy",
    "fro": "fro", "frm": "frm", "enm": "enm", "ang": "ang", "mul": "mul", "und": "und",
}  # fmt: skip
_NAMES = {
    "french": "fr", "français": "fr", "francais": "fr", "française": "fr", "francese": "fr", "französisch": "fr",
    "francés": "fr", "frans": "fr", "francês": "fr",
    "english": "en", "anglais": "en", "anglaise": "en", "englisch": "en", "inglés": "en", "inglese": "en",
    "engels": "en", "inglês": "en",
    "german": "de", "allemand": "de", "deutsch": "de", "spanish": "es", "espagnol": "es", "español": "es",
    "italian": "it", "italien": "it", "italiano": "it", "portuguese": "pt", "portugais": "pt", "português": "pt",
    "dutch": "nl", "néerlandais": "nl", "nederlands": "nl", "polish": "pl", "polonais": "pl", "russian": "ru",
    "russe": "ru", "swedish": "sv", "suédois": "sv", "danish": "da", "danois": "da", "finnish": "fi",
    "finnois": "fi", "greek": "el", "grec": "el", "czech": "cs", "tchèque": "cs", "hungarian": "hu",
    "hongrois": "hu", "romanian": "ro", "roumain": "ro", "arabic": "ar", "arabe": "ar", "chinese": "zh",
    "chinois": "zh", "japanese": "ja", "japonais": "ja", "korean": "ko", "coréen": "ko", "turkish": "tr",
    "turc": "tr", "ukrainian": "uk", "ukrainien": "uk", "latin": "la", "catalan": "ca", "breton": "br",
}  # fmt: skip
_KNOWN = {code: code for code in _CODES.split()} | _THREE_LETTERS | _NAMES
# A script, a region (two letters or three digits), variants and private parts (RFC 5646), however they are joined.
_REST = re.compile(r"(?:[-_.@][A-Za-z0-9]{1,8})+")
_TAG = re.compile(r"([A-Za-z]{2,3})((?:[-_.@][A-Za-z0-9]{1,8})*)")
_REGION_IN_WORDS = re.compile(r"(.+?)\s*[(\[/,:–-]\s*[^()\[\]]{2,40}[)\]]?")


@lru_cache(maxsize=4096)
def language_of(name: str) -> str | None:
    """The language that a code or name stands for: ISO 639-1 where there is such a code, else of three letters.

    Read in any case, with or without a region or script: `fr-CA`, `fr_FR`, `FRA`, `French (Canada)`. None where
    it is no language known here. Old and Middle French and English (`fro`, `frm`, `ang`, `enm`) are others.
    """
    name = name.strip().lower()
    tag = _TAG.fullmatch(name)
    if tag is not None:
        return _KNOWN.get(tag[1])
    if name in _NAMES:
        return _NAMES[name]
    worded = _REGION_IN_WORDS.fullmatch(name)
    return _NAMES.get(worded[1]) if worded is not None else None


def has_region(name: str) -> bool:
    """Whether a code says more than the language: a region, a script."""
    return _REST.search(name.strip()) is not None
