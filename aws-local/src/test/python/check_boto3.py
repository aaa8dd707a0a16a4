"""Drives aws-local with boto3 and stops at the first thing that is not as AWS has it. Usage: check_boto3.py ENDPOINT"""

import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

common = dict(
    endpoint_url=sys.argv[1],
    region_name="us-east-1",
    aws_access_key_id="x",
    aws_secret_access_key="x",
    config=Config(retries={"max_attempts": 0}),
)
dns = boto3.client("route53", **common)
sns = boto3.client("sns", **common)
sts = boto3.client("sts", **common)


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response["Error"]["Message"]
    raise AssertionError(f"{call} was not refused with {code}")


def change(zone, *changes):
    batch = {"Changes": [{"Action": action, "ResourceRecordSet": record} for action, record in changes]}
    return dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)


def a(name, value, **more):
    return {"Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": value}], **more}


assert sts.get_caller_identity()["Account"] == "000000000000"

# Zones
created = dns.create_hosted_zone(Name="Boto.Example", CallerReference="boto-1", HostedZoneConfig={"Comment": "c"})
zone = created["HostedZone"]["Id"]
assert created["HostedZone"]["Name"] == "boto.example."
assert len(created["DelegationSet"]["NameServers"]) == 4
assert created["ChangeInfo"]["Status"] in ("PENDING", "INSYNC")
refused("HostedZoneAlreadyExists", dns.create_hosted_zone, Name="other.example", CallerReference="boto-1")
refused("InvalidDomainName", dns.create_hosted_zone, Name="a..example", CallerReference="boto-2")
refused("NoSuchHostedZone", dns.get_hosted_zone, Id="ZNOTHING")
assert dns.get_hosted_zone(Id=zone)["HostedZone"]["Config"]["Comment"] == "c"
assert dns.update_hosted_zone_comment(Id=zone, Comment="d")["HostedZone"]["Config"]["Comment"] == "d"
assert zone in [z["Id"] for z in dns.list_hosted_zones()["HostedZones"]]
assert dns.list_hosted_zones_by_name(DNSName="boto.example")["HostedZones"][0]["Id"] == zone
assert dns.get_hosted_zone_count()["HostedZoneCount"] >= 1
private = dns.create_hosted_zone(
    Name="boto.example", CallerReference="boto-3", VPC={"VPCRegion": "us-east-1", "VPCId": "vpc-1"}
)["HostedZone"]["Id"]
assert dns.get_hosted_zone(Id=private)["VPCs"][0]["VPCId"] == "vpc-1"
dns.delete_hosted_zone(Id=private)
dns.change_tags_for_resource(
    ResourceType="hostedzone", ResourceId=zone.split("/")[-1], AddTags=[{"Key": "team", "Value": "dns"}]
)
tags = dns.list_tags_for_resource(ResourceType="hostedzone", ResourceId=zone.split("/")[-1])
assert tags["ResourceTagSet"]["Tags"] == [{"Key": "team", "Value": "dns"}]

# Health checks
config = {"Type": "HTTPS", "FullyQualifiedDomainName": "www.boto.example", "ResourcePath": "/healthz"}
check = dns.create_health_check(CallerReference="hc-1", HealthCheckConfig=config)["HealthCheck"]
assert check["HealthCheckConfig"]["Port"] == 443 and check["HealthCheckVersion"] == 1
assert dns.create_health_check(CallerReference="hc-1", HealthCheckConfig=config)["HealthCheck"]["Id"] == check["Id"]
updated = dns.update_health_check(HealthCheckId=check["Id"], HealthCheckVersion=1, FailureThreshold=2, Disabled=True)
assert updated["HealthCheck"]["HealthCheckVersion"] == 2
assert updated["HealthCheck"]["HealthCheckConfig"]["Disabled"] is True
refused("HealthCheckVersionMismatch", dns.update_health_check, HealthCheckId=check["Id"], HealthCheckVersion=1)
assert dns.get_health_check_status(HealthCheckId=check["Id"])["HealthCheckObservations"] == []  # a disabled one is not made
assert len(dns.list_health_checks()["HealthChecks"]) >= 1

# Record sets
alias = {"HostedZoneId": zone.split("/")[-1], "DNSName": "one.boto.example", "EvaluateTargetHealth": True}
info = change(
    zone,
    ("CREATE", a("one.boto.example", "192.0.2.1")),
    ("CREATE", a("*.boto.example", "192.0.2.9")),
    ("CREATE", a("f.boto.example", "192.0.2.2", SetIdentifier="p", Failover="PRIMARY", HealthCheckId=check["Id"])),
    ("CREATE", a("f.boto.example", "192.0.2.3", SetIdentifier="s", Failover="SECONDARY")),
    ("CREATE", a("w.boto.example", "192.0.2.4", SetIdentifier="w1", Weight=1)),
    ("CREATE", a("g.boto.example", "192.0.2.5", SetIdentifier="eu", GeoLocation={"ContinentCode": "EU"})),
    ("CREATE", a("l.boto.example", "192.0.2.6", SetIdentifier="ie", Region="eu-west-1")),
    ("CREATE", a("m.boto.example", "192.0.2.7", SetIdentifier="m1", MultiValueAnswer=True)),
    ("CREATE", {"Name": "alias.boto.example", "Type": "A", "AliasTarget": alias}),
)["ChangeInfo"]
assert dns.get_change(Id=info["Id"])["ChangeInfo"]["Id"] == info["Id"]
records = dns.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone, PaginationConfig={"PageSize": 2})
found = {(r["Name"], r.get("SetIdentifier")): r for page in records for r in page["ResourceRecordSets"]}
assert len(found) == 10, found  # NS and SOA of the apex share a name
assert found[("\\052.boto.example.", None)]["TTL"] == 60
assert found[("f.boto.example.", "p")]["HealthCheckId"] == check["Id"]
assert found[("w.boto.example.", "w1")]["Weight"] == 1
assert found[("g.boto.example.", "eu")]["GeoLocation"] == {"ContinentCode": "EU"}
assert found[("m.boto.example.", "m1")]["MultiValueAnswer"] is True
assert found[("alias.boto.example.", None)]["AliasTarget"]["DNSName"] == "one.boto.example."

batch = {"Changes": [{"Action": "DELETE", "ResourceRecordSet": a("one.boto.example", "192.0.2.99")}]}
text = refused("InvalidChangeBatch", dns.change_resource_record_sets, HostedZoneId=zone, ChangeBatch=batch)
assert text == (
    "[Tried to delete resource record set [name='one.boto.example.', type='A'] "
    "but the values provided do not match the current values]"
), text
refused("HostedZoneNotEmpty", dns.delete_hosted_zone, Id=zone)
mine = [r for r in found.values() if r["Type"] not in ("NS", "SOA")]
change(zone, *[("DELETE", record) for record in mine])
dns.delete_hosted_zone(Id=zone)
dns.delete_health_check(HealthCheckId=check["Id"])
refused("NoSuchHealthCheck", dns.get_health_check, HealthCheckId=check["Id"])

# SNS
topic = sns.create_topic(Name="boto", Attributes={"DisplayName": "b"}, Tags=[{"Key": "k", "Value": "v"}])["TopicArn"]
assert sns.create_topic(Name="boto")["TopicArn"] == topic
refused("InvalidParameter", sns.create_topic, Name="boto", Attributes={"DisplayName": "x"})
assert sns.get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"] == "b"
sns.set_topic_attributes(TopicArn=topic, AttributeName="DisplayName", AttributeValue="n")
sns.tag_resource(ResourceArn=topic, Tags=[{"Key": "k2", "Value": "v2"}])
sns.untag_resource(ResourceArn=topic, TagKeys=["k"])
assert sns.list_tags_for_resource(ResourceArn=topic)["Tags"] == [{"Key": "k2", "Value": "v2"}]
sub = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:000000000000:q")["SubscriptionArn"]
sns.set_subscription_attributes(
    SubscriptionArn=sub, AttributeName="FilterPolicy", AttributeValue='{"severity":[{"prefix":"cri"}]}'
)
assert "prefix" in sns.get_subscription_attributes(SubscriptionArn=sub)["Attributes"]["FilterPolicy"]
assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"][0]["SubscriptionArn"] == sub
assert len(sns.list_subscriptions()["Subscriptions"]) >= 1
assert sns.publish(TopicArn=topic, Message="m", Subject="s")["MessageId"]
refused("InvalidParameter", sns.publish, TopicArn=topic, Message="m", Subject="two\nlines")
refused("NotFound", sns.publish, TopicArn=topic + "-not", Message="m")
entries = [{"Id": "1", "Message": "m"}, {"Id": "2", "Message": "m", "Subject": "two\nlines"}]
result = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
assert [r["Id"] for r in result["Successful"]] == ["1"]
assert result["Failed"][0]["Code"] == "InvalidParameter" and result["Failed"][0]["SenderFault"] is True
sns.unsubscribe(SubscriptionArn=sub)
sns.delete_topic(TopicArn=topic)
print("boto3 saw what it expects")
