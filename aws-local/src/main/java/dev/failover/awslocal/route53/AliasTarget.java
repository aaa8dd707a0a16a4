package dev.failover.awslocal.route53;

/** Where an alias points: the target's own zone, its name, and whether its health counts. */
public record AliasTarget(String hostedZoneId, DomainName dnsName, boolean evaluateTargetHealth) {}
