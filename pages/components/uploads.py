"""Uploaded bytes: dropped as soon as they have been read."""

from __future__ import annotations

from collections.abc import Iterable

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile


def forget_uploads(uploads: Iterable[UploadedFile]) -> None:
    """Take files out of Streamlit's memory, which else keeps them until the session ends."""
    context = get_script_run_ctx()
    manager = context.uploaded_file_mgr if context else None
    remove = getattr(manager, "remove_file", None)
    if context is not None and remove is not None:
        for upload in uploads:
            remove(session_id=context.session_id, file_id=upload.file_id)


def forget_all_uploads() -> None:
    """Take every file of the session out of Streamlit's memory."""
    context = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.remove_session_files(context.session_id)
