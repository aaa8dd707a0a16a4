package dev.failover.awslocal.route53;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.awslocal.wire.AwsException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class ChangeBatchReaderTest {

    private static final String VALUE =
            "<ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>";
    private static final String NAME = "<Name>a.example.com</Name><Type>A</Type>";
    private static final String ALIAS = "<AliasTarget><HostedZoneId>Z1</HostedZoneId><DNSName>b.example.com</DNSName>"
            + "<EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget>";

    @Test
    void refusesAnAliasWithTtl() {
        assertRefused(NAME + "<TTL>60</TTL>" + ALIAS)
                .hasMessage("Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords],"
                        + " or TrafficPolicyInstanceId], but found more than one in Change with [Action=CREATE,"
                        + " Name=a.example.com, Type=A, SetIdentifier=null]");
    }

    @Test
    void refusesToEvaluateTheHealthOfCloudFront() {
        assertRefused(NAME + ALIAS.replace(">Z1<", ">Z2FDTNDATAQYW2<"))
                .hasMessageContaining("'EvaluateTargetHealth' cannot be true for a CloudFront distribution");
    }

    @Test
    void refusesValuesWithoutTtlAndTheOtherWayRound() {
        assertRefused(NAME + VALUE).hasMessageContaining("but found none");
        assertRefused(NAME + "<TTL>60</TTL>").hasMessageContaining("but found none");
        assertRefused(NAME + "<TTL>-1</TTL>" + VALUE).hasMessageContaining("'TTL' must be");
    }

    @Test
    void refusesHalfARoutingPolicy() {
        assertRefused(NAME + "<SetIdentifier>x</SetIdentifier><TTL>60</TTL>" + VALUE)
                .hasMessageContaining("Expected exactly one of [Weight,")
                .hasMessageContaining("found none");
        assertRefused(NAME + "<Weight>1</Weight><TTL>60</TTL>" + VALUE)
                .hasMessageContaining("Missing field 'SetIdentifier'");
        assertRefused(NAME + "<SetIdentifier>x</SetIdentifier><Weight>1</Weight><Failover>PRIMARY</Failover>"
                        + "<TTL>60</TTL>" + VALUE)
                .hasMessageContaining("more than one");
        assertRefused(NAME + "<SetIdentifier>x</SetIdentifier><Weight>256</Weight><TTL>60</TTL>" + VALUE)
                .hasMessageContaining("Value '256' of 'Weight'");
        assertRefused(NAME + "<SetIdentifier>x</SetIdentifier><Failover>TERTIARY</Failover><TTL>60</TTL>" + VALUE)
                .hasMessageContaining("Value 'TERTIARY' of 'Failover'");
    }

    @Test
    void refusesWhatItDoesNotKeep() {
        assertRefused(NAME + "<TTL>60</TTL>" + VALUE + "<CidrRoutingConfig/>")
                .hasMessageContaining("'CidrRoutingConfig' is not supported");
        assertRefused("<Name>a.example.com</Name><Type>WKS</Type><TTL>60</TTL>" + VALUE)
                .hasMessageContaining("Value 'WKS' is not a record type");
    }

    @Test
    void namesAllFaultsAtOnce() {
        assertThatThrownBy(() -> ZoneWorld.batch(
                        ZoneWorld.changeXml("REPLACE", NAME + "<TTL>60</TTL>" + VALUE),
                        ZoneWorld.changeXml("CREATE", NAME),
                        "<Change><Action>DELETE</Action></Change>"))
                .hasMessageContaining("Value 'REPLACE' of 'Action'")
                .hasMessageContaining("but found none")
                .hasMessageContaining("Missing field 'ResourceRecordSet'");
        assertThatThrownBy(() -> ZoneWorld.batch()).hasMessageContaining("at least one Change");
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(String set) {
        return assertThatThrownBy(() -> ZoneWorld.batch(ZoneWorld.changeXml("CREATE", set)))
                .isInstanceOfSatisfying(
                        AwsException.class,
                        e -> org.assertj.core.api.Assertions.assertThat(e.code())
                                .isEqualTo("InvalidInput"));
    }
}
