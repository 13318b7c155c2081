#!/usr/bin/env python3
"""Drives a running stream service with boto3 and with the aws command, both unmodified, and checks what they get.

The build, which must not depend on Python, runs it only when asked to:

    ./mvnw -Ppython -pl client-tests -am verify

Or start a service by hand, with an encryption key alias/checks and a retention that outlives the run:

    python3 client-tests/src/test/python/check_clients.py http://127.0.0.1:4567

Credentials are found as boto3 finds them; over https, AWS_CA_BUNDLE names the service's certificate.pem. Needs boto3
and awscli. Makes streams with names of its own and deletes them. Exit code 0 when all is right.
"""

import json
import os
import subprocess
import sys
import time
import uuid

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

REGION = "us-east-1"
MIDDLE = str(1 << 127)
# Which streams require it is not the model's to say.
SOMETIMES_REQUIRED = {"PartitionKey"}
# Operations that boto3 has called with success.
ANSWERED = set()


def check(what, condition):
    print(("ok    " if condition else "WRONG ") + what)
    if not condition:
        sys.exit(1)


def client(endpoint, **config):
    config = Config(retries={"total_max_attempts": 1}, **config)
    made = boto3.client("kinesis", endpoint_url=endpoint, region_name=REGION, config=config)
    made.meta.events.register("after-call.kinesis", remember)
    return made


def remember(http_response, model, **_):
    if http_response.status_code == 200:
        ANSWERED.add(model.name)


def error_code(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def read_shard(kinesis, stream, shard):
    iterator = kinesis.get_shard_iterator(StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    iterator = iterator["ShardIterator"]
    data = []
    while iterator:
        page = kinesis.get_records(ShardIterator=iterator)
        data += [record["Data"] for record in page["Records"]]
        if not page["Records"]:
            return data, page
        if "NextShardIterator" not in page:
            return data, page
        iterator = page["NextShardIterator"]


def with_boto3(endpoint):
    kinesis = client(endpoint)
    stream = "boto3-" + uuid.uuid4().hex[:8]
    kinesis.create_stream(StreamName=stream, ShardCount=2)
    kinesis.get_waiter("stream_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1})

    put = kinesis.put_records(
        StreamName=stream, Records=[{"Data": b"\x00\xff%d" % i, "PartitionKey": str(i)} for i in range(500)]
    )
    check("boto3 put_records", put["FailedRecordCount"] == 0 and len(put["Records"]) == 500)
    one = kinesis.put_record(StreamName=stream, Data=b"one", PartitionKey="x", ExplicitHashKey="0")
    check("boto3 put_record with an explicit hash key", one["ShardId"] == "shardId-000000000000")

    arn = kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]["StreamARN"]
    kinesis.split_shard(StreamARN=arn, ShardToSplit="shardId-000000000000", NewStartingHashKey="1000")
    kinesis.merge_shards(
        StreamName=stream, ShardToMerge="shardId-000000000003", AdjacentShardToMerge="shardId-000000000001"
    )
    # By hand: boto3's paginator repeats StreamName beside NextToken, which the API refuses, here as on AWS.
    page = kinesis.list_shards(StreamName=stream, MaxResults=2)
    shards = page["Shards"]
    while "NextToken" in page:
        page = kinesis.list_shards(NextToken=page["NextToken"], MaxResults=2)
        shards += page["Shards"]
    check("boto3 list_shards, page by page", len(shards) == 5)
    latest = kinesis.list_shards(StreamName=stream, ShardFilter={"Type": "AT_LATEST"})["Shards"]
    check("boto3 list_shards AT_LATEST", {s["ShardId"][-1] for s in latest} == {"2", "4"})

    everything = []
    for shard in shards:
        data, last = read_shard(kinesis, stream, shard["ShardId"])
        everything += data
        if shard["ShardId"] == "shardId-000000000000":
            check("boto3 get_records at the end of a closed shard", "NextShardIterator" not in last
                  and [c["ShardId"][-1] for c in last["ChildShards"]] == ["2", "3"])
    check("boto3 get_records finds all records", len(everything) == 501 and len(set(everything)) == 501)

    kinesis.increase_stream_retention_period(StreamName=stream, RetentionPeriodHours=48)
    described = kinesis.describe_stream(StreamName=stream)["StreamDescription"]
    check("boto3 describe_stream", described["RetentionPeriodHours"] == 48 and len(described["Shards"]) == 5)
    check("boto3 error of a stream that exists", error_code(
        kinesis.create_stream, StreamName=stream, ShardCount=1) == "ResourceInUseException")
    check("boto3 error of a missing stream", error_code(
        kinesis.describe_stream, StreamName="nosuch") == "ResourceNotFoundException")
    kinesis.delete_stream(StreamName=stream)
    kinesis.get_waiter("stream_not_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1})
    check("boto3 delete_stream", True)


def with_tags(kinesis, stream, arn):
    kinesis.add_tags_to_stream(StreamName=stream, Tags={"a": "1", "b": "2"})
    kinesis.remove_tags_from_stream(StreamName=stream, TagKeys=["a"])
    first = kinesis.list_tags_for_stream(StreamName=stream, Limit=1)
    rest = kinesis.list_tags_for_stream(StreamName=stream, ExclusiveStartTagKey=first["Tags"][0]["Key"])
    check("boto3 tags of a stream, page by page", first["HasMoreTags"] and not rest["HasMoreTags"]
          and [(t["Key"], t["Value"]) for t in first["Tags"] + rest["Tags"]] == [("b", "2"), ("made", "by boto3")])
    kinesis.tag_resource(ResourceARN=arn, Tags={"c": "3"})
    kinesis.untag_resource(ResourceARN=arn, TagKeys=["b"])
    tags = kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"]
    check("boto3 tags of a resource", {t["Key"] for t in tags} == {"made", "c"})


def with_a_subscription(kinesis, stream, arn):
    consumer = kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="app")["Consumer"]["ConsumerARN"]
    other = kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="other")["Consumer"]["ConsumerARN"]
    pages = list(kinesis.get_paginator("list_stream_consumers").paginate(
        StreamARN=arn, PaginationConfig={"PageSize": 1}))
    check("boto3 paginator of list_stream_consumers", len(pages) >= 2
          and [c["ConsumerName"] for page in pages for c in page["Consumers"]] == ["app", "other"])
    described = kinesis.describe_stream_consumer(ConsumerARN=consumer)["ConsumerDescription"]
    check("boto3 describe_stream_consumer", described["ConsumerStatus"] == "ACTIVE")

    put = kinesis.put_record(StreamName=stream, Data=b"pushed", PartitionKey="x")
    check("boto3 request id", put["ResponseMetadata"]["RequestId"] != "")
    began = time.monotonic()
    subscription = {"ConsumerARN": consumer, "ShardId": "shardId-000000000000"}
    answer = kinesis.subscribe_to_shard(**subscription, StartingPosition={"Type": "TRIM_HORIZON"})["EventStream"]
    events = (event["SubscribeToShardEvent"] for event in answer)
    event = next(e for e in events if e["Records"])
    check("boto3 subscribe_to_shard", [r["Data"] for r in event["Records"]] == [b"pushed"])
    check("boto3 error of a second subscription at once", error_code(
        kinesis.subscribe_to_shard, **subscription, StartingPosition={"Type": "LATEST"}) == "ResourceInUseException")
    kinesis.put_record(StreamName=stream, Data=b"next", PartitionKey="x")
    event = next(e for e in events if e["Records"])
    check("boto3 subscribe_to_shard, while records are put", [r["Data"] for r in event["Records"]] == [b"next"])
    # Events that wait in the service or in the client come when the subscription ends: after five minutes.
    check("boto3 gets events when they are sent", time.monotonic() - began < 60)
    answer.close()

    kinesis.put_record(StreamName=stream, Data=b"last", PartitionKey="x")
    kinesis.split_shard(StreamName=stream, ShardToSplit="shardId-000000000000", NewStartingHashKey=MIDDLE)
    answer = kinesis.subscribe_to_shard(ConsumerARN=other, ShardId="shardId-000000000000", StartingPosition={
        "Type": "AT_SEQUENCE_NUMBER", "SequenceNumber": event["ContinuationSequenceNumber"]})["EventStream"]
    events = [e["SubscribeToShardEvent"] for e in answer]
    check("boto3 subscribe_to_shard goes on at ContinuationSequenceNumber",
          [r["Data"] for e in events for r in e["Records"]] == [b"last"])
    check("boto3 subscribe_to_shard ends with a closed shard", "ContinuationSequenceNumber" not in events[-1]
          and [c["ShardId"][-1] for c in events[-1]["ChildShards"]] == ["1", "2"])
    for each in (consumer, other):
        kinesis.deregister_stream_consumer(ConsumerARN=each)
    check("boto3 deregister_stream_consumer", kinesis.list_stream_consumers(StreamARN=arn)["Consumers"] == [])


def with_encryption(kinesis, stream):
    kinesis.start_stream_encryption(StreamName=stream, EncryptionType="KMS", KeyId="alias/checks")
    sealed = kinesis.put_record(StreamName=stream, Data=b"sealed", PartitionKey="x")
    check("boto3 start_stream_encryption", sealed["EncryptionType"] == "KMS")
    data, _ = read_shard(kinesis, stream, sealed["ShardId"])
    check("boto3 reads what is encrypted", data == [b"sealed"])
    check("boto3 error of a key that is not there", error_code(
        kinesis.start_stream_encryption, StreamName=stream, EncryptionType="KMS", KeyId="alias/nosuch")
        == "KMSNotFoundException")
    kinesis.stop_stream_encryption(StreamName=stream, EncryptionType="KMS", KeyId="alias/checks")
    check("boto3 stop_stream_encryption", kinesis.describe_stream_summary(
        StreamName=stream)["StreamDescriptionSummary"]["EncryptionType"] == "NONE")


def with_a_policy(kinesis, arn):
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": "kinesis:PutRecord", "Resource": arn}]})
    kinesis.put_resource_policy(ResourceARN=arn, Policy=policy)
    check("boto3 get_resource_policy", kinesis.get_resource_policy(ResourceARN=arn)["Policy"] == policy)
    kinesis.delete_resource_policy(ResourceARN=arn)
    check("boto3 delete_resource_policy", kinesis.get_resource_policy(ResourceARN=arn)["Policy"] == "{}")


def with_settings(kinesis, stream, arn):
    kinesis.enable_enhanced_monitoring(StreamName=stream, ShardLevelMetrics=["IncomingBytes", "IncomingRecords"])
    left = kinesis.disable_enhanced_monitoring(StreamName=stream, ShardLevelMetrics=["IncomingBytes"])
    check("boto3 enhanced monitoring", left["DesiredShardLevelMetrics"] == ["IncomingRecords"])
    kinesis.increase_stream_retention_period(StreamName=stream, RetentionPeriodHours=48)
    kinesis.decrease_stream_retention_period(StreamName=stream, RetentionPeriodHours=24)
    check("boto3 decrease_stream_retention_period", kinesis.describe_stream_summary(
        StreamName=stream)["StreamDescriptionSummary"]["RetentionPeriodHours"] == 24)
    scaled = kinesis.update_shard_count(StreamName=stream, TargetShardCount=3, ScalingType="UNIFORM_SCALING")
    check("boto3 update_shard_count", scaled["TargetShardCount"] == 3)
    pages = kinesis.get_paginator("describe_stream").paginate(StreamName=stream, PaginationConfig={"PageSize": 2})
    found = [s["ShardId"] for page in pages for s in page["StreamDescription"]["Shards"]]
    listed = [s["ShardId"] for s in kinesis.list_shards(StreamName=stream)["Shards"]]
    check("boto3 paginator of describe_stream", len(found) > 2 and found == listed)

    large = {"StreamName": stream, "Data": b"x" * (1536 * 1024), "PartitionKey": "x"}
    check("boto3 error of a large record", error_code(kinesis.put_record, **large) == "ValidationException")
    kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=2048)
    check("boto3 update_max_record_size", "SequenceNumber" in kinesis.put_record(**large))
    kinesis.update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": "ON_DEMAND"})
    warm = kinesis.update_stream_warm_throughput(StreamARN=arn, WarmThroughputMiBps=10)
    check("boto3 update_stream_warm_throughput", warm["WarmThroughput"]["TargetMiBps"] == 10)
    check("boto3 update_stream_mode", kinesis.describe_stream_summary(StreamName=stream)[
        "StreamDescriptionSummary"]["StreamModeDetails"]["StreamMode"] == "ON_DEMAND")
    # An older boto3 does not know of it.
    if hasattr(kinesis, "update_stream_record_distribution_strategy"):
        kinesis.update_stream_record_distribution_strategy(StreamARN=arn, RecordDistributionStrategy="AUTO")
        check("boto3 put_record without a partition key", "SequenceNumber" in kinesis.put_record(
            StreamName=stream, Data=b"keyless"))
        check("boto3 dry run", error_code(
            kinesis.put_record, StreamName=stream, Data=b"x", DryRun=True) == "DryRunOperationException")
        kinesis.update_stream_record_distribution_strategy(
            StreamARN=arn, RecordDistributionStrategy="USER_PARTITION_KEY")


def with_a_channel(kinesis, stream, arn):
    name = stream + "-channel"
    created = kinesis.create_channel(
        ChannelName=name,
        ServiceExecutionRoleARN="arn:aws:iam::000000000000:role/delivery",
        StreamConfigurationList=[{"StreamARN": arn, "RecordConfiguration": {"RecordFormatType": "JSON"}}],
        S3DestinationConfiguration={"StorageConfiguration": {
            "BucketARN": "arn:aws:s3:::lake", "ExpectedBucketOwner": "000000000000", "CompressionType": "GZIP"}},
        Tags={"made": "by boto3"},
    )["ChannelDescription"]
    channel = created["ChannelARN"]
    check("boto3 create_channel", created["S3DestinationConfiguration"]["DataFreshnessInSeconds"] == 300)
    updated = kinesis.update_channel(ChannelARN=channel, S3DestinationConfiguration={"DataFreshnessInSeconds": 600})
    check("boto3 update_channel", updated["ChannelDescription"]["ChannelStatus"] in ("UPDATING", "ACTIVE"))
    described = kinesis.describe_channel(ChannelARN=channel)["ChannelDescription"]
    check("boto3 describe_channel", described["S3DestinationConfiguration"]["DataFreshnessInSeconds"] == 600)
    listed = kinesis.list_channels(StreamFilter=[{"StreamARN": arn}])["ChannelSummaries"]
    check("boto3 list_channels", [each["ChannelName"] for each in listed] == [name])
    tags = kinesis.list_tags_for_resource(ResourceARN=channel)["Tags"]
    check("boto3 tags of a channel", tags == [{"Key": "made", "Value": "by boto3"}])
    check("boto3 error of a stream that has a channel", error_code(
        kinesis.delete_stream, StreamName=stream) == "ResourceInUseException")
    kinesis.delete_channel(ChannelARN=channel)
    check("boto3 delete_channel", kinesis.list_channels()["ChannelSummaries"] == [])


def with_the_account(kinesis):
    check("boto3 describe_limits", kinesis.describe_limits()["OpenShardCount"] >= 2)
    kinesis.update_account_settings(MinimumThroughputBillingCommitment={"Status": "ENABLED"})
    told = kinesis.describe_account_settings()["MinimumThroughputBillingCommitment"]["Status"]
    check("boto3 update_account_settings", told == "ENABLED")


def with_wrong_values(kinesis, stream):
    check("boto3 message of a wrong value", "1 validation error detected" in error_message(
        kinesis.create_stream, StreamName="bad name!", ShardCount=1))
    shard = {"StreamName": stream, "ShardId": "shardId-000000000000"}
    for what, code, call, arguments in [
        ("forged iterator", "InvalidArgumentException", kinesis.get_records, {"ShardIterator": "AAAA" * 40}),
        ("forged token", "InvalidArgumentException", kinesis.list_shards, {"NextToken": "AAAA" * 20}),
        ("token beside a name", "InvalidArgumentException", kinesis.list_shards,
         {"NextToken": "AAAA" * 20, "StreamName": stream}),
        ("sequence number of another shard", "InvalidArgumentException", kinesis.get_shard_iterator,
         {**shard, "ShardIteratorType": "AT_SEQUENCE_NUMBER", "StartingSequenceNumber": "1"}),
        ("missing shard", "ResourceNotFoundException", kinesis.get_shard_iterator,
         {**shard, "ShardId": "shardId-000000000099", "ShardIteratorType": "LATEST"}),
        ("hash key that is too great", "InvalidArgumentException", kinesis.put_record,
         {"StreamName": stream, "Data": b"x", "PartitionKey": "x", "ExplicitHashKey": str(1 << 128)}),
        ("retention that is longer", "InvalidArgumentException", kinesis.decrease_stream_retention_period,
         {"StreamName": stream, "RetentionPeriodHours": 72}),
        ("key that is too long", "ValidationException", kinesis.put_record,
         {"StreamName": stream, "Data": b"x", "PartitionKey": "x" * 257}),
    ]:
        check("boto3 error of a " + what, error_code(call, **arguments) == code)
    try:
        kinesis.describe_stream(StreamName="nosuch")
        caught = False
    except kinesis.exceptions.ResourceNotFoundException as error:
        caught = "nosuch" in str(error)
    check("boto3 raises an error's own class", caught)


def with_the_rest_of_boto3(endpoint):
    """The operations that with_boto3 has no use for."""
    kinesis = client(endpoint)
    stream = "rest-" + uuid.uuid4().hex[:8]
    kinesis.create_stream(StreamName=stream, ShardCount=1, Tags={"made": "by boto3"})
    kinesis.get_waiter("stream_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1})
    arn = kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]["StreamARN"]
    with_tags(kinesis, stream, arn)
    with_a_subscription(kinesis, stream, arn)
    with_encryption(kinesis, stream)
    with_a_policy(kinesis, arn)
    with_settings(kinesis, stream, arn)
    # An older boto3 does not know of them.
    if hasattr(kinesis, "create_channel"):
        with_a_channel(kinesis, stream, arn)
    with_the_account(kinesis)
    with_wrong_values(kinesis, stream)
    second = stream + "-2"
    kinesis.create_stream(StreamName=second, ShardCount=1)
    pages = list(kinesis.get_paginator("list_streams").paginate(Limit=1))
    names = [name for page in pages for name in page["StreamNames"]]
    check("boto3 paginator of list_streams", len(pages) >= 2 and {stream, second} <= set(names))
    kinesis.delete_stream(StreamName=second)
    kinesis.delete_stream(StreamARN=arn)


def with_every_operation(endpoint):
    """Holds what was called against boto3's own model of the API: an operation that came with a newer boto3 is noticed."""
    kinesis = client(endpoint)
    model = set(kinesis.meta.service_model.operation_names)
    missing = sorted(model - ANSWERED)
    check("boto3 called all operations of its model" + (", but for " + ", ".join(missing) if missing else ""), not missing)


def with_missing_members(endpoint):
    """Sends each operation without each of the members that the API model requires, which boto3 itself would not."""
    kinesis = client(endpoint, parameter_validation=False)
    for operation in sorted(kinesis.meta.service_model.operation_names):
        shape = kinesis.meta.service_model.operation_model(operation).input_shape
        required = [name for name in (shape.required_members if shape else []) if name not in SOMETIMES_REQUIRED]
        if not required:
            continue
        message = error_message(getattr(kinesis, xform_name(operation)))
        named = all(
            "Value null at '%s' failed to satisfy constraint: Member must not be null" % (name[0].lower() + name[1:])
            in message
            for name in required
        )
        check("boto3 %s without %s" % (xform_name(operation), ", ".join(required)), named)


def error_message(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Message"]
    return ""


def aws(endpoint, *arguments):
    command = ["aws", "kinesis", "--endpoint-url", endpoint, "--region", REGION, "--output", "json", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        return result.stderr
    return json.loads(result.stdout) if result.stdout.strip() else None


def with_aws_command(endpoint):
    stream = "cli-" + uuid.uuid4().hex[:8]
    check("aws create-stream", aws(endpoint, "create-stream", "--stream-name", stream, "--shard-count", "1") is None)
    aws(endpoint, "wait", "stream-exists", "--stream-name", stream)
    put = aws(endpoint, "put-record", "--stream-name", stream, "--partition-key", "k", "--data", "aGVsbG8=")
    check("aws put-record", put["ShardId"] == "shardId-000000000000" and len(put["SequenceNumber"]) == 56)
    iterator = aws(endpoint, "get-shard-iterator", "--stream-name", stream, "--shard-id", put["ShardId"],
                   "--shard-iterator-type", "AT_SEQUENCE_NUMBER",
                   "--starting-sequence-number", put["SequenceNumber"])["ShardIterator"]
    page = aws(endpoint, "get-records", "--shard-iterator", iterator)
    check("aws get-records", page["Records"][0]["SequenceNumber"] == put["SequenceNumber"])
    aws(endpoint, "split-shard", "--stream-name", stream, "--shard-to-split", put["ShardId"],
        "--new-starting-hash-key", MIDDLE)
    shards = aws(endpoint, "list-shards", "--stream-name", stream)["Shards"]
    check("aws list-shards after split-shard", [s.get("ParentShardId") for s in shards] == [None] + [put["ShardId"]] * 2)
    check("aws list-streams", stream in aws(endpoint, "list-streams")["StreamNames"])
    wrong = aws(endpoint, "put-record", "--stream-name", "nosuch", "--partition-key", "k", "--data", "eA==")
    check("aws error of a missing stream", "(ResourceNotFoundException)" in wrong)
    check("aws delete-stream", aws(endpoint, "delete-stream", "--stream-name", stream) is None)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: check_clients.py ENDPOINT, such as http://127.0.0.1:4567")
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "any")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "any")
    print("boto3 %s against %s" % (boto3.__version__, sys.argv[1]))
    with_boto3(sys.argv[1])
    with_missing_members(sys.argv[1])
    with_the_rest_of_boto3(sys.argv[1])
    with_every_operation(sys.argv[1])
    with_aws_command(sys.argv[1])
    print("all right")
