"""The earlier post's approach, as plain as it is told there: a bucket without an abort rule gets a configuration that holds one."""

import boto3
from botocore.exceptions import ClientError
from measured import serve

RULE = {
    "ID": "abort-incomplete-multipart-uploads",
    "Status": "Enabled",
    "Filter": {"Prefix": ""},
    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
}

s3 = boto3.client("s3")


def tidy(bucket):
    try:
        rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchLifecycleConfiguration":
            raise
        rules = []
    if not any("AbortIncompleteMultipartUpload" in rule for rule in rules):
        s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [RULE]})


def sweep(_):
    for bucket in s3.list_buckets()["Buckets"]:
        tidy(bucket["Name"])


serve({"sweep": sweep, "event": lambda asked: tidy(asked["event"]["detail"]["requestParameters"]["bucketName"])})
