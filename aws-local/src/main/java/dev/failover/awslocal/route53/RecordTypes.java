package dev.failover.awslocal.route53;

import java.util.Set;

/** The record types that Route 53 knows. */
final class RecordTypes {

    static final Set<String> ALL = Set.of(
            "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP",
            "SVCB", "TLSA", "TXT");

    private RecordTypes() {}
}
