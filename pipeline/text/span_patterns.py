"""What is copied and never translated, as patterns; `spans` applies them in this order at each place of a text."""

from __future__ import annotations

import re
from enum import Enum


class SpanKind(str, Enum):
    """What a protected span is.

    Some stand for words of the sentence (an address, a placeholder). `markup` and `note` hang on the words
    beside them: emphasis, tags, link targets, footnote marks. `divider` stands between texts that have nothing
    to do with each other: the bars of a table, dotted leaders, the syntax around the arms of an ICU message.
    """

    CODE = "code"
    MATHS = "maths"
    URL = "url"
    EMAIL = "e-mail"
    HANDLE = "handle"
    HASHTAG = "hashtag"
    PATH = "path"
    ADDRESS = "network address"
    ACCOUNT = "account number"
    PHONE = "phone number"
    REFERENCE = "reference"
    PLACEHOLDER = "placeholder"
    FORMULA = "formula"
    SIGN = "sign"
    ENTITY = "entity"
    MARKUP = "markup"
    NOTE = "note mark"
    DIVIDER = "divider"


_SPACE = "[ \u00a0\u202f]"
SUPERSCRIPT = "⁰¹²³⁴-⁹⁺⁻"
SUBSCRIPT = "₀-₉₊₋"
# Pictures and what joins them: arrows, boxes, dingbats, emoji; ™ and its like; ☺ is below U+2700.
_PICTURE = (
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u2580-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
)
_EMOJI = (
    rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3"
    rf"|{_PICTURE}[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
    rf"(?:\u200d(?:{_PICTURE}|[\u2640\u2642])[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*)*"
)
_FILE_ENDINGS = """
    txt pdf html? xhtml php aspx? jspx? py pyc rb rs go java class jar kt swift js mjs ts tsx jsx css scss json ya?ml
    toml ini cfg conf config env xml xsd xsl svg csv tsv sql db sqlite zip gz tgz bz2 xz 7z rar tar iso dmg exe msi
    dll so deb rpm apk sh bash bat cmd ps1 png jpe?g gif webp bmp tiff? ico mp3 mp4 wav ogg flac avi mkv mov webm
    docx? xlsx? pptx? odt ods odp rtf tex bib md rst epub mobi tmx xliff? tbx po pot log bak tmp lock cpp hpp ipynb
    parquet bin dat ttf otf woff2? PDF TXT EXE DOC JPG PNG ZIP
"""
_FILE_ENDING = "|".join(_FILE_ENDINGS.split())
_DOMAIN = "com|org|net|info|edu|gov|int|biz|eu|fr|be|ch|ca|uk|de|it|es|lu|io|dev|app|tv|ai|nl|pt|pl|jp|cn|ru|paris|bzh"
_WEB = r"[^\s<>\"«»“”`|{}\\]"
_IDENTIFIER = r"[^\W\d]\w*"
_TEXT_COMMANDS = (
    "textbf|textit|textsc|texttt|textrm|textsf|emph|underline|section|subsection|subsubsection|chapter|part|paragraph"
    "|footnote|caption|title|author|item|mbox|text|thanks"
)
_CONVERSION = "[diouxXeEfFgGcs@pnYmHMSyBA]"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("CODE", r"(?P<fence>`{2,})(?!`)(?:(?!(?P=fence)).|\n)+?(?P=fence)(?!`)"),
    # `quoted' is no code, nor is what stands between two such quotations.
    ("CODE", r"(?<!`)`(?![`\s])(?:[^`\n'’]|(?:(?<=[\w(=,])['’]|['’](?=\w))(?!\s))+(?<!\s)`(?![`\w])"),
    (
        "MATHS",
        r"\$\$[^$]+\$\$|\\\([^\n]+?\\\)|\\\[[^\n]+?\\\]"
        r"|\$(?=[^$\n]*[\\^_={}<>+*/-]|[A-Za-z]\$)(?![\s\d,.]+\s)(?!\s)[^$\n]{1,200}(?<![\s\\])\$(?![\d\w])"
        r"|\\begin\{(?P<maths>equation|align|gather|multline|math|displaymath|eqnarray|array|[bpvV]?matrix|cases)\*?\}"
        r"[\s\S]*?\\end\{(?P=maths)\*?\}",
    ),
    ("PATH", r"\\\\[\w.$-]+(?:\\[\w.$-]+)+\\?"),  # \\server\share, before LaTeX takes the backslashes
    (
        "MARKUP",  # LaTeX: commands around text; the brace that closes is found by counting
        rf"\\(?:{_TEXT_COMMANDS})\*?(?:\[[^\]\n]*\])?\{{|\\item\b(?:\[[^\]\n]*\])?|\\(?:begin|end)\{{\w+\*?\}}",
    ),
    (
        "MATHS",
        r"\\[A-Za-z]{2,}\*?(?:\[[^\]\n]*\])?(?:\{[^{}\n]*\})+|\\(?:LaTeX|TeX|ldots|dots|alpha|beta|gamma|pi|times|cdot"
        r"|infty|noindent|newline|newpage|clearpage|maketitle|hline|centering|quad|qquad|par|bigskip|medskip)\b",
    ),
    ("PLACEHOLDER", r"\\(?:[nrt](?![a-zà-ÿ])|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})"),
    (
        "MARKUP",  # comments, tags, sections of XML
        r"<!--[\s\S]*?-->|<!\[CDATA\[|\]\]>|<[?!][A-Za-z][^<>]*>|</[A-Za-z][\w:.-]*\s*>"
        r"|<[A-Za-z][A-Za-z0-9:._-]*(?:\s+[\w:@.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*\s*/?>",
    ),
    ("ENTITY", r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"),
    (
        "URL",
        rf"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{{1,20}}://{_WEB}+|(?<![\w.@-])[wW]{{3}}\.{_WEB}+"
        rf"|(?<!\w)(?:mailto|tel|urn|doi|arxiv|arXiv):(?=[\w+])(?=\S*[\d@]){_WEB}+|(?<![\w./])10\.\d{{4,9}}/{_WEB}+",
    ),
    (
        "EMAIL",
        r"(?<![\w.+-])[^\W_][\w.+-]*@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+",
    ),
    ("PLACEHOLDER", rf"@(?:\.\w+)?:{_IDENTIFIER}(?:\.\w+)*|(?<!\w)@@?\w+@@?(?![\w@])"),
    ("HANDLE", r"(?<![\w@/.])@[A-Za-z_]\w*(?:[.-]\w+)*(?:@[\w-]+(?:\.[\w-]+)+)?"),
    (
        "URL",  # a host without its scheme: exemple.fr, exemple.fr/page
        rf"(?<![\w@.-])[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*"
        rf"\.(?:gouv\.fr|co\.uk|{_DOMAIN})(?:(?::\d{{2,5}})?[/?#](?:{_WEB}*[^\W_]/?)?)?(?![\w@]|\.\w)",
    ),
    ("PATH", r"(?<![\w/])[A-Za-z]:[\\/](?:__WINDOWS_FOLDER__\\)*(?:__WINDOWS_NAME__|[^\\/:*?\"<>|\s,;)»]*)"),
    ("PATH", r"%[A-Za-z]\w*%\\(?:[^\\/:*?\"<>|\s]+\\)*[^\\/:*?\"<>|\s,;)»]*"),
    (
        "PATH",
        r"(?<![\w/.:<%~-])(?:~|\.{1,2}|\$\{?[A-Z_]+\}?)?/(?:[\w.@+%-]+/)+[\w.@+%*-]*|(?<![\w/.:<-])(?:~|\.{1,2})/[\w.@+-]*"
        r"|(?<![\w/.:<),;-])/[a-z][a-z0-9._-]*[a-z0-9](?![\w/])"
        r"|(?<![\w/])(?:[\w.@+-]+/)+[\w.@+-]*\w\.[A-Za-z]\w{0,4}(?:#[\w-]+)?(?!\w)"
        r"|(?<![\w/])(?:[\w.-]+/){2,}(?![\w(])",
    ),
    (
        "PATH",
        rf"(?<![\w.])[^\W_][\w-]*(?:\.[\w-]+)*\.(?:{_FILE_ENDING})(?:\.(?:gz|bz2|xz|zip|bak))?(?!\w|\.\w)"
        r"|(?<![\w.])\.(?:bashrc|zshrc|profile|gitignore|gitattributes|env|htaccess|vimrc|ssh|npmrc|editorconfig"
        r"|dockerignore|bash_profile|config|local|cache)(?!\w)|(?<![\w*])\*\.[a-z]\w{0,4}(?!\w)",
    ),
    (
        "ADDRESS",
        r"(?<![\w.,])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:/\d{1,2})?(?::\d{2,5})?(?![\w]|\.\d)"
        r"|(?<![\w:])(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}(?![\w:])"
        r"|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}(?![\w:])"
        r"|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){1,6}(?::[0-9a-fA-F]{1,4}){1,6}(?:/\d{1,3})?(?![\w:])|(?<![\w:])::1(?!\w)"
        r"|(?<!\w)localhost(?::\d+)?(?!\w)",
    ),
    (
        "ACCOUNT",
        rf"(?<!\w)[A-Z]{{2}}\d{{2}}(?:{_SPACE}?[A-Z0-9]{{4}}){{2,7}}(?:{_SPACE}?[A-Z0-9]{{1,4}})?(?!\w)"
        rf"|(?<!\w)[3-6]\d{{3}}(?:[ -]\d{{4}}){{3}}(?![\w])"
        rf"|(?<=ISBN{_SPACE})[\dX][\d -]{{8,15}}[\dX](?!\w)|(?<!\w)97[89](?:[- ]?\d){{10}}(?!\d)"
        rf"|(?<=ISSN{_SPACE})\d{{4}}-\d{{3}}[\dX](?!\w)"
        rf"|(?<=(?:SIREN|SIRET){_SPACE})\d{{3}}(?:{_SPACE}?\d{{3}}){{2}}(?:{_SPACE}?\d{{5}})?(?!\d)"
        rf"|(?<!\w)[12]{_SPACE}\d\d{_SPACE}(?:0[1-9]|1[0-2]){_SPACE}\d\d{_SPACE}\d{{3}}{_SPACE}\d{{3}}(?:{_SPACE}\d\d)?(?!\d)"
        r"|(?<!\w)[A-Z]{2}\d{9,11}(?!\w)",
    ),
    (
        "PHONE",
        rf"(?<![\w+.,])(?<!\d{_SPACE})(?:\+\d{{1,3}}(?:(?:{_SPACE}|[.-])?\(?\d{{1,4}}\)?){{2,6}}"
        rf"|00\d{{1,3}}(?:(?:{_SPACE}|[.-])\(?\d{{1,4}}\)?){{2,6}})(?!\w|[.,]\d|{_SPACE}%)"
        rf"|(?<![\w+.,/-])(?<!\d{_SPACE})0\d{{1,3}}(?P<between>{_SPACE}|[.-])\d{{2,3}}(?:(?P=between)\d{{2,3}}){{1,3}}(?![\w]|[.,/-]\d)"
        rf"|(?<![\w+.,/-])0[1-9]\d{{8}}(?![\w]|[.,]\d)|(?<!\w)\(\d{{3}}\){_SPACE}?\d{{3}}-\d{{4}}(?!\w)"
        r"|(?<![\w.,-])(?:1-)?\d{3}-\d{3}-\d{4}(?![\w-])|(?<![\w.,-])1-8\d\d-[\dA-Z-]{7,8}(?!\w)",
    ),
    (
        "REFERENCE",
        r"(?<!\w)[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?!\w)"
        r"|(?<!\w)(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12,}(?!\w)|(?<![\w&])#(?:\d+|[0-9a-fA-F]{6})(?!\w)"
        r"|(?<=[nN][°º]\s)__CODE__|(?<=[nN][°º])__CODE__|(?<=№\s)__CODE__|(?<=№)__CODE__|(?<=[rR][ée]f\.\s)__CODE__"
        r"|(?<=[rR][ée]férence\s)__CODE__|(?<=[rR][ée]f\.\s:\s)__CODE__|(?<=[rR][ée]férence\s:\s)__CODE__"
        r"|(?<=No\.\s)__CODE__|(?<=[dD]ossier\s)__CODE__"
        # not 92/85/CEE, which English writes 92/85/EEC
        r"|(?<![\w./-])(?![\dA-Z/-]*(?:/(?:CEE?|UE|CECA|EEC|EC|EU|ECSC)\b|DORS/))(?=[A-Z0-9/_-]*[A-Z])"
        r"(?:(?=[A-Z0-9/._-]*\d{2})[A-Z0-9]+(?:[-/_][A-Z0-9]+){2,}|(?=[A-Z0-9/_-]*\d{3})[A-Z0-9]+[-/_][A-Z0-9]+)(?![\w/]|-\w)"
        r"|(?<!\w)v\d+(?:\.\d+)+(?:-\w+(?:\.\d+)?)?(?!\w)",
    ),
    (
        "PLACEHOLDER",
        rf"%\(\w+\)[-+#0]*\d*(?:\.\d+)?[A-Za-z]|%\{{\w+\}}|(?:%[A-Za-z])(?:[-/:. hT]?%[A-Za-z])+(?!\w)"
        rf"|(?<![\w%])%[A-Za-z]\w+%(?!\w)|%%(?=[\w\s.,;:!?)]|$)"
        rf"|(?<![\d%])(?<!\d{_SPACE})%(?:\d+\$)?[-+#0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|L|q|j|z|t)?{_CONVERSION}(?![^\W_])"
        rf"|(?<![\w%])%\d{{1,2}}(?![\d.,]|{_SPACE}?%)",
    ),
    (
        "PLACEHOLDER",
        r"\{\{\{?[^{}\n]*\}?\}\}|\{%[^{}\n]*%\}|\{#[^{}\n]*#\}|[$#@]\{[^{}\n]+\}"
        r"|\{\s*[$@]?[\w.\[\]'/-]*\s*(?:[:!][^{}\n]*|,\s*(?:number|date|time|spellout|ordinal|duration)[^{}\n]*)?\}"
        r"|\[\[[\w.:-]+\]\]|(?<!\w)__[^\W_](?:\w*[^\W_])?__(?!\w)|(?<!\w)##\w+##(?!\w)|(?<!\w)\[%[\w.]+%\]"
        rf"|(?<![\w$])\$(?!(?:US|CA|CAN|AU|NZ|HK|SG)\b){_IDENTIFIER}(?:\.\w+|->\w+)*|(?<![\w$])\$\d(?![\d.,]*\d|(?:{_SPACE}|-)?[kmbMB])(?!\w)"
        r"|(?:(?<=\s)|(?<=^)|(?<=\())::?[a-z_][a-z0-9_]*[a-z0-9](?![\w:])",
    ),
    ("SIGN", r"(?<!\w):[a-z][a-z0-9_+-]*:(?!\w)"),
    (
        "CODE",  # identifiers, calls, options of commands
        r"(?<![\w.])[A-Za-z_]\w*(?:(?:\.|::|->)[A-Za-z_]\w*)*\((?:\)|(?=[\w\s,.='\"-]*\))(?=[^)]*[=_'\"])[^()\n]*\))"
        r"|(?<![\w.])[A-Za-z]\w*_\w*[A-Za-z0-9](?!\w)|(?<![\w-])--[a-z][\w-]+(?:=\S+)?|(?<=\w\s)-[a-zA-Z](?=[\s,.;]|$)",
    ),
    ("HASHTAG", r"(?<![\w&/#])#(?=\w*[^\W\d_])\w+"),
    (
        "FORMULA",
        rf"(?<![^\W_])(?:[\w()\[\]+=·×/-]*[{SUPERSCRIPT}{SUBSCRIPT}][\w()\[\]+=·×/{SUPERSCRIPT}{SUBSCRIPT}-]*)",
    ),
    ("NOTE", r"(?:\[\d{1,3}(?:[,;–-]\s?\d{1,3})*\])+|\[\^[^\W_][\w-]*\]:?|[†‡]+|(?<=\w)[®™]|℠"),
    ("SIGN", rf"(?:{_EMOJI})+"),
    (
        "SIGN",
        r"(?<!\S)(?:[:;=][-'o^]?[()DPpOo|*\[\]]+|:-?/|<3|\^_?\^|[xX]D|:['’]\(|[-¯]\\_\(ツ\)_/¯)(?=[\s.,!?]|$)",
    ),
    (
        "DIVIDER",
        rf"\.{{5,}}|(?:\.{_SPACE}){{4,}}\.|_{{3,}}|…{{2,}}|(?:…{_SPACE}){{2,}}…|·{{4,}}|-{{5,}}|(?<=^)[^\S\n]*-{{3,4}}(?=[^\S\n]*$)|={{3,}}|~{{4,}}",
    ),
    ("DIVIDER", r"(?<!\S)\|+(?!\S)|(?<!\S)\|(?=[\s:-]*-{2,})[-\s:|]*\|(?!\S)|\t+"),
    ("MARKUP", r"(?<!\S)\*{3,}(?!\S)"),
)

_CODE = r"(?=[\w/._-]*\d)(?=[A-Za-z]|\d+(?:[/._-]\w|[A-Za-z]))[A-Za-z0-9]+(?:[-/._]?[A-Za-z0-9]+)*(?!\w)"
# A name with spaces before its ending, as Windows has them; `C:\Temp puis lisez a.txt` are two.
_WINDOWS_WORDS = (
    r"[^\\/:*?\"<>|\s]+(?: (?!(?:et|ou|puis|avec|dans|de|du|le|la|les|un|une|sur|pour|vers|à|est|sont)\b)[\w()-]+){0,3}"
)
_WINDOWS_NAME = rf"{_WINDOWS_WORDS}\.(?:{_FILE_ENDING})(?!\w)"


def _filled(pattern: str) -> str:
    for name, part in (("CODE", _CODE), ("WINDOWS_NAME", _WINDOWS_NAME), ("WINDOWS_FOLDER", _WINDOWS_WORDS)):
        pattern = pattern.replace(f"__{name}__", part)
    return pattern


def _compiled() -> tuple[re.Pattern[str], dict[str, SpanKind]]:
    kinds: dict[str, SpanKind] = {}
    parts = []
    for number, (kind, pattern) in enumerate(_PATTERNS):
        name = f"g{number}"
        kinds[name] = SpanKind[kind]
        parts.append(f"(?P<{name}>{_filled(pattern)})")
    return re.compile("|".join(parts)), kinds


SPAN, KIND_OF_GROUP = _compiled()
"""The alternation of all patterns, and the kind that each of its outer groups (named `g0`, `g1`, …) stands for."""
