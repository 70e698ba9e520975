"""Proving the collection: every grader is run on programs whose score is known beforehand."""

from torchdojo.proving.selfcheck import Finding, Summary, selfcheck

__all__ = ["Finding", "Summary", "selfcheck"]
