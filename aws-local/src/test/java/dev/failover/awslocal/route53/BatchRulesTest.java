package dev.failover.awslocal.route53;

import static dev.failover.awslocal.route53.ZoneWorld.ZONE;
import static dev.failover.awslocal.route53.ZoneWorld.alias;
import static dev.failover.awslocal.route53.ZoneWorld.created;
import static dev.failover.awslocal.route53.ZoneWorld.deleted;
import static dev.failover.awslocal.route53.ZoneWorld.failover;
import static dev.failover.awslocal.route53.ZoneWorld.set;
import static dev.failover.awslocal.route53.ZoneWorld.weighted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.awslocal.wire.AwsException;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRulesTest {

    private static final String SOA = "ns-1.aws-local.test. hostmaster.aws-local.test. 1 7200 900 1209600 86400";

    private final ZoneWorld world = new ZoneWorld();

    @Test
    void swapsInOneBatch() {
        world.change(created("a.example.com", "A", "192.0.2.1"));
        world.change(deleted("a.example.com", "A", "192.0.2.1"), created("a.example.com", "A", "192.0.2.2"));

        assertThat(world.zones.get(ZONE).current().values())
                .filteredOn(set -> set.type().equals("A"))
                .extracting(RecordSet::values)
                .containsExactly(List.of("192.0.2.2"));
    }

    @Test
    @DisplayName("scenario 46: a DELETE of other values than there are refuses the whole batch")
    void refusesADeleteThatDoesNotMatch() {
        world.change(created("a.example.com", "A", "192.0.2.1"));
        List<String> before = world.listed();

        assertThatRefused(() -> world.change(
                        created("other.example.com", "A", "192.0.2.7"), deleted("a.example.com", "A", "192.0.2.9")))
                .isEqualTo("[Tried to delete resource record set [name='a.example.com.', type='A']"
                        + " but the values provided do not match the current values]");
        assertThat(world.listed()).isEqualTo(before);
    }

    @Test
    @DisplayName("scenario 47: a DELETE of what a human has deleted is refused")
    void refusesADeleteOfNothing() {
        assertThatRefused(() -> world.change(deleted("a.example.com", "A", "192.0.2.9")))
                .isEqualTo("[Tried to delete resource record set [name='a.example.com.', type='A']"
                        + " but it was not found]");
    }

    @Test
    void matchesEveryAttributeOfADelete() {
        world.change(weighted("CREATE", "a.example.com", "x", 10, 60, "192.0.2.1"));

        for (String wrong : List.of(
                weighted("DELETE", "a.example.com", "x", 11, 60, "192.0.2.1"),
                weighted("DELETE", "a.example.com", "x", 10, 61, "192.0.2.1"),
                weighted("DELETE", "a.example.com", "x", 10, 60, "192.0.2.2"))) {
            assertThatRefused(() -> world.change(wrong)).contains("do not match the current values");
        }
        assertThatRefused(() -> world.change(weighted("DELETE", "a.example.com", "y", 10, 60, "192.0.2.1")))
                .contains("set-identifier='y'] but it was not found");
        world.change(weighted("DELETE", "A.example.com.", "x", 10, 60, "192.0.2.1"));
        assertThat(world.listed()).hasSize(2);
    }

    @Test
    void doesNotCareAboutTheOrderOfValues() {
        world.change(created("a.example.com", "A", "192.0.2.1", "192.0.2.2"));
        world.change(deleted("a.example.com", "A", "192.0.2.2", "192.0.2.1"));

        assertThat(world.listed()).hasSize(2);
    }

    @Test
    void collectsAllProblemsInTheirOrder() {
        world.change(created("c.example.com", "A", "192.0.2.1"));

        assertThatRefused(() -> world.change(
                        deleted("a.example.com", "A", "192.0.2.1"),
                        created("b.elsewhere.net", "A", "192.0.2.1"),
                        created("c.example.com", "A", "192.0.2.1"),
                        created("d.example.com", "A", "192.0.2.300")))
                .isEqualTo(
                        "[Tried to delete resource record set [name='a.example.com.', type='A'] but it was not found,"
                                + " RRSet with DNS name b.elsewhere.net. is not permitted in zone example.com.,"
                                + " Tried to create resource record set [name='c.example.com.', type='A'] but it already exists,"
                                + " Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4"
                                + " address) encountered with '192.0.2.300'']");
    }

    @Test
    void refusesTheSameSetTwice() {
        world.change(created("a.example.com", "A", "192.0.2.1"));

        assertThatRefused(() -> world.change(
                        deleted("a.example.com", "A", "192.0.2.1"), deleted("a.example.com", "A", "192.0.2.1")))
                .contains("invalid set of changes for a resource record set 'A a.example.com.'");
        assertThatRefused(() -> world.change(
                        created("b.example.com", "A", "192.0.2.1"), created("b.example.com", "A", "192.0.2.2")))
                .contains("invalid set of changes");
    }

    @Test
    void keepsACnameAlone() {
        world.change(created("a.example.com", "A", "192.0.2.1"), created("c.example.com", "CNAME", "a.example.com"));

        assertThatRefused(() -> world.change(created("a.example.com", "CNAME", "x.example.com")))
                .contains("conflicts with other records with the same DNS name");
        assertThatRefused(() -> world.change(created("c.example.com", "TXT", "&quot;x&quot;")))
                .contains("a conflicting RRSet of type CNAME");
        assertThatRefused(() -> world.change(created("example.com", "CNAME", "x.example.com")))
                .contains("not permitted at apex");
    }

    @Test
    void neverMixesRoutingPolicies() {
        world.change(
                created("s.example.com", "A", "192.0.2.1"),
                weighted("CREATE", "w.example.com", "x", 10, 60, "192.0.2.1"));

        assertThatRefused(() -> world.change(failover("CREATE", "w.example.com", "y", "PRIMARY", "192.0.2.2")))
                .contains("because a non failover rrset exists with the same name and type");
        assertThatRefused(() -> world.change(set("UPSERT", "w.example.com", "A", "", 60, "192.0.2.2")))
                .contains("as other RRSets exist with the same name and type");
        assertThatRefused(() -> world.change(weighted("CREATE", "s.example.com", "x", 1, 60, "192.0.2.2")))
                .contains("because a non weighted rrset exists");
        assertThatRefused(() -> world.change(weighted("CREATE", "w.example.com", "z", 1, 61, "192.0.2.2")))
                .contains("must have the same TTL");
    }

    @Test
    void aPrimarySetThatIsNoAliasNeedsAHealthCheck() {
        String unchecked = failover("CREATE", "f.example.com", "a", "PRIMARY", "192.0.2.1")
                .replace("<HealthCheckId>known-check</HealthCheckId>", "");

        assertThatRefused(() -> world.change(unchecked))
                .contains("A non-alias primary ResourceRecordSet must have an associated health check.");
        world.change(unchecked.replace("PRIMARY", "SECONDARY"));
    }

    @Test
    void needsDeleteAndCreateToSwapFailoverRoles() {
        world.change(
                failover("CREATE", "f.example.com", "a", "PRIMARY", "192.0.2.1"),
                failover("CREATE", "f.example.com", "b", "SECONDARY", "192.0.2.2"));

        assertThatRefused(() -> world.change(
                        failover("UPSERT", "f.example.com", "a", "SECONDARY", "192.0.2.1"),
                        failover("UPSERT", "f.example.com", "b", "PRIMARY", "192.0.2.2")))
                .contains("a failover rrset with the same name, type and Failover exists");
        world.change(
                failover("DELETE", "f.example.com", "a", "PRIMARY", "192.0.2.1"),
                failover("DELETE", "f.example.com", "b", "SECONDARY", "192.0.2.2"),
                failover("CREATE", "f.example.com", "a", "SECONDARY", "192.0.2.1"),
                failover("CREATE", "f.example.com", "b", "PRIMARY", "192.0.2.2"));
        assertThat(world.listed()).contains("f.example.com. A a", "f.example.com. A b");
    }

    @Test
    void wantsAnAliasTargetThatExistsOnceTheBatchIsApplied() {
        assertThatRefused(() -> world.change(alias("CREATE", "x.example.com", ZONE, "a.example.com")))
                .isEqualTo("[Tried to create an alias that targets a.example.com., type A in zone ZTEST,"
                        + " but that target was not found]");
        assertThatRefused(() -> world.change(alias("CREATE", "x.example.com", ZONE, "a.example.net")))
                .contains("does not lie within the target zone");
        world.change(
                alias("CREATE", "x.example.com", ZONE, "A.example.com"), created("a.example.com", "A", "192.0.2.1"));
        world.change(alias("CREATE", "elb.example.com", "Z35SXDOTRQ7X7K", "dualstack.lb.elb.amazonaws.com"));
        assertThat(world.listed()).contains("x.example.com. A", "elb.example.com. A");
    }

    @Test
    void keepsRoutingValuesUniqueAndSetsSingle() {
        String region = "<SetIdentifier>%s</SetIdentifier><Region>eu-west-1</Region>";
        String many = "<SetIdentifier>%s</SetIdentifier><MultiValueAnswer>true</MultiValueAnswer>";
        world.change(
                set("CREATE", "l.example.com", "A", region.formatted("a"), 60, "192.0.2.1"),
                set("CREATE", "m.example.com", "A", many.formatted("a"), 60, "192.0.2.1"),
                set("CREATE", "m.example.com", "A", many.formatted("b"), 60, "192.0.2.2"));

        assertThatRefused(
                        () -> world.change(set("CREATE", "l.example.com", "A", region.formatted("b"), 60, "192.0.2.2")))
                .contains("a latency rrset with the same name, type and Region exists");
        assertThatRefused(() -> world.change(
                        set("CREATE", "s.example.com", "A", region.formatted("b"), 60, "192.0.2.2", "192.0.2.3")))
                .contains("Cannot have more than 1 record");
        assertThatRefused(() -> world.change(created("c.example.com", "CNAME", "a.example.net", "b.example.net")))
                .contains("Cannot have more than 1 record");
    }

    @Test
    void protectsTheApex() {
        assertThatRefused(() -> world.change(set("DELETE", "example.com", "SOA", "", 900, SOA)))
                .contains("A HostedZone must contain exactly one SOA record.");
        assertThatRefused(() -> world.change(set(
                        "DELETE",
                        "example.com",
                        "NS",
                        "",
                        172_800,
                        Zones.NAME_SERVERS.stream().map(server -> server + ".").toArray(String[]::new))))
                .contains("at least one NS record");
    }

    @Test
    void countsElementsAndCharactersAndUpsertsTwice() {
        String[] many = IntStream.range(0, 251)
                .mapToObj(i -> set("UPSERT", "n" + i + ".example.com", "A", "", 60, "192.0.2.1", "192.0.2.2"))
                .toArray(String[]::new);
        String longText = "&quot;" + "x".repeat(250) + "&quot;";
        String[] wide = IntStream.range(0, 130)
                .mapToObj(i -> created("n" + i + ".example.com", "TXT", longText))
                .toArray(String[]::new);

        assertThatRefused(() -> world.change(many)).isEqualTo("[Number of records limit of 1000 exceeded.]");
        assertThatRefused(() -> world.change(wide)).isEqualTo("[RDATA character limit of 32000 exceeded.]");
        assertThat(world.listed()).hasSize(2);
    }

    @Test
    void wantsHealthChecksThatExist() {
        assertThatThrownBy(() -> world.change(ZoneWorld.changeXml(
                        "CREATE",
                        "<Name>a.example.com</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord>"
                                + "<Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>"
                                + "<HealthCheckId>unknown-check</HealthCheckId>")))
                .isInstanceOfSatisfying(AwsException.class, e -> {
                    assertThat(e.code()).isEqualTo("NoSuchHealthCheck");
                    assertThat(e.status()).isEqualTo(404);
                });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "A, 192.0.2, ARRDATAIllegalIPv4Address",
                "A, 192.0.2.01, ARRDATAIllegalIPv4Address",
                "A, 192.0.2.1., ARRDATAIllegalIPv4Address",
                "AAAA, 192.0.2.1, AAAARRDATAIllegalIPv6Address",
                "AAAA, 2001:db8::g, AAAARRDATAIllegalIPv6Address",
                "TXT, unquoted, InvalidCharacterString",
                "TXT, \"a\"b\", InvalidCharacterString",
                "CNAME, a..b, DomainLabelEmpty",
                "MX, mail.example.com, MXRRDATAInvalid",
                "SRV, 1 2 mail.example.com, SRVRRDATAInvalid",
                "CAA, nonsense, CAARRDATAInvalid"
            })
    void refusesValuesThatAreNone(String type, String value, String problem) {
        assertThatRefused(() -> world.change(created("v.example.com", type, value.replace("\"", "&quot;"))))
                .contains(problem);
    }

    @Test
    void refusesTooLongStringsAndDoubles() {
        assertThatRefused(() -> world.change(created("t.example.com", "TXT", "\"" + "x".repeat(256) + "\"")))
                .contains("CharacterStringTooLong");
        assertThatRefused(() -> world.change(created("t.example.com", "A", "192.0.2.1", "192.0.2.1")))
                .contains("Duplicate Resource Record: '192.0.2.1'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A 192.0.2.1",
                "AAAA 2001:db8::1",
                "AAAA ::ffff:192.0.2.1",
                "TXT \"a\" \"b \\\"quoted\\\" \\052\"",
                "CNAME \\052.target.example.net.",
                "MX 10 mail.example.com.",
                "SRV 1 2 9200 es.example.com.",
                "PTR host.example.com",
                "CAA 0 issue \"ca.example.net\"",
                "NS ns.example.net",
                "HTTPS 1 . alpn=h2",
                "DS 1 8 2 1234567890ABCDEF1234567890ABCDEF1234567890ABCDEF1234567890ABCDEF"
            })
    void takesValuesOfEveryKind(String typeAndValue) {
        String[] parts = typeAndValue.split(" ", 2);

        world.change(created("v.example.com", parts[0], parts[1].replace("\"", "&quot;")));

        assertThat(world.listed()).contains("v.example.com. " + parts[0]);
    }

    private static org.assertj.core.api.AbstractStringAssert<?> assertThatRefused(
            ThrowableAssert.ThrowingCallable change) {
        AwsException refusal = (AwsException) org.assertj.core.api.Assertions.catchThrowable(change);
        assertThat(refusal).as("the batch was accepted").isNotNull();
        assertThat(refusal.code()).isEqualTo("InvalidChangeBatch");
        assertThat(refusal.status()).isEqualTo(400);
        return assertThat(refusal.text());
    }
}
