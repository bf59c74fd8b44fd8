"""triggerscape: pooled headache diaries and clinic visits in, honest migraine tables out."""

__version__ = "0.1.0"
