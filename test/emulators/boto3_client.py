"""What boto3 makes of an AWS's answers, as one JSON document. Standard input: endpoint, Region, account, role and keys."""

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

given = json.load(sys.stdin)
session = boto3.session.Session(
    aws_access_key_id=given["accessKeyId"],
    aws_secret_access_key=given["secretAccessKey"],
    region_name=given["region"],
)


def client(service, of=session):
    return of.client(service, endpoint_url=given["endpoint"], config=Config(retries={"total_max_attempts": 1}))


def refusal(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return "nothing was refused"


def lifecycle(s3, bucket, **rule):
    rule = {"ID": "one", "Status": "Enabled", "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}, **rule}
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})
    answer = s3.get_bucket_lifecycle_configuration(Bucket=bucket)
    return {"rules": answer["Rules"], "size": answer["TransitionDefaultMinimumObjectSize"]}


def s3_answers():
    s3 = client("s3")
    names = [f"boto3-{number}" for number in range(5)]
    for name in names:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": given["region"]})
    s3.put_bucket_tagging(Bucket=names[0], Tagging={"TagSet": [{"Key": "team", "Value": "blue"}]})
    pages = s3.get_paginator("list_buckets").paginate(Prefix="boto3-", PaginationConfig={"PageSize": 2})
    answers = {
        "none": refusal(s3.get_bucket_lifecycle_configuration, Bucket=names[0]),
        "v2": lifecycle(s3, names[0], Filter={"Prefix": ""}),
        "v1": lifecycle(s3, names[1], Prefix=""),
        "mixed": refusal(
            s3.put_bucket_lifecycle_configuration,
            Bucket=names[2],
            LifecycleConfiguration={
                "Rules": [
                    {"Status": "Enabled", "Prefix": "a", "Expiration": {"Days": 1}},
                    {"Status": "Enabled", "Filter": {"Prefix": "b"}, "Expiration": {"Days": 1}},
                ]
            },
        ),
        "owner": refusal(
            s3.get_bucket_lifecycle_configuration, Bucket=names[0], ExpectedBucketOwner="000000000000"
        ),
        "tags": s3.get_bucket_tagging(Bucket=names[0])["TagSet"],
        "pages": [[(bucket["Name"], bucket["BucketRegion"]) for bucket in page["Buckets"]] for page in pages],
    }
    s3.delete_bucket_lifecycle(Bucket=names[0])
    answers["deleted"] = refusal(s3.get_bucket_lifecycle_configuration, Bucket=names[0])
    return answers


def sts_answers():
    assumed = client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{given['member']}:role/{given['role']}", RoleSessionName="boto3"
    )["Credentials"]
    inside = boto3.session.Session(
        aws_access_key_id=assumed["AccessKeyId"],
        aws_secret_access_key=assumed["SecretAccessKey"],
        aws_session_token=assumed["SessionToken"],
        region_name=given["region"],
    )
    return {
        "caller": client("sts").get_caller_identity()["Account"],
        "inside": client("sts", inside).get_caller_identity()["Arn"],
        "expires": assumed["Expiration"].tzinfo is not None,
        "denied": refusal(client("sts", inside).assume_role, RoleArn=given["closed"], RoleSessionName="boto3"),
    }


def organizations_answers():
    organizations = client("organizations")
    accounts = organizations.get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 2})
    listed = [(account["Id"], account["State"], account["JoinedTimestamp"].year > 2000) for page in accounts for account in page["Accounts"]]
    return {
        "accounts": sorted(listed),
        "tags": organizations.list_tags_for_resource(ResourceId=given["member"])["Tags"],
        "parents": [parent["Type"] for parent in organizations.list_parents(ChildId=given["member"])["Parents"]],
    }


def sqs_answers():
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="boto3")["QueueUrl"]
    # boto3 checks the digests that are answered
    sqs.send_message(
        QueueUrl=url,
        MessageBody="ü \U0001f600",
        MessageAttributes={"reason": {"DataType": "String", "StringValue": "because"}},
    )
    [message] = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], AttributeNames=["All"])["Messages"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return {
        "body": message["Body"],
        "attribute": message["MessageAttributes"]["reason"]["StringValue"],
        "received": message["Attributes"]["ApproximateReceiveCount"],
        "nowhere": refusal(sqs.get_queue_url, QueueName="nowhere"),
    }


def dynamodb_answers():
    table = session.resource("dynamodb", endpoint_url=given["endpoint"]).Table(given["table"])
    item = {"pk": "a", "sk": "b", "numbers": [1, 2], "nested": {"yes": True, "none": None}}
    table.put_item(Item=item)
    once = {"ConditionExpression": "attribute_not_exists(pk)"}
    return {
        "same": table.get_item(Key={"pk": "a", "sk": "b"})["Item"] == item,
        "twice": refusal(table.put_item, Item=item, **once),
        "status": client("dynamodb").describe_table(TableName=given["table"])["Table"]["TableStatus"],
    }


def cloudformation_answers():
    [stack] = client("cloudformation").describe_stacks(StackName=given["stack"])["Stacks"]
    return {
        "status": stack["StackStatus"],
        "outputs": stack["Outputs"],
        "dated": stack["CreationTime"].tzinfo is not None,
        "nowhere": refusal(client("cloudformation").describe_stacks, StackName="nowhere"),
    }


json.dump(
    {
        "s3": s3_answers(),
        "sts": sts_answers(),
        "organizations": organizations_answers(),
        "sqs": sqs_answers(),
        "dynamodb": dynamodb_answers(),
        "cloudformation": cloudformation_answers(),
    },
    sys.stdout,
)
