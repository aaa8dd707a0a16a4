package dev.failover.awslocal.route53;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.failover.awslocal.wire.Xml;
import dev.failover.awslocal.wire.XmlReader;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** One zone, {@code example.com}, that tests change through XML as clients write it. */
public final class ZoneWorld {

    public static final String ZONE = "ZTEST";

    public final ManualClock clock = new ManualClock();
    public final Changes changes = new Changes(clock, Duration.ZERO);
    public final Zones zones = new Zones(changes, new Random(1));

    public ZoneWorld() {
        zones.seed(ZONE, DomainName.parse("example.com"), List.of());
    }

    public void change(String... changes) {
        submit(changes);
    }

    Changes.ChangeInfo submit(String... changesXml) {
        return zones.change(ZONE, batch(changesXml), id -> id.equals("known-check"));
    }

    static Change.Batch batch(String... changesXml) {
        String xml = "<ChangeResourceRecordSetsRequest xmlns=\"" + Route53.NAMESPACE + "\"><ChangeBatch><Changes>"
                + String.join("", changesXml) + "</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>";
        Xml request = XmlReader.read(xml.getBytes(UTF_8), "ChangeResourceRecordSetsRequest");
        return ChangeBatchReader.read(request);
    }

    public List<String> listed() {
        return zones.get(ZONE).current().values().stream()
                .map(set -> set.name() + " " + set.type()
                        + (set.key().setIdentifier().isEmpty()
                                ? ""
                                : " " + set.key().setIdentifier()))
                .toList();
    }

    /** A change of a set with values: more is XML between the type and the TTL. */
    public static String set(String action, String name, String type, String more, int ttl, String... values) {
        StringBuilder records = new StringBuilder();
        for (String value : values) {
            records.append("<ResourceRecord><Value>").append(value).append("</Value></ResourceRecord>");
        }
        return changeXml(
                action,
                "<Name>" + name + "</Name><Type>" + type + "</Type>" + more + "<TTL>" + ttl + "</TTL><ResourceRecords>"
                        + records + "</ResourceRecords>");
    }

    public static String created(String name, String type, String... values) {
        return set("CREATE", name, type, "", 60, values);
    }

    public static String deleted(String name, String type, String... values) {
        return set("DELETE", name, type, "", 60, values);
    }

    public static String weighted(String action, String name, String id, int weight, int ttl, String value) {
        return set(
                action,
                name,
                "A",
                "<SetIdentifier>" + id + "</SetIdentifier><Weight>" + weight + "</Weight>",
                ttl,
                value);
    }

    /** With a health check, as Route 53 asks of a primary one. */
    public static String failover(String action, String name, String id, String role, String value) {
        return set(
                action,
                name,
                "A",
                "<SetIdentifier>" + id + "</SetIdentifier><Failover>" + role
                        + "</Failover><HealthCheckId>known-check</HealthCheckId>",
                60,
                value);
    }

    public static String alias(String action, String name, String zone, String target) {
        return changeXml(
                action,
                "<Name>" + name + "</Name><Type>A</Type><AliasTarget><HostedZoneId>" + zone
                        + "</HostedZoneId><DNSName>" + target
                        + "</DNSName><EvaluateTargetHealth>false</EvaluateTargetHealth></AliasTarget>");
    }

    static String changeXml(String action, String inner) {
        return "<Change><Action>" + action + "</Action><ResourceRecordSet>" + inner + "</ResourceRecordSet></Change>";
    }
}
