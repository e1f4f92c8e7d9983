"""moto's server on 127.0.0.1, at the port that is given, until it is terminated. One request at a time: its own way to
start it serves several at once, between which a conditional write is not one step."""

import logging
import sys

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import run_simple

# one line for each request would bury what a failed test says
logging.getLogger("werkzeug").setLevel(logging.WARNING)

run_simple(
    "127.0.0.1",
    int(sys.argv[1]),
    DomainDispatcherApplication(create_backend_app),
    threaded=False,
    request_handler=MotoRequestHandler,
)
