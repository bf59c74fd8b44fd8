"""Why a whole file may be refused at the door: each rule with its words, its fix and its reason."""

from __future__ import annotations

from dataclasses import dataclass

from triggerscape.severity import Severity


@dataclass(frozen=True)
class FileRule:
    """One rule a whole file is held to.

    ``threshold`` is the limit in numbers, where there is one; ``reason`` says why it lies there,
    or why the rule exists.
    """

    code: str
    sentence: str
    fix: str
    reason: str
    severity: Severity = Severity.CRITICAL
    threshold: float | None = None


class FileRefused(Exception):
    """A file cannot be used at all. Carries the rule and a sentence, never a value.

    ``rows`` is how many rows it holds, as far as anybody could count.
    """

    def __init__(self, rule: str, sentence: str, rows: int = 0) -> None:
        super().__init__(sentence)
        self.rule = rule
        self.sentence = sentence
        self.rows = rows


# The rule of a record that cannot be told apart into fields: no column of it can be judged.
MISSHAPEN = "file.row_shape"
MOST_BYTES = 20_000_000_000
MOST_UNPACKED_BYTES = 60_000_000_000
MOST_CELLS = 4_000_000_000
LONGEST_RECORD = 1 << 20
# A column in which more than this share of the rows is wrong was misread, not mistyped.
MOST_WRONG_OF_A_COLUMN = 0.05

_EXPORT_AGAIN = "export the file again and send it under the same delivery"
_DECLARE = "declare how the file is written in the [file] part of the site's profile"

DOOR_RULES: tuple[FileRule, ...] = (
    FileRule(
        "file.link",
        "the file is a link to another place",
        "send the file itself",
        "a link could make us read any file of this machine",
    ),
    FileRule(
        "file.name",
        "the name of the file or of its delivery has characters we do not take",
        "use letters, digits, point, hyphen and underscore, at most 120 of them",
        "some readers take [, * or ? in a name for a pattern and open another file",
    ),
    FileRule("file.empty", "the file is empty", _EXPORT_AGAIN, "an export that failed looks so"),
    FileRule(
        "file.growing",
        "the file is still being written",
        "nothing: it is read in the next run; or send a manifest.json last",
        "half a file must not pass for a whole one",
        Severity.WARNING,
    ),
    FileRule(
        "file.too_large",
        "the file, once unpacked, is larger than we take",
        "split it by months, or raise the limit if it is what you expect",
        "a few kilobytes can unpack to more than any disk holds",
        threshold=MOST_UNPACKED_BYTES,
    ),
    FileRule(
        "file.too_slow",
        "the file took far longer to read than its size explains",
        "ask the site how it was written; keep a copy for us",
        "a crafted file must not hold up the other sites",
    ),
    FileRule(
        "file.crashed",
        "the file broke the process that read it, or needed too much memory",
        "ask the site how it was written; keep a copy for us",
        "files are opened in a process of their own so that only it can die",
    ),
    FileRule(
        "file.not_a_table",
        "the file is no table: a web page, a PDF or a database",
        "look at it in a text editor; often it is the page of a failed log-in",
        "a web page named .csv loads as an empty table without any error",
    ),
    FileRule(
        "file.encoding",
        "the file is not in the declared encoding",
        'name its encoding: [file] encoding = "cp1252", for example',
        "a wrong guess would change letters in silence",
    ),
    FileRule(
        "file.gzip",
        "the gzip stream is cut or damaged",
        _EXPORT_AGAIN,
        "some readers do not check the stream to its end; we do",
    ),
    FileRule(
        "file.archive",
        "the archive does not hold exactly one plain file",
        "send the files themselves, or one file an archive",
        "with several members nobody can say which is meant",
    ),
    FileRule(
        "file.sheets",
        "the workbook has several sheets with rows",
        "name the sheet: [file] sheet = …",
        "which sheet holds the table is not ours to guess",
    ),
    FileRule(
        "file.workbook",
        "the workbook cannot be read: locked, with macros, damaged, or of a kind we do not take",
        "save it as a plain .xlsx without password and macros, or export CSV",
        "macros are programs, and what is locked can be neither counted nor checked",
    ),
    FileRule(
        "file.json_array",
        "the file is one JSON array",
        "write one object a line, without brackets and commas around them",
        "an array can only be read whole, and a cut one not at all",
    ),
    FileRule(
        "file.parquet",
        "the Parquet file is damaged, or its footer cannot be true",
        _EXPORT_AGAIN,
        "a footer of four kilobytes can promise more rows than fit into memory",
    ),
    FileRule(
        "file.header",
        "a column of the first line has no name",
        "name every column; if lines stand above the header: [file] title_lines = …",
        "columns are found by name, never by place",
    ),
    FileRule(
        "file.header_twice",
        "two columns have the same name",
        "rename one of them",
        "nobody can say which of the two is meant",
    ),
    FileRule(
        "file.delimiter",
        "the first line does not hold the declared delimiter, but looks as if it held another",
        "name it: [file] delimiter = …",
        "read with the wrong delimiter the file is one column",
    ),
    FileRule(
        "file.columns",
        "required columns are missing",
        "rename the columns, or tell the profile what they are called: [columns.…] header = …",
        "a required column is one without which no row means anything",
    ),
    FileRule(
        "file.cut",
        "the last row ends in the middle",
        _EXPORT_AGAIN,
        "what else is missing behind it cannot be known",
    ),
    FileRule(
        "file.count",
        "two ways of counting the rows disagree",
        f"look for stray quotes and mixed line ends; {_EXPORT_AGAIN}",
        "rows in = accepted + quarantined + duplicates, and nothing else will do",
    ),
    FileRule(
        "file.unreadable",
        "the file cannot be read as what it seems to be",
        _DECLARE,
        "only the kind of the error is told: its text may quote a row",
    ),
    FileRule(
        "file.manifest",
        "the file is not the one its manifest.json describes",
        "send file and manifest again, together",
        "the manifest is how a cut transfer is noticed",
    ),
    FileRule(
        "file.other_site",
        "it belongs to another site than the folder it came in",
        "put it into the inbox of its own site",
        "the same key at two sites is two people",
    ),
    FileRule(
        "file.mapping",
        "the foreign mapping is missing, or changes the number of rows",
        "correct feeds.… in the profile, or the file in sql/sources/",
        "every row of the file must be accounted for",
    ),
    FileRule(
        "file.unjudged",
        "the file cannot be judged by its profile",
        "run triggerscape check on it; if the profile is right, report it to us",
        "a judgement that crashes says nothing about the rows",
    ),
    FileRule(
        "file.identifiers",
        "it has columns that identify people",
        "send the file without them",
        "the pipeline is for pseudonymous data; not a byte of such a file is kept",
    ),
)

FILE_RULES: dict[str, FileRule] = {rule.code: rule for rule in DOOR_RULES}
