"""Everything khabar raises on purpose.

    KhabarError
    ├── UsageError       what was asked for does not exist
    │   └── SettingError a setting has no such name or value
    ├── SourceError      an input cannot be read (it is set aside, the run goes on)
    │   └── FetchError   an address cannot be fetched, or may not be
    ├── EncoderError     the encoder cannot be built or opened
    ├── ArchiveError     the archive cannot be opened, read or written
    │   └── UnknownId    no report, story or event has this id
    └── PipelineError    stages do not fit together

Every message says what happened, to what, and what to do next.
"""


class KhabarError(Exception):
    """The root: catch this to catch whatever khabar raises on purpose."""


class UsageError(KhabarError):
    """What was asked for does not exist or does not fit; asking otherwise helps."""


class SettingError(UsageError):
    """A setting has no such name, or the value does not fit it."""


class SourceError(KhabarError):
    """An input cannot be read; the run sets it aside with this message as its reason."""


class FetchError(SourceError):
    """An address cannot be fetched, or may not be."""


class EncoderError(KhabarError):
    """The encoder cannot be built or opened."""


class ArchiveError(KhabarError):
    """The archive cannot be opened, read or written."""


class UnknownId(ArchiveError, KeyError):
    """No report, story or event of the archive has this id."""

    def __str__(self) -> str:  # KeyError would show the message in quotation marks
        return str(self.args[0]) if self.args else ""


class PipelineError(KhabarError):
    """Stages stand in an order in which one lacks what it needs."""
