"""Two habits of the libraries that would reach outside this process are turned off."""

from __future__ import annotations

from starlette.formparsers import MultiPartParser
from streamlit import config, net_util


def keep_inside() -> None:
    """Lay no upload on the disk while it arrives, and ask nobody outside for our own address.

    Notes
    -----
    Starlette writes what is longer than 1 MB to a temporary file. Streamlit asks a host of another
    company which address it sees, for up to 2 seconds in which nobody else is served, whenever a
    page of another origin tries to open a session. Tried with 1.67, whose names stand here alone.
    """
    MultiPartParser.spool_max_size = (config.get_option("server.maxUploadSize") + 1) << 20
    net_util.get_external_ip = lambda: None
