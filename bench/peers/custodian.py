"""Cloud Custodian with a policy for buckets that have no enabled abort rule for all of the bucket. Arguments: account, folder for its output."""

import json
import logging
import os
import sys

from measured import serve

ACCOUNT, FOLDER = sys.argv[1:]
ABORTS_ALL = (
    "Lifecycle.Rules[?Status=='Enabled' && AbortIncompleteMultipartUpload.DaysAfterInitiation"
    " && (Prefix=='' || Filter.Prefix=='' || Filter==`{}`)]"
)
POLICY = {
    "name": "abort-incomplete-multipart-uploads",
    "resource": "aws.s3",
    "filters": [{"type": "value", "key": ABORTS_ALL, "value": "empty"}],
    "actions": [
        {
            "type": "configure-lifecycle",
            "rules": [
                {
                    "ID": "abort-incomplete-multipart-uploads",
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
                }
            ],
        }
    ],
}
MODE = {
    "type": "cloudtrail",
    "role": f"arn:aws:iam::{ACCOUNT}:role/custodian",
    "events": [
        "CreateBucket",
        {"source": "s3.amazonaws.com", "event": "PutBucketLifecycle", "ids": "requestParameters.bucketName"},
    ],
}
OPTIONS = {"account_id": ACCOUNT, "region": os.environ["AWS_DEFAULT_REGION"], "output_dir": FOLDER, "cache": None}

# the handler reads its policy from the folder of its archive
os.chdir(FOLDER)
with open("config.json", "w") as config:
    json.dump({"execution-options": {"account_id": ACCOUNT}, "policies": [{**POLICY, "mode": MODE}]}, config)

from c7n import handler  # noqa: E402
from c7n.config import Config  # noqa: E402
from c7n.policy import PolicyCollection  # noqa: E402
from c7n.resources import load_resources  # noqa: E402
from c7n.resources.aws import AWS  # noqa: E402

# what it logs costs it time that is none of its work
logging.disable(logging.INFO)
load_resources(("aws.s3",))


def pull(query):
    policy = {**POLICY, **query}
    options = AWS().initialize(Config.empty(**OPTIONS))
    for loaded in PolicyCollection.from_data({"policies": [policy]}, options):
        loaded.validate()
        loaded()


class Context:
    aws_request_id = "bench"
    function_name = "custodian-abort-incomplete-multipart-uploads"
    function_version = "$LATEST"
    invoked_function_arn = f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:custodian"
    memory_limit_in_mb = 512
    log_group_name = log_stream_name = "bench"

    def get_remaining_time_in_millis(self):
        return 900_000


serve(
    {
        "shipped": lambda _: pull({}),
        "cut-down": lambda _: pull({"query": [{"augment-keys": ["Lifecycle"]}]}),
        "event": lambda asked: handler.dispatch_event(asked["event"], Context()),
    }
)
