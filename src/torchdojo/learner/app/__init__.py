"""The live app: `torchdojo` in a terminal. It needs Textual; nothing else here does."""
